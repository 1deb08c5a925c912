// The least that must hold in a real VS Code: the extension is there, activates, and opens its lens.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lenses, waitFor, windowAvailable } from '../vscode/window';

describe('Backprop Lens in VS Code', () => {
  const extension = vscode.extensions.getExtension('backprop-lens.backprop-lens');

  it('is installed', () => {
    assert.ok(extension, 'the extension host does not know backprop-lens.backprop-lens');
  });

  it('activates', async () => {
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it('opens the lens', async () => {
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('backpropLens.openLens'), 'the command backpropLens.openLens is missing');
    await vscode.commands.executeCommand('backpropLens.openLens');
  });

  it('shows something in the lens', async function () {
    if (!windowAvailable()) this.skip();
    await waitFor('body *');
    assert.deepEqual(await lenses(), ['view']);
  });
});
