// Python files and notebooks in the editor: what is wrong with them stands in their own documents, and files without torch stay alone.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { run } from './aroundEditor';
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

const deep = `class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(*[nn.Sequential(nn.Linear(16, 16), nn.Sigmoid()) for _ in range(12)])
        self.last = nn.Linear(16, 3)

    def forward(self, x):
        return self.last(self.layers(x))


model = Deep()
model(torch.randn(32, 16))`;

describe('Python', () => {
  const names = ['half.py', 'plain.py', 'study.ipynb', 'deep.ipynb'];
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of names) rmSync(path(name), { force: true });
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

  it('has findings, remedies and comments in the cells of a notebook', async function () {
    this.timeout(120_000);
    writeFileSync(path('deep.ipynb'), cells('import torch\nfrom torch import nn', '# nothing\n\n', deep));
    const notebook = await vscode.workspace.openNotebookDocument(file('deep.ipynb'));
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(2);
    const vanishing = (): vscode.Diagnostic | undefined =>
      diagnostics(document.uri).find(({ code }) => typeof code === 'object' && code.value === 'vanishing');
    const found = await until('the finding', vanishing);
    assert.match(document.lineAt(found.range.start.line).text, /nn\.Linear|nn\.Sigmoid/);
    const offered = async (): Promise<readonly vscode.CodeAction[]> =>
      vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        found.range,
        vscode.CodeActionKind.QuickFix.value,
      );
    const remedy = await until(
      'a measured remedy',
      async () => (await offered()).find(({ title }) => title.includes('→')),
      90_000,
    );
    assert.match(remedy.title, /first-layer delta over control/);
    const silencer = (await offered()).find(({ title }) => title === 'Ignore vanishing on this line');
    assert.ok(silencer);
    await run(silencer);
    await until('the finding to go', () => (vanishing() === undefined ? true : undefined));
    assert.match(document.lineAt(found.range.start.line).text, /# backprop-lens: ignore\[vanishing\]$/);
    assert.deepEqual(
      [notebook.cellAt(0), notebook.cellAt(1)].map((each) => each.document.getText().includes('backprop')),
      [false, false],
    );
    assert.equal(notebook.isDirty, false);
  });
});
