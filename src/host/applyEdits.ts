/** Makes edits in a document: all in one step that one undo takes back, and saved where nothing else was unsaved. */
import * as vscode from 'vscode';
import type { TextEdit } from '../protocol/editing';
import { isNotebookPath } from '../base/programs';
import { notebookText, uriOfSpan } from './documents';
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

async function refusal(edited: Edited): Promise<string | null> {
  const { path, text, edits } = edited;
  if (typeof edits === 'string') return edits;
  if (isNotebookPath(uriOf(path).path)) return refusalOfNotebook({ ...edited, edits });
  if (edits.some(({ span }) => span.path !== path)) return 'This would have to be changed in another file.';
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

/** The same in the cells of a notebook, which has to be open: what its cells hold is what was read. */
async function refusalOfNotebook({
  path,
  text,
  edits,
}: Edited & { readonly edits: readonly TextEdit[] }): Promise<string | null> {
  const notebook = await vscode.workspace.openNotebookDocument(uriOf(path));
  const wasClean = !notebook.isDirty;
  if (notebookText(notebook) !== text) return `${labelOf(path)} has changed since it was read.`;
  if (edits.length === 0) return null;
  const change = new vscode.WorkspaceEdit();
  for (const { span, text: added } of edits) {
    const { start, end } = span;
    const range = new vscode.Range(start.line, start.column, end.line, end.column);
    change.replace(uriOfSpan(path, span.path), range, added);
  }
  if (!(await vscode.workspace.applyEdit(change))) return `${labelOf(path)} cannot be changed.`;
  if (wasClean && !(await notebook.save())) return `${labelOf(path)} was changed, but cannot be saved.`;
  return null;
}

/** A document has no byte order mark and the same line ends throughout. */
function comparable(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}
