// Lists that are chosen from, and fixes and errors of programs that reach over cells and files, driven as a person would.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { click, key, lensEvaluate, typeText, waitFor, workbenchEvaluate } from '../vscode/window';
import { run } from './aroundEditor';
import { diagnostics, file, needWindow, open, openLens, picture, save, until, wholePicture } from './editing';

const path = (name: string): string => file(name).fsPath;

function write(name: string, text: string): void {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), text);
}

/** What the open list says above its rows, with the rows. */
async function list(): Promise<string> {
  const text = await workbenchEvaluate(
    `(() => { const box = document.querySelector('.quick-input-widget'); return box === null || box.style.display === 'none' ? '' : [box.innerText, box.querySelector('input.input')?.placeholder ?? ''].join('\\n'); })()`,
  );
  return String(text);
}

/** Waits for a list with these words, types what narrows it to one row, and takes that. */
async function take(words: RegExp, typed: string): Promise<void> {
  await until(`a list with ${words.source}`, async () => (words.test(await list()) ? true : undefined));
  if (typed !== '') await typeText(typed);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await key('Enter');
}

const table = `a,b,c,kind\n${Array.from({ length: 12 }, (_, row) => `${row},${row % 3},${row % 2},${row % 2 ? 'odd' : 'even'}`).join('\n')}\n`;
const network = 'name: given\ninput: [2]\nlayers:\n  - { linear: 2, id: first }\nloss: cross-entropy\n';

const block = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.linear = nn.Linear(inner, 4)

    def forward(self, x):
        return torch.relu(self.linear(x))
`;

const net = (inner: number): string => `import torch
from torch import nn
from chosenparts.block import Block


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = Block(${inner})
        self.last = nn.Linear(4, 3)

    def forward(self, x):
        return self.last(self.block(x))


model = Net()
model(torch.randn(16, 8))
`;

const several = `from torch import nn


