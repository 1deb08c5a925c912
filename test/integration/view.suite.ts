// The Lens in the side bar and in the editor: what it shows, after saves, hiding, clicks and cursor moves.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { axe, click, lenses, lensEvaluate, waitFor, workbenchEvaluate } from '../vscode/window';
import { needWindow, notifications, open, openLens, picture, save, until, wholePicture } from './editing';

const deep = 'deep-sigmoid.network.yaml';

describe('the Lens', () => {
  before(needWindow);
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open(deep);
    await openLens();
  });

  it('shows the network of the active editor', async () => {
    const { text, verdict } = await wholePicture('deep-sigmoid');
    assert.equal(verdict, 'Vanishing');
    assert.match(text, /21 layers/);
  });

  it('has nothing that axe finds wrong in the theme of this run', async () => {
    const violations = await axe();
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, nodes.map(({ target, summary }) => `${target}: ${summary}`)]),
      [],
    );
  });

  it('shows what was saved, at once and without taking the focus', async () => {
    const editor = await open(deep);
    const before = await wholePicture('deep-sigmoid');
    await save(
      editor,
      editor.document
        .getText()
        .replace('- sigmoid', '- relu')
        .replace('init: xavier-uniform', 'init: he-normal'),
    );
    const { verdict } = await wholePicture('deep-sigmoid', before.revision);
    assert.notEqual(verdict, 'Vanishing');
    const focused = await workbenchEvaluate(`document.activeElement?.closest('.monaco-editor') !== null`);
    assert.equal(focused, true);
  });

  it('keeps what is not saved to itself', async () => {
    const editor = await open(deep);
    // What the save before has begun is over with a whole picture only.
    const before = await wholePicture('deep-sigmoid');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# not saved\n'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await picture())?.revision, before.revision);
    await vscode.commands.executeCommand('undo');
  });

  it('ends ten fast saves in one final right picture', async () => {
    const editor = await open(deep);
    const text = editor.document.getText();
    for (let size = 1; size <= 10; size += 1)
      await save(editor, text.replace('repeat: 20', `repeat: ${size}`));
    await until('11 layers', async () => {
      const seen = await picture();
      return seen?.complete === true && seen.text.includes('11 layers') ? seen : undefined;
    });
    const settled = await picture();
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal((await picture())?.revision, settled?.revision);
    await save(editor, text);
    await wholePicture('deep-sigmoid', settled?.revision);
  });

  it('follows the cursor, and the editor follows a click only', async () => {
    const editor = await open('digits.network.yaml');
    await wholePicture('digits');
    const line = editor.document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('id: logits'));
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await vscode.commands.executeCommand('cursorMove', { to: 'right' });
    await until('the layer logits to be selected', async () => {
      const selected = await lensEvaluate(
        `document.querySelector('[data-layer][aria-selected="true"], tr[aria-current="true"]')?.innerText ?? ''`,
      );
      return String(selected).includes('logits') ? true : undefined;
    });
  });

  it('keeps its tab while it is hidden', async () => {
    await click('#tab-curves');
    await waitFor('.tab-body[data-tab="curves"]');
    await vscode.commands.executeCommand('workbench.action.toggleAuxiliaryBar');
    await until('the Lens to be hidden', async () => ((await lenses()).length === 0 ? true : undefined));
    await vscode.commands.executeCommand('workbench.action.toggleAuxiliaryBar');
    await waitFor('.tab-body[data-tab="curves"]');
    await click('#tab-flow');
  });

  it('opens the same in the editor area, once', async () => {
    await open(deep);
    await vscode.commands.executeCommand('backpropLens.openLensInEditor');
    await vscode.commands.executeCommand('backpropLens.openLensInEditor');
    await until('the view and one panel', async () => ((await lenses()).length === 2 ? true : undefined));
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  });

  it('has shown no notification', async () => {
    assert.deepEqual(await notifications(), []);
  });
});
