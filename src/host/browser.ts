/** The entry of the extension in the browser. */
import * as vscode from 'vscode';
import { browserWorker } from './platform/browser';
import { start, type Started } from './start';

/** Called by VS Code. */
export function activate(context: vscode.ExtensionContext): Started {
  const file = vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js');
  return start(
    context,
    browserWorker(() => vscode.workspace.fs.readFile(file)),
  );
}
