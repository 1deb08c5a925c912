/** Which documents of the editor belong to which source: files are their own, the cells of a notebook belong to it, a Python file counts once it imports torch or keras, and JSON once it holds a model. */
import * as vscode from 'vscode';
import { isModelJson } from '../base/modelFiles';
import { importsFramework, isNotebookPath, isProgramPath } from '../base/programs';
import { isNetworkFile, isPast, pathOf, resolveNeed, uriOf } from './networkFiles';

/** A document as reports speak of it. */
export interface Place {
  /** The path of its source. */
  readonly source: string;
  /** The path that spans in it have: the source's own, or that of a cell. */
  readonly path: string;
}

/** Whether each text imports torch or keras, or is a model as JSON, by the version of the document that was looked at. */
const looked = new WeakMap<vscode.TextDocument, { readonly version: number; readonly imports: boolean }>();

/** Programs that somebody asked for although they leave torch or keras to what they import. */
const askedFor = new Set<string>();

/** Counts a Python file as one of ours from now on, whatever it imports itself. */
export function askFor(path: string): void {
  askedFor.add(path);
}

/** The cells of each notebook as it was last read: a cell keeps its document when it moves. */
const cellsRead = new Map<string, readonly string[]>();

/** The place of a document; null for one that is none of ours. */
export function placeOf(document: vscode.TextDocument): Place | null {
  const { uri } = document;
  if (uri.scheme === 'vscode-notebook-cell') return placeOfCell(document);
  if (isNetworkFile(uri)) return { source: pathOf(uri), path: pathOf(uri) };
  if (isPast(uri) || !(isProgramPath(uri.path) || isJson(uri.path)) || isNotebookPath(uri.path)) return null;
  if (!imports(document) && !askedFor.has(pathOf(uri))) return null;
  return { source: pathOf(uri), path: pathOf(uri) };
}

function placeOfCell(document: vscode.TextDocument): Place | null {
  const notebook = vscode.workspace.notebookDocuments.find(
    ({ uri }) => uri.path === document.uri.path && isNotebookPath(uri.path),
  );
  if (notebook === undefined || !isOurs(notebook)) return null;
  const source = pathOf(notebook.uri);
  const cell = cellsOf(notebook).indexOf(pathOf(document.uri));
  return cell === -1 ? null : { source, path: cellPath(source, cell) };
}

/** Whether a notebook imports torch or keras in one of its cells. */
export function isOurs(notebook: vscode.NotebookDocument): boolean {
  return (
    isNotebookPath(notebook.uri.path) &&
    !isPast(notebook.uri) &&
    notebook.getCells().some(({ document }) => document.languageId === 'python' && imports(document))
  );
}

function imports(document: vscode.TextDocument): boolean {
  const before = looked.get(document);
  if (before?.version === document.version) return before.imports;
  const isOne = isJson(document.uri.path) ? isModelJson : importsFramework;
  const now = { version: document.version, imports: isOne(document.getText()) };
  looked.set(document, now);
  return now.imports;
}

const isJson = (path: string): boolean => /\.json$/i.test(path);

/** The path that spans in a cell have; cells are counted from 1, for people. */
function cellPath(notebook: string, cell: number): string {
  return `${notebook}#cell${cell + 1}`;
}

function cellsOf(notebook: vscode.NotebookDocument): readonly string[] {
  return cellsRead.get(pathOf(notebook.uri)) ?? documentsOf(notebook);
}

function documentsOf(notebook: vscode.NotebookDocument): readonly string[] {
  return notebook.getCells().map(({ document }) => pathOf(document.uri));
}

/** What a notebook holds, as a file of notebooks would: its code as it stands in the editor. */
export function notebookText(notebook: vscode.NotebookDocument): string {
  cellsRead.set(pathOf(notebook.uri), documentsOf(notebook));
  const cells = notebook.getCells().map(({ kind, document }) => {
    const isCode = kind === vscode.NotebookCellKind.Code && document.languageId === 'python';
    return { cell_type: isCode ? 'code' : 'raw', source: isCode ? document.getText() : '' };
  });
  return JSON.stringify({ cells });
}

/** The text of a saved notebook that is open; undefined where it is not, or holds more than is saved. */
export function openNotebookText(path: string): string | undefined {
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => pathOf(uri) === path);
  return notebook?.isDirty === false ? notebookText(notebook) : undefined;
}

/** The document that a span of a source's report lies in: the source, one of its cells, or a file that it imports. */
export function uriOfSpan(source: string, path: string): vscode.Uri {
  // What was chosen in a list has no file of its own.
  if (path === source || path.startsWith('<')) return uriOf(source);
  const cell = /#cell(\d+)$/.exec(path)?.[1];
  if (cell === undefined || !path.startsWith(`${source}#`)) return resolveNeed(source, path);
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => pathOf(uri) === source);
  const document = notebook && cellsOf(notebook)[Number(cell) - 1];
  return uriOf(document ?? source);
}
