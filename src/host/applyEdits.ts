/** Makes edits in a document: all in one step that one undo takes back, and saved where nothing else was unsaved. */
import * as vscode from 'vscode';
import type { TextEdit } from '../protocol/editing';
import { labelOf, pathOf, uriOf } from './networkFiles';

/** Edits of a text that a source had when it was saved; a reason where there are none. */
export interface Edited {
  readonly path: string;
  readonly text: string;
  readonly edits: readonly TextEdit[] | string;
}

/** How long a refusal stands in the status bar, in milliseconds. */
const shownFor = 8000;

/** Makes the edits, or says in the status bar why not. */
export async function applyEdits(edited: Edited): Promise<void> {
  const reason = await refusal(edited);
  if (reason !== null) vscode.window.setStatusBarMessage(`$(circle-slash) ${reason}`, shownFor);
}

async function refusal({ path, text, edits }: Edited): Promise<string | null> {
  if (typeof edits === 'string') return edits;
  const uri = uriOf(path);
  const open = vscode.workspace.textDocuments.find((each) => pathOf(each.uri) === path);
  const document = open ?? (await vscode.workspace.openTextDocument(uri));
  if (comparable(document.getText()) !== comparable(text)) {
    const why = document.isDirty ? 'has unsaved changes; save it first' : 'has changed since it was read';
    return `${labelOf(path)} ${why}.`;
  }
  if (edits.length === 0) return null;
  const wasClean = !document.isDirty;
  const change = new vscode.WorkspaceEdit();
  for (const { span, text: added } of edits) {
    const { start, end } = span;
    change.replace(uri, new vscode.Range(start.line, start.column, end.line, end.column), added);
  }
  if (!(await vscode.workspace.applyEdit(change))) return `${labelOf(path)} cannot be changed.`;
  if (wasClean && !(await document.save())) return `${labelOf(path)} was changed, but cannot be saved.`;
  return null;
}

/** A document has no byte order mark and the same line ends throughout. */
function comparable(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}
