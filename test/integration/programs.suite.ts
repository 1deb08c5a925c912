// PyTorch source in a real window: shown, followed from save to save, chosen from, directed by a comment, read with its imports and packages.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { click, key, lensEvaluate, screenshot, typeText, waitFor, workbenchEvaluate } from '../vscode/window';
import { finding, marks, picture as pictureFile } from './aroundEditor';
import {
  diagnostics,
  file,
  needWindow,
  notifications,
  open,
  openLens,
  save,
  until,
  wholePicture,
} from './editing';

const deep = 'deep_sigmoid.py';

const two = `import torch
from torch import nn
from parts.block import Block


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.only = nn.Linear(8, 3)

    def forward(self, x):
        return self.only(x)


class Large(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(*[Block(8) for _ in range(12)])
        self.last = nn.Linear(8, 3)

    def forward(self, x):
        return self.last(self.blocks(x))
`;

const block = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.inner = nn.Linear(width, width)

    def forward(self, x):
        return torch.sigmoid(self.inner(x))
`;

const packaged = `import torch
from torch import nn
from widths import layer

model = nn.Sequential(layer(5), nn.ReLU(), nn.Linear(7, 2))
model(torch.randn(16, 5))
`;

function write(name: string, text: string): void {
  const { fsPath } = file(name);
  mkdirSync(dirname(fsPath), { recursive: true });
  writeFileSync(fsPath, text);
}

/** The line that holds words, from 0. */
function lineOf(text: string, words: string): number {
  const line = text.split('\n').findIndex((found) => found.includes(words));
  assert.notEqual(line, -1, words);
  return line;
}

async function hoverAt(name: string, line: number, column: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    'vscode.executeHoverProvider',
    file(name),
    new vscode.Position(line, column),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .filter((text) => text.includes('backpropLens.openLens'))
    .join('\n');
}

async function selectedLayer(): Promise<unknown> {
  return lensEvaluate(`document.querySelector('.detail')?.dataset.layer ?? null`);
}

describe('PyTorch source', () => {
  before(needWindow);
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    write('two.py', two);
    write('parts/__init__.py', '');
    write('parts/block.py', block);
    write('packaged.py', packaged);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['two.py', 'parts', 'packaged.py', '.venv', 'linked.py', 'linked'])
      rmSync(file(name).fsPath, { recursive: true, force: true });
  });

  it('is shown in the Lens, with its findings where layers are made and called', async () => {
    const { document } = await open(deep);
    await openLens();
    const { verdict, text } = await wholePicture('DeepSigmoid');
    assert.equal(verdict, 'Vanishing');
    assert.match(text, /hidden\.0/);
    await screenshot(pictureFile('program-lens'));
    const found = await finding(deep, 'vanishing');
    const made = lineOf(document.getText(), 'nn.Sigmoid()]');
    const called = lineOf(document.getText(), 'self.hidden(x');
    assert.equal(found.range.start.line, made);
    const drawn = await until('the marks', async () => {
      const all = await marks(deep);
      return all.gutter.length > 0 ? all : undefined;
    });
    assert.deepEqual(
      drawn.gutter.map(({ line }) => line),
      [made, called],
    );
    assert.deepEqual(
      drawn.overviewRuler.map(({ line }) => line),
      [made],
    );
    assert.deepEqual(await notifications(), []);
  });

  it('has hovers and follows the cursor in forward, layer by layer of a line', async () => {
    const editor = await open(deep);
    const text = editor.document.getText();
    const line = lineOf(text, 'self.hidden(x');
    const row = editor.document.lineAt(line).text;
    const words = (of: string): number => row.indexOf(of) + 'self.'.length;
    const outer = await until(
      'the hover',
      async () => (await hoverAt(deep, line, words('self.logits'))) || undefined,
    );
    assert.match(outer, /\*\*logits\*\*/);
    const inner = await hoverAt(deep, line, words('self.hidden'));
    assert.match(inner, /\*\*hidden\\\.\d+\*\*/);
    for (const [word, layer] of [
      ['self.logits', 'logits'],
      ['self.hidden', 'hidden.0'],
    ] as const) {
      const at = new vscode.Position(line, words(word));
      editor.selection = new vscode.Selection(at, at);
      await until(`${layer} in the Lens`, async () => ((await selectedLayer()) === layer ? true : undefined));
    }
  });

  it('is inspected anew on every save', async () => {
    const editor = await open(deep);
    const before = editor.document.getText();
    const { revision } = await wholePicture('DeepSigmoid');
    await save(editor, before.replace('nn.Sigmoid()]', 'nn.BatchNorm1d(width), nn.ReLU()]'));
    const after = await wholePicture('DeepSigmoid', revision);
    assert.notEqual(after.verdict, 'Vanishing');
    const table = String(await lensEvaluate(`document.querySelector('.layer-table').innerText`));
    // Three modules a layer where there were two: the last of them is number 29.
    assert.match(table, /hidden\.28/);
    await save(await open(deep), before);
    assert.equal((await wholePicture('DeepSigmoid', after.revision)).verdict, 'Vanishing');
  });

  it('offers its other networks, and what is chosen stays', async () => {
    await open('two.py');
    const first = await until('a network of the file', async () => {
      const seen = await lensEvaluate(`document.querySelector('.picture')?.dataset.network ?? null`);
      return seen === 'Small' || seen === 'Large' ? seen : undefined;
    });
    const other = first === 'Small' ? 'Large' : 'Small';
    const choose = async (name: string): Promise<void> => {
      const lenses = await until('the line above the other class', async () => {
        const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          file('two.py'),
        );
        const found = all.filter(({ command }) => command?.title === `∇ Inspect ${name}`);
        return found.length > 0 ? found : undefined;
      });
      const [{ command } = assert.fail()] = lenses;
      // VS Code hands on the arguments as they are.
      await vscode.commands.executeCommand(
        command?.command ?? '',
        ...((command?.arguments ?? []) as unknown[]),
      );
    };
    const { revision } = await wholePicture(first);
    await choose(other);
    const chosen = await wholePicture(other, revision);
    const editor = await open('two.py');
    await save(editor, `${editor.document.getText()}\n`);
    await wholePicture(other, chosen.revision);
    if (other === 'Small') await choose('Large');
    await wholePicture('Large');
  });

  it('has a finding in an imported file told in that file', async () => {
    await open('two.py');
    await wholePicture('Large');
    const found = await finding('parts/block.py', 'vanishing');
    assert.equal(found.range.start.line, lineOf(block, 'nn.Linear(width'));
    assert.ok(diagnostics(file('two.py')).every(({ code }) => code !== found.code));
    await until('a saved import', async () => {
      await save(await open('parts/block.py'), block.replace('torch.sigmoid(', 'x + 0.5 * torch.tanh('));
      return true;
    });
    await until('the finding to go', () =>
      diagnostics(file('parts/block.py')).length === 0 ? true : undefined,
    );
  });

  it('takes other words for what was assumed, as a comment above the class', async () => {
    const editor = await open('two.py');
    const { revision } = await wholePicture('Large');
    await waitFor('[data-action=direct]');
    await click('[data-action=direct][aria-label$=input]');
    await waitFor('.quick-input-widget input', { place: 'workbench' });
    await until('the words', async () => {
      const value = await workbenchEvaluate(
        `document.querySelector('.quick-input-widget input')?.value ?? ''`,
      );
      return value === '' ? undefined : value;
    });
    await key('Control+a');
    await typeText('24,8');
    await key('Enter');
    await until('the comment', () =>
      /# backprop-lens: .*input=24,8/.test(editor.document.getText()) ? true : undefined,
    );
    await wholePicture('Large', revision);
    const shape = await until('the shape', async () => {
      const text = await lensEvaluate('document.body.innerText');
      return String(text).includes('24') ? true : undefined;
    });
    assert.ok(shape);
  });

  it('is read with what a link in the workspace leads to only where that lies in the workspace', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'lens-elsewhere-'));
    try {
      writeFileSync(join(elsewhere, 'block.py'), block);
      symlinkSync(elsewhere, file('linked').fsPath, 'dir');
      write('linked.py', two.replace('parts.block', 'linked.block'));
      await open('linked.py');
      const told = await until('a problem of the import', () =>
        diagnostics(file('linked.py')).find(({ message }) => message.includes('linked')),
      );
      assert.doesNotMatch(told.message, /does not exist/);
      rmSync(file('linked').fsPath);
      symlinkSync(file('parts').fsPath, file('linked').fsPath, 'dir');
      await vscode.commands.executeCommand('backpropLens.inspectFile', file('linked.py'));
      await wholePicture('Large');
      assert.deepEqual(await notifications(), []);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('is read with packages of an environment, also of one that comes later', async () => {
    await open('packaged.py');
    await waitFor('[data-state=empty]');
    write(
      '.venv/lib/python3.12/site-packages/widths/__init__.py',
      'from torch import nn\n\n\ndef layer(n):\n    return nn.Linear(n, 7)\n',
    );
    await vscode.commands.executeCommand('backpropLens.inspectFile', file('packaged.py'));
    const { text } = await wholePicture('Sequential');
    assert.match(text, /linear/);
    await until('no problem', () => (diagnostics(file('packaged.py')).length === 0 ? true : undefined));
  });

  it('is shown of a script that leaves torch to what it imports, once somebody asks', async () => {
    write('train.py', 'from two import Small\n\nnet = Small()\n');
    await open('train.py');
    await openLens();
    await wholePicture('Small');
    assert.equal(await lensEvaluate(`document.querySelector('.picture')?.dataset.network`), 'Small');
    assert.deepEqual(await notifications(), []);
  });
});
