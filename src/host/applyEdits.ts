/** Makes edits in documents: all in one step that one undo takes back, and saved where nothing else was unsaved. */
import * as vscode from 'vscode';
import type { Files } from '../base/source';
import type { TextEdit } from '../protocol/editing';
import { isNotebookPath } from '../base/programs';
import { notebookText, uriOfSpan } from './documents';
import { labelOf, pathOf, uriOf } from './networkFiles';

/** Edits of a text that a source had when it was saved; a reason where there are none. */
export interface Edited {
  readonly path: string;
  readonly text: string;
  /** The files that it was read with, by the paths of spans in them; absent: it stands alone. */
  readonly files?: Files;
  readonly edits: readonly TextEdit[] | string;
}

/** A document that is to be changed, or a whole notebook. */
interface Target {
  readonly label: string;
  readonly document: Pick<vscode.TextDocument, 'isDirty' | 'save'>;
  /** Whether it is what was read. */
  readonly isSame: boolean;
}

/** How long a refusal stands in the status bar, in milliseconds. */
const shownFor = 8000;

/** Makes the edits, or says in the status bar why not. */
export async function applyEdits(edited: Edited): Promise<void> {
  const reason = await refusal(edited);
  if (reason !== null) vscode.window.setStatusBarMessage(`$(circle-slash) ${reason}`, shownFor);
}

async function refusal(edited: Edited): Promise<string | null> {
  const { path, edits } = edited;
  if (typeof edits === 'string') return edits;
  const targets: Target[] = [];
  for (const file of new Set([path, ...edits.map(({ span }) => fileOf(path, span.path))])) {
    const target = await targetOf(edited, file);
    if (!target.isSame) {
      const why = target.document.isDirty
        ? 'has unsaved changes; save it first'
        : 'has changed since it was read';
      return `${target.label} ${why}.`;
    }
    if (file !== path || edits.some(({ span }) => fileOf(path, span.path) === path)) targets.push(target);
  }
  if (edits.length === 0) return null;
  const clean = targets.filter(({ document }) => !document.isDirty);
  const change = new vscode.WorkspaceEdit();
  for (const { span, text: added } of edits) {
    const { start, end } = span;
    const range = new vscode.Range(start.line, start.column, end.line, end.column);
    change.replace(uriOfSpan(path, span.path), range, added);
  }
  if (!(await vscode.workspace.applyEdit(change))) return `${labelOf(path)} cannot be changed.`;
  for (const { document, label } of clean) {
    if (!(await document.save())) return `${label} was changed, but cannot be saved.`;
  }
  return null;
}

/** The file that holds what a span of a source lies in: a cell is part of its notebook. */
function fileOf(source: string, path: string): string {
  return path.startsWith(`${source}#`) ? source : path;
}

async function targetOf({ path, text, files }: Edited, file: string): Promise<Target> {
  if (isNotebookPath(uriOf(path).path) && file === path) {
    // What its cells hold is what was read, and only an open notebook has cells.
    const notebook = await vscode.workspace.openNotebookDocument(uriOf(path));
    return { label: labelOf(path), document: notebook, isSame: notebookText(notebook) === text };
  }
  const uri = uriOfSpan(path, file);
  const open = vscode.workspace.textDocuments.find((each) => pathOf(each.uri) === pathOf(uri));
  const document = open ?? (await vscode.workspace.openTextDocument(uri));
  const content = file === path ? text : files?.get(file);
  const read = content instanceof Uint8Array ? new TextDecoder().decode(content) : content;
  const isSame = typeof read === 'string' && comparable(document.getText()) === comparable(read);
  return { label: labelOf(pathOf(uri)), document, isSame };
}

/** A document has no byte order mark and the same line ends throughout. */
function comparable(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}
