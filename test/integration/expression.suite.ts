// "Inspect Selected Expression" in a real window: a selection of a Python file becomes a circuit in the Lens, its values asked for and remembered.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { key, lensEvaluate, typeText, workbenchEvaluate } from '../vscode/window';
import { needWindow, openLens, until, wholePicture } from './editing';

const input = '.quick-input-box input';

async function select(editor: vscode.TextEditor, line: number): Promise<void> {
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
  const { range } = editor.document.lineAt(line);
  editor.selection = new vscode.Selection(range.start, range.end);
}

const number = async (selector: string): Promise<number> =>
  Number(await lensEvaluate(`document.querySelector(${JSON.stringify(selector)})?.dataset.value ?? 'NaN'`));

/** Waits for a number of the drawing. */
async function drawn(selector: string, expected: number): Promise<void> {
  await until(`${expected} at ${selector}`, async () =>
    Math.abs((await number(selector)) - expected) < 1e-12 ? true : undefined,
  );
}

/** Waits for the input box; asked again and again, since the window's answers hold up the extension that is to open it. */
async function asked(): Promise<void> {
  await until('the question for the values', async () =>
    (await workbenchEvaluate(`document.querySelector('${input}')?.checkVisibility() ?? false`)) === true
      ? true
      : undefined,
  );
}

describe('a selected expression', function () {
  this.timeout(60_000);
  before(needWindow);

  it('is drawn with the values that were asked for, and asks with them the next time', async () => {
    await openLens();
    const content = 'def f(x, y, z):\n    q = x + y  # in between\n    return (x + y) * z\n';
    const document = await vscode.workspace.openTextDocument({ language: 'python', content });
    const editor = await vscode.window.showTextDocument(document);
    await select(editor, 2);
    const first = vscode.commands.executeCommand('backpropLens.inspectSelectedExpression');
    await asked();
    await key('Control+a');
    await typeText('x = -2, y = 5, z = -4');
    await key('Enter');
    await first;
    await wholePicture('selection');
    await drawn('svg.circuit [data-node="f"] .value', -12);
    await drawn('svg.circuit [data-node="x"] .gradient', -4);
    await drawn('svg.circuit [data-node="z"] .gradient', 3);

    await select(editor, 1);
    const second = vscode.commands.executeCommand('backpropLens.inspectSelectedExpression');
    await asked();
    await key('Enter');
    await second;
    await drawn('svg.circuit [data-node="q"] .value', 3);
    assert.ok(vscode.window.activeTextEditor?.document.languageId === 'python', 'the editor keeps its file');
  });
});
