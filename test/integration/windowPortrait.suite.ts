// Takes the picture of the window that the README shows, as dist/test/portrait.png; copy it to media/lens.png, in 128 colours, when the panel changes.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { screenshot, viewport } from '../vscode/window';
import { needWindow, open, wholePicture } from './editing';

describe('the portrait', () => {
  before(needWindow);
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('shows a Python file and the Lens side by side', async () => {
    await viewport(1600, 1000);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closeAuxiliaryBar');
    const editor = await open('deep_sigmoid.py');
    await vscode.commands.executeCommand('backpropLens.openLensInEditor');
    await wholePicture('DeepSigmoid');
    editor.revealRange(new vscode.Range(0, 0, 0, 0), vscode.TextEditorRevealType.AtTop);
    // The heatmaps come on a request of their own after the picture.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const path = join(__dirname, '..', 'portrait.png');
    await screenshot(path);
    assert.ok(statSync(path).size > 50_000);
  });
});
