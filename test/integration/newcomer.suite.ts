// What somebody new to the Lens does with PyTorch files: breaks one while typing, says what network and input are meant.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { click, key, lensEvaluate, typeText, waitFor, workbenchEvaluate } from '../vscode/window';
import {
  diagnostics,
  file,
  needWindow,
  notifications,
  open,
  openLens,
  save,
  statusBarText,
  until,
  wholePicture,
} from './editing';

const whole = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.first = nn.Linear(8, width)
        self.hidden = nn.ModuleList(nn.Linear(width, width) for _ in range(3))
        self.last = nn.Linear(width, 3)

    def forward(self, x):
        x = torch.relu(self.first(x))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)
`;

/** What is said of lines that Python cannot read. */
const unreadable = (name: string): readonly vscode.Diagnostic[] =>
  diagnostics(file(name)).filter(({ message }) => /Python 2|Python cannot read/.test(message));

describe('a newcomer', () => {
  const names = ['new.py', 'torn.py'];
  before(needWindow);
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    writeFileSync(file('new.py').fsPath, whole);
    writeFileSync(file('torn.py').fsPath, whole);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of names) rmSync(file(name).fsPath, { force: true });
  });

  it('sees the first of the layers of a line where the cursor stands on it', async () => {
    const editor = await open('new.py');
    await openLens();
    await wholePicture('Net');
    const line = whole.split('\n').findIndex((row) => row.includes('self.hidden = '));
    const at = new vscode.Position(line, whole.split('\n')[line]?.indexOf('nn.Linear') ?? 0);
    editor.selection = new vscode.Selection(at, at);
    await until('the first of them', async () =>
      (await lensEvaluate(`document.querySelector('.detail')?.dataset.layer`)) === 'hidden.0'
        ? true
        : undefined,
    );
  });

  it('saves a file that is broken and mends it: the picture stays, one warning stands at the line, and both go back', async () => {
    const editor = await open('torn.py');
    const { revision } = await wholePicture('Net');
    await save(editor, whole.slice(0, whole.indexOf('8, width)')));
    const told = await until('the diagnostic', () => unreadable('torn.py')[0]);
    assert.equal(told.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(told.range.start.line, editor.document.lineCount - 1);
    await until('what is wrong, over the last picture', async () =>
      (await lensEvaluate(`document.querySelector('[data-state=failed]') !== null`)) === true &&
      (await lensEvaluate(`document.querySelector('.picture.stale') !== null`)) === true
        ? true
        : undefined,
    );
    await save(editor, whole);
    await wholePicture('Net', revision);
    await until('no diagnostic', () => (unreadable('torn.py').length === 0 ? true : undefined));
    assert.equal(await lensEvaluate(`document.querySelector('.picture.stale') === null`), true);
    assert.deepEqual(await notifications(), []);
  });

  it('reads the same number of problems in the status bar as in the editor', async () => {
    const editor = await open('torn.py');
    await save(editor, `${whole}print "one"\nprint "two"\n`);
    const [told, ...others] = await until('the diagnostic', () => {
      const all = unreadable('torn.py');
      return all.length > 0 ? all : undefined;
    });
    assert.match(told?.message ?? '', /And 1 more line/);
    assert.deepEqual(others, []);
    await until('the same in the status bar', async () => {
      const text = (await statusBarText()) ?? '';
      return text.includes('1 warning') && !text.includes('error') ? true : undefined;
    });
    await save(editor, whole);
  });

  it('changes the input of the network that a comment names, and the comment keeps both', async () => {
    const editor = await open('new.py');
    await save(editor, whole.replace('class Net', '# backprop-lens: network=Net(width=16)\nclass Net'));
    const { revision } = await until('the wider one', async () => {
      const seen = await wholePicture('Net');
      return seen.text.includes('1,011') ? seen : undefined;
    });
    await waitFor('[data-action=direct][aria-label$=input]');
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
    await until('the comment', () => (/input=24,8/.test(editor.document.getText()) ? true : undefined));
    const { text } = await wholePicture('Net', revision);
    assert.match(editor.document.getText(), /network=Net\(width=16\)/);
    assert.match(text, /1,011/);
    assert.equal(
      await lensEvaluate(`document.querySelector('[data-action=direct][aria-label$=input]')`),
      null,
    );
    assert.deepEqual(diagnostics(file('new.py')), []);
  });
});
