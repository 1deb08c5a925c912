// Restricted Mode: everything works, since nothing of the workspace is run; only files outside of it are not read.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { diagnostics, file, needWindow, notifications, open, openLens, until, wholePicture } from './editing';

describe('in Restricted Mode', () => {
  before(needWindow);
  before(function () {
    if (vscode.workspace.isTrusted) this.skip();
  });

  it('the Lens shows the network and its data', async () => {
    await open('digits.network.yaml');
    await openLens();
    const { text } = await wholePicture('digits');
    assert.match(text, /digits\.csv/);
    assert.deepEqual(await notifications(), []);
  });

  it('a data file outside of the workspace is not read', async () => {
    const name = 'curious.network.yaml';
    const source =
      'input: [2]\nlayers:\n  - linear: 1\nloss: mse\ndata: { file: ../../../../etc/passwd, target: y }\n';
    writeFileSync(file(name).fsPath, source);
    await open(name);
    const [problem] = await until('the problem', () => {
      const list = diagnostics(file(name));
      return list.length > 0 ? list : undefined;
    });
    assert.match(problem?.message ?? '', /outside of the workspace/);
  });
});
