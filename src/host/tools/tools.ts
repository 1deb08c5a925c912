/** Two read-only tools for language models: what the gradients of a file's networks are, and what a finding means. */
import * as vscode from 'vscode';
import { isModelPath } from '../../base/modelFiles';
import { isProgramPath } from '../../base/programs';
import type { Envelope } from '../../protocol/messages';
import { activeSource, type Parts } from '../commands';
import { isNetworkFile, labelOf, pathOf, uriOf } from '../networkFiles';
import { rulePage } from '../rulePages';
import { findingAnswer, inspectionAnswer } from './answers';

/** What a model sends; package.json has its schema, which VS Code checks before. */
export interface ToolInput {
  readonly file?: unknown;
  readonly network?: unknown;
  readonly rule?: unknown;
  readonly layer?: unknown;
}

/** How often to look whether an inspection is over, in milliseconds; it ends by itself at the time limit. */
const lookEvery = 50;

/** Files that are named when none of them was meant. */
const mostFiles = 20;

/** Inspects a file and tells its numbers and findings. @throws Error with a sentence for the model */
export async function inspectGradients(
  parts: Parts,
  input: ToolInput,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const { path, envelope } = await inspected(parts, input, token);
  return said(inspectionAnswer(envelope.report, labelOf(path), text(input.network)));
}

/** Tells one finding with its cause, remedies and the page of its rule. @throws Error with a sentence for the model */
export async function explainFinding(
  parts: Parts,
  input: ToolInput,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const { envelope } = await inspected(parts, input, token);
  const rule = text(input.rule) ?? '';
  return said(findingAnswer(envelope.report, rule, text(input.layer), await pageOf(rule)));
}

function said(answer: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(answer)]);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

async function pageOf(rule: string): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(rulePage(rule)));
  } catch {
    return '';
  }
}

/** The whole report of the saved file, made now if it is not there. @throws Error when there is none */
async function inspected(
  { session, files }: Parts,
  input: ToolInput,
  token: vscode.CancellationToken,
): Promise<{ readonly path: string; readonly envelope: Envelope }> {
  const path = fileMeant(text(input.file), files.entries());
  files.add(path);
  await session.look(path, { urgent: true });
  while (!token.isCancellationRequested) {
    const failure = session.failure(path);
    if (failure !== null) throw new Error(failure);
    const envelope = session.envelope(path);
    const settled = session.subject(path)?.settled;
    if (settled === undefined) throw new Error('There is no such file.');
    if (settled && envelope?.report.complete === true) return { path, envelope };
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
  throw new vscode.CancellationError();
}

/** The file that a model means: by its path in the workspace, its address, or the one in the active editor. @throws Error when there is none */
function fileMeant(
  file: string | null,
  known: readonly { readonly path: string; readonly label: string }[],
): string {
  const active = file === null ? activeSource() : undefined;
  if (active !== undefined) return pathOf(active);
  const slashed = file?.replaceAll('\\', '/').replace(/^\.\//, '') ?? '';
  const found = known.find(
    ({ path, label }) => label === slashed || path === file || uriOf(path).path === slashed,
  );
  if (found) return found.path;
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const inside = vscode.Uri.joinPath(uri, slashed);
    // A name with dots may not lead out of the workspace.
    if (
      file !== null &&
      (isNetworkFile(inside) || isProgramPath(inside.path) || isModelPath(inside.path)) &&
      vscode.workspace.getWorkspaceFolder(inside)
    ) {
      return pathOf(inside);
    }
  }
  const names = known.slice(0, mostFiles).map(({ label }) => label);
  const hint = names.length === 0 ? 'The workspace holds none.' : `There are ${names.join(', ')}.`;
  throw new Error(
    `${file === null ? 'No file with a network is open' : `${file} defines no network`}. ${hint}`,
  );
}