class One(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(8, 3)

    def forward(self, x):
        return self.layer(x)


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(6, 3)

    def forward(self, x):
        return self.layer(x)
`;

const deep = `class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(*[nn.Sequential(nn.Linear(16, 16), nn.Sigmoid()) for _ in range(12)])
        self.last = nn.Linear(16, 3)

    def forward(self, x):
        return self.last(self.layers(x))


model = Deep()
model(torch.randn(32, 16))`;

describe('what is chosen and followed', () => {
  const names = ['given.network.yaml', 'given.csv', 'chosen.py', 'chosenparts', 'several.py', 'fixed.ipynb'];
  before(needWindow);
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    write('given.network.yaml', network);
    write('given.csv', table);
    write('chosenparts/__init__.py', '');
    write('chosenparts/block.py', block);
    write('chosen.py', net(8));
    write('several.py', several);
    await openLens();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of names) rmSync(path(name), { recursive: true, force: true });
  });

  it('data: the file, what is to be predicted, from which columns, and how they are scaled', async () => {
    await open('given.network.yaml');
    const { revision } = await wholePicture('given');
    const asked = vscode.commands.executeCommand('backpropLens.inspectWithData', file('given.network.yaml'));
    await take(/given\.csv/, 'given.csv');
    await take(/What is to be predicted/, 'kind');
    await until('the columns', async () => (/From which columns/.test(await list()) ? true : undefined));
    // All are ticked; without c two are left, as many as the network takes.
    await click('.quick-input-list .monaco-list-row:has-text("c")', { place: 'workbench' });
    await click('.quick-input-widget .monaco-button:has-text("OK")', { place: 'workbench' });
    await take(/As they are/, 'Standardised');
    await asked;
    const text = await until('the data in the Lens', async () => {
      const seen = await picture();
      return seen !== undefined && seen.revision > revision && /from 2 columns/.test(seen.text)
        ? seen.text
        : undefined;
    });
    assert.match(text, /12 samples of given\.csv: kind \(2 classes\)/);
  });

  it('a network, from the list of its file, which stays chosen until the source decides again', async () => {
    await open('several.py');
    const first = await until('a network of the file', async () => {
      const seen = (await picture())?.network;
      return seen === 'One' || seen === 'Two' ? seen : undefined;
    });
    const other = first === 'One' ? 'Two' : 'One';
    const { revision } = await wholePicture(first);
    const asked = vscode.commands.executeCommand('backpropLens.chooseNetwork', file('several.py'));
    await take(/Network of several\.py/, other);
    await asked;
    const chosen = await wholePicture(other, revision);
    await save(await open('several.py'), `${several}\n`);
    const again = await wholePicture(other, chosen.revision);
    const back = vscode.commands.executeCommand('backpropLens.chooseNetwork', file('several.py'));
    await take(/Let the source decide/, 'Let the source');
    await back;
    await wholePicture(first, again.revision);
  });

  it('a layer of an imported file, from the Lens to its line', async () => {
    await open('chosen.py');
    await wholePicture('Net');
    await lensEvaluate(`document.querySelector('tr[data-layer="block.linear"]').click()`);
    await waitFor('.detail[data-layer="block.linear"] [data-action=reveal]');
    await click('.detail h2 [data-action=reveal]');
    const line = block.split('\n').findIndex((text) => text.includes('nn.Linear'));
    await until('the line of the imported file', () => {
      const shown = vscode.window.visibleTextEditors.find(
        ({ document }) => document.uri.path === file('chosenparts/block.py').path,
      );
      return shown?.selection.start.line === line ? true : undefined;
    });
    // The Lens has led there, and goes on showing the network that it led from.
    assert.equal((await wholePicture('Net')).network, 'Net');
  });

  it('a shape that does not fit, with the calls that led there as places to go to', async () => {
    await save(await open('chosen.py'), net(9));
    const found = await until('the error', () =>
      [...diagnostics(file('chosen.py')), ...diagnostics(file('chosenparts/block.py'))].find(({ message }) =>
        message.includes('cannot be multiplied'),
      ),
    );
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    const [raised] = found.relatedInformation ?? [];
    assert.equal(raised?.message, 'Raised here.');
    assert.equal(raised.location.uri.path, file('chosenparts/block.py').path);
    const line = block.split('\n').findIndex((text) => text.includes('self.linear(x)'));
    assert.equal(raised.location.range.start.line, line);
  });

  it('a program that cannot be read for a moment: its last picture stays, under the reason', async () => {
    const fits = await open('chosen.py');
    const before = await picture();
    await save(fits, net(8));
    const { revision } = await wholePicture('Net', before?.revision ?? 0);
    await save(await open('chosen.py'), net(8).replace('class Net(nn.Module):', 'class Net(nn.Module)'));
    await waitFor('[data-state=failed]');
    const seen = await until('the old picture', picture);
    assert.equal(seen.revision, revision);
    assert.match(seen.text, /No network can be read from the file as it is saved/);
    await save(await open('chosen.py'), net(8));
    await wholePicture('Net', revision);
    assert.equal(await lensEvaluate(`document.querySelector('[data-state=failed]') === null`), true);
  });

  it('a measured fix, made in the cell of a notebook, and saved', async function () {
    this.timeout(150_000);
    const code = { cell_type: 'code', execution_count: null, metadata: {}, outputs: [] };
    const sources = ['import torch\nfrom torch import nn', deep];
    const metadata = { language_info: { name: 'python' } };
    const cells = sources.map((source) => ({ ...code, source }));
    write('fixed.ipynb', JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 4 }));
    const notebook = await vscode.workspace.openNotebookDocument(file('fixed.ipynb'));
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(1);
    const vanishing = (): vscode.Diagnostic | undefined =>
      diagnostics(document.uri).find(
        ({ code: rule }) => typeof rule === 'object' && rule.value === 'vanishing',
      );
    const found = await until('the finding', vanishing);
    const offered = (): Thenable<readonly vscode.CodeAction[]> =>
      vscode.commands.executeCommand(
        'vscode.executeCodeActionProvider',
        document.uri,
        found.range,
        vscode.CodeActionKind.QuickFix.value,
      );
    const remedy = await until(
      'a measured fix',
      async () => (await offered()).find(({ title }) => title.includes('→')),
      90_000,
    );
    const before = document.getText();
    await run(remedy);
    await until('the change', () => (document.getText() === before ? undefined : true));
    await until('a saved notebook', () => (notebook.isDirty ? undefined : true));
    assert.equal(notebook.cellAt(0).document.getText(), sources[0]);
    await until('the finding to go', () => (vanishing() === undefined ? true : undefined), 90_000);
  });
});
