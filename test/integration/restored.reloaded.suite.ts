// After a reload of the window: the Lens comes back by itself, with the source and the tab that it had.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { click, lensEvaluate, lenses, textOf, waitFor } from '../vscode/window';
import { needWindow, notifications, open, openLens, until, wholePicture } from './editing';

/** Runs before the reload. */
export async function beforeReload(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await open('digits.network.yaml');
  await openLens();
  await wholePicture('digits');
  await click('#tab-train');
  // A training may be over before a click from here arrives: the Lens pauses it as soon as it can be paused.
  await lensEvaluate(`new Promise((resolve) => {
    const pause = () => {
      const button = document.querySelector('[data-action="train-pause"]');
      if (button === null || button.disabled) return requestAnimationFrame(pause);
      button.click();
      resolve(true);
    };
    document.querySelector('[data-action="train-start"]').click();
    pause();
  })`);
  await waitFor('[data-field="training"][data-status="paused"]');
  await click('#tab-curves');
  await waitFor('.tab-body[data-tab="curves"]');
  await vscode.commands.executeCommand('backpropLens.openLensInEditor');
  await until('both', async () => ((await lenses()).length === 2 ? true : undefined));
}

describe('after a reload of the window', () => {
  before(needWindow);

  it('the Lens is back with its source and its tab', async () => {
    await waitFor('.tab-body[data-tab="curves"]', { place: 'view', timeout: 20_000 });
    await waitFor('.picture[data-network="digits"]', { place: 'view' });
    await waitFor('.picture[data-network="digits"]', { place: 'editor' });
    assert.equal((await lenses()).length, 2);
  });

  it('a training that went on is said to have been stopped, and what it had is kept', async () => {
    await click('#tab-train', { place: 'view' });
    await waitFor('[data-field="training"][data-status="stopped"]', { place: 'view' });
    assert.match(await textOf('[data-field="status"]', 'view'), /reload/);
    await waitFor('[data-picture="train-loss"]', { place: 'view' });
    await click('#tab-curves', { place: 'view' });
  });

  it('no notification is shown', async () => {
    assert.deepEqual(await notifications(), []);
  });
});
