// Takes the picture of the window that the README shows, as dist/test/portrait.png; copy it to media/lens.png when the panel changes.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { screenshot, viewport } from '../vscode/window';
import { needWindow, open, openLens, wholePicture } from './editing';

describe('the portrait', () => {
  before(needWindow);

  it('shows a network file and the Lens side by side', async () => {
    await viewport(1500, 1000);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await open('deep-sigmoid.network.yaml');
    await openLens();
    await wholePicture('deep-sigmoid');
    for (let step = 0; step < 9; step += 1) {
      await vscode.commands.executeCommand('workbench.action.increaseViewWidth');
    }
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await new Promise((resolve) => setTimeout(resolve, 700));
    const path = join(__dirname, '..', 'portrait.png');
    await screenshot(path);
    assert.ok(statSync(path).size > 50_000);
  });
});
