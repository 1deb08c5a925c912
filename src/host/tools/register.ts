/** Registers the tools for language models; what they do is loaded with the first call. */
import * as vscode from 'vscode';
import { later, type Parts } from '../commands';
import type { ToolInput } from './tools';

/** Both tools; they only read. */
export function registerTools(parts: Parts): vscode.Disposable[] {
  type Loaded = Awaited<ReturnType<typeof later>>;
  const register = (name: string, tool: (loaded: Loaded) => Loaded['inspectGradients']): vscode.Disposable =>
    vscode.lm.registerTool<ToolInput>(name, {
      invoke: async ({ input }, token) => tool(await later())(parts, input, token),
    });
  return [
    register('inspect_gradients', ({ inspectGradients }) => inspectGradients),
    register('explain_finding', ({ explainFinding }) => explainFinding),
  ];
}
