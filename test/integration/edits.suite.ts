// Changes that the Lens puts into a source: one step that one undo takes back, saved, and refused where the text is another.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { click, waitFor, workbenchEvaluate } from '../vscode/window';
import { needWindow, notifications, open, openLens, until, wholePicture } from './editing';

const name = 'lesson-3-four-layers-sigmoid';
// The column that a narrow panel shows: the activations of the file.
const cell = '[role=gridcell][data-row="He"][data-chosen="true"]';

async function chooseCell(): Promise<void> {
  await click('[role=tab][data-tab=compare]');
  await waitFor(cell);
  await click(cell);
  await waitFor('[data-action=put]');
}

/** What our refusals say in the status bar. */
async function refusals(): Promise<string> {
  const text = await workbenchEvaluate(`document.querySelector('.part.statusbar')?.innerText ?? ''`);
  return String(text);
}

describe('putting a choice into the file', () => {
  before(needWindow);
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open(`${name}.network.yaml`);
    await openLens();
    await wholePicture(name);
  });

  it('changes the lines that are meant, saves, and is shown at once', async () => {
    const { document } = await open(`${name}.network.yaml`);
    const before = document.getText();
    const { revision } = await wholePicture(name);
    await chooseCell();
    await click('[data-action=put]');
    await until('a changed document', () => (document.getText() === before ? undefined : true));
    await until('a saved document', () => (document.isDirty ? undefined : true));
    const text = document.getText();
    assert.match(text, /init: he-normal/);
    assert.match(text, /- sigmoid/);
    const comments = (of: string): readonly string[] => of.split('\n').filter((line) => line.startsWith('#'));
    assert.deepEqual(comments(text), comments(before));
    await wholePicture(name, revision);
    assert.deepEqual(await notifications(), []);
  });

  it('is taken back by one undo', async () => {
    const { document } = await open(`${name}.network.yaml`);
    assert.match(document.getText(), /he-normal/);
    const { revision } = await wholePicture(name);
    await vscode.commands.executeCommand('undo');
    assert.doesNotMatch(document.getText(), /he-normal/);
    assert.match(document.getText(), /- sigmoid/);
    await document.save();
    await wholePicture(name, revision);
  });

  it('is refused while the document has other changes, with the reason', async () => {
    const editor = await open(`${name}.network.yaml`);
    await chooseCell();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# not saved\n'));
    const dirty = editor.document.getText();
    await click('[data-action=put]');
    // What else was said belongs into the failure: there is more than one reason to refuse.
    const said = new Set<string>();
    await until('a refusal', async () => {
      const text = await refusals();
      said.add(text.replaceAll(/\s+/g, ' '));
      return text.includes('unsaved changes') ? true : undefined;
    }).catch((error: unknown) =>
      assert.fail(`${String(error)}; the status bar said ${[...said].join(' | ')}`),
    );
    assert.equal(editor.document.getText(), dirty);
    await vscode.commands.executeCommand('undo');
  });
});
