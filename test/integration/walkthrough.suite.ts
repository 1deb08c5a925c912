// The walkthrough as VS Code shows it: four steps with their pages.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { workbenchEvaluate } from '../vscode/window';
import { needWindow, until } from './editing';

describe('the walkthrough', () => {
  before(needWindow);
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('shows four steps, the first with its page', async () => {
    await vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      'backprop-lens.backprop-lens#start',
      false,
    );
    const titles = await until('the steps', async () => {
      const found = await workbenchEvaluate(
        `[...document.querySelectorAll('.getting-started-step .step-title')].map((title) => title.innerText.trim())`,
      );
      return Array.isArray(found) && found.length >= 4 ? found : undefined;
    });
    assert.deepEqual(titles, [
      'Open your model',
      'Read the Lens',
      'Change a layer and save',
      'Train it and watch',
    ]);
  });
});
