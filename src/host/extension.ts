/** The entry of the extension on desktops and servers. */
import type * as vscode from 'vscode';
import { nodeWorker } from './platform/node';
import { start, type Started } from './start';

/** Called by VS Code. */
export function activate(context: vscode.ExtensionContext): Started {
  return start(context, nodeWorker(context.asAbsolutePath('dist/worker.js')));
}
