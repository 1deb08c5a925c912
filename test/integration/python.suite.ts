// Python files and notebooks in the editor: what is wrong with them stands in their own documents, and files without torch stay alone.
import assert from 'node:assert/strict';
import { unlinkSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { diagnostics, file, open, until } from './editing';

const path = (name: string): string => file(name).fsPath;

function cells(...sources: readonly string[]): string {
  const code = { cell_type: 'code', execution_count: null, metadata: {}, outputs: [] };
  return JSON.stringify({
    cells: sources.map((source) => ({ ...code, source })),
    metadata: { language_info: { name: 'python' } },
    ...{ nbformat: 4, nbformat_minor: 4 },
  });
}

describe('Python', () => {
  const names = ['half.py', 'plain.py', 'study.ipynb'];
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of names) unlinkSync(path(name));
  });

  it('that cannot be read is told of once a file, as a warning at its line', async () => {
    writeFileSync(path('half.py'), 'import torch\n\nx = 1 +\n\ndef f(:\n    pass\n\ny = 2\n');
    await open('half.py');
    const [found, ...others] = await until('the diagnostic', () => {
      const all = diagnostics(file('half.py'));
      return all.length > 0 ? all : undefined;
    });
    assert.equal(others.length, 0);
    assert.equal(found?.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(found.range.start.line, 2);
    assert.match(found.message, /And 1 more line/);
  });

  it('is looked at anew when it is saved', async () => {
    const editor = await open('half.py');
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(new vscode.Position(0, 0), end), 'import torch\n'),
    );
    await editor.document.save();
    await until('no diagnostic', () => (diagnostics(file('half.py')).length === 0 ? true : undefined));
  });

  it('without torch is none of ours, and with it only once that is written', async () => {
    writeFileSync(path('plain.py'), 'x = 1 +\n');
    const editor = await open('plain.py');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.deepEqual(diagnostics(file('plain.py')), []);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'import torch\n'));
    await editor.document.save();
    await until('the diagnostic', () => (diagnostics(file('plain.py')).length > 0 ? true : undefined));
  });

  it('in a notebook is told of in the cell that it stands in', async () => {
    writeFileSync(
      path('study.ipynb'),
      cells('%matplotlib inline\nimport torch', 'x = 1', 'y = 2\nz = 3 +\n'),
    );
    const notebook = await vscode.workspace.openNotebookDocument(file('study.ipynb'));
    await vscode.window.showNotebookDocument(notebook);
    const inCell = (index: number): readonly vscode.Diagnostic[] =>
      diagnostics(notebook.cellAt(index).document.uri);
    const [found] = await until('the diagnostic', () => (inCell(2).length > 0 ? inCell(2) : undefined));
    assert.equal(found?.range.start.line, 1);
    assert.deepEqual([...inCell(0), ...inCell(1)], []);
    const { document } = notebook.cellAt(2);
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, new vscode.Range(1, 0, 2, 0), 'z = 3\n');
    await vscode.workspace.applyEdit(change);
    await notebook.save();
    await until('no diagnostic', () => (inCell(2).length === 0 ? true : undefined));
  });
});
