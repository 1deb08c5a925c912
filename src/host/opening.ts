/** What a click or a command opens: a place in a source, a source out of a list, the bundled example. */
import * as vscode from 'vscode';
import { isModelPath } from '../base/modelFiles';
import { isNotebookPath } from '../base/programs';
import type { Span } from '../base/span';
import type { SourceEntry } from '../protocol/messages';
import { lineNow } from './drift';
import type { Edits } from './edits';
import { uriOfSpan } from './documents';
import { modelEditor } from './lens';
import { isNetworkFile, pathOf, uriOf } from './networkFiles';

/** Shows a place of a source in the editor where its file is open already, else outside of the column that the Lens is in. */
export async function revealSpan(
  source: string,
  { path, start, end }: Span,
  edits: Edits,
  lensColumn: vscode.ViewColumn | undefined,
): Promise<void> {
  const { One, Beside } = vscode.ViewColumn;
  const uri = uriOfSpan(source, path);
  if (isModelPath(uri.path)) {
    // There is no text to show; its own editor is what shows it.
    await vscode.commands.executeCommand('vscode.openWith', uri, modelEditor);
    return;
  }
  const changes = edits.since(pathOf(uri));
  const place = new vscode.Position(lineNow(start.line, changes), start.column);
  const viewColumn =
    columnOf(path.startsWith(`${source}#`) ? source : pathOf(uri)) ?? (lensColumn === One ? Beside : One);
  const isInside = path === source || path.startsWith(`${source}#`);
  if (isNotebookPath(uriOf(source).path) && isInside) {
    await revealCell(source, uri, place, viewColumn);
    return;
  }
  const editor = await vscode.window.showTextDocument(uri, {
    ...{ preserveFocus: true, viewColumn },
    selection: new vscode.Range(place, place),
  });
  const whole = new vscode.Range(place, new vscode.Position(lineNow(end.line, changes), end.column));
  editor.revealRange(whole, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Cells are shown by their notebook, and have an editor only while they can be seen. */
async function revealCell(
  source: string,
  uri: vscode.Uri,
  place: vscode.Position,
  viewColumn: vscode.ViewColumn,
): Promise<void> {
  const notebook = await vscode.workspace.openNotebookDocument(uriOf(source));
  const index = notebook.getCells().findIndex(({ document }) => pathOf(document.uri) === pathOf(uri));
  const range = new vscode.NotebookRange(Math.max(0, index), Math.max(0, index) + 1);
  const shown = await vscode.window.showNotebookDocument(notebook, {
    ...{ preserveFocus: true, viewColumn, selections: [range] },
  });
  shown.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => pathOf(document.uri) === pathOf(uri),
  );
  if (editor !== undefined) editor.selection = new vscode.Selection(place, place);
}

function columnOf(path: string): vscode.ViewColumn | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const tab = tabs.find(
    ({ input }) =>
      (input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook) &&
      pathOf(input.uri) === path,
  );
  return tab?.group.viewColumn;
}

/** Asks for one of the sources, or a file from elsewhere. */
export async function pickSource(sources: readonly SourceEntry[]): Promise<vscode.Uri | undefined> {
  const rows = [
    ...sources.map(({ path, label }) => ({ label, path })),
    { label: '$(folder-opened) Browse...', path: null },
  ];
  const picked = await vscode.window.showQuickPick(rows, { placeHolder: 'File whose networks to inspect' });
  if (picked === undefined) return undefined;
  if (picked.path !== null) return uriOf(picked.path);
  const [browsed] =
    (await vscode.window.showOpenDialog({
      filters: {
        'Sources of networks': ['py', 'ipynb', 'onnx', 'keras', 'h5', 'hdf5', 'json', 'yaml', 'yml'],
        'Files of weights': ['pt', 'pth', 'safetensors'],
      },
    })) ?? [];
  return browsed;
}

/** Copies the bundled examples into the extension's own storage, where they may be edited, and names the one to begin with. */
export async function exampleFile(context: vscode.ExtensionContext): Promise<vscode.Uri> {
  const { fs } = vscode.workspace;
  const bundled = vscode.Uri.joinPath(context.extensionUri, 'dist', 'examples');
  const copies = vscode.Uri.joinPath(context.globalStorageUri, 'examples');
  await fs.createDirectory(copies);
  const present = new Set((await fs.readDirectory(copies)).map(([name]) => name));
  const bundledNames = (await fs.readDirectory(bundled)).map(([name]) => name).sort();
  for (const name of bundledNames) {
    if (present.has(name)) continue;
    await fs.copy(vscode.Uri.joinPath(bundled, name), vscode.Uri.joinPath(copies, name));
  }
  const files = bundledNames.map((name) => vscode.Uri.joinPath(copies, name)).filter(isNetworkFile);
  const first = files.find(({ path }) => path.includes('digits')) ?? files[0];
  if (first === undefined) throw new Error('The package holds no examples');
  return first;
}
