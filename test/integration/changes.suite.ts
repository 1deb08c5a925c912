// What changed since the last save and since git's HEAD, in a real repository of a temporary folder, through VS Code's own git extension.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { click, lensEvaluate, waitFor } from '../vscode/window';
import { needWindow, notifications, openLens, until } from './editing';

const text = (activation: string, init: string): string => `name: stack
input: [16]
layers:
  - repeat: 6
    layers:
      - { linear: 16, init: ${init} }
      - ${activation}
  - linear: 4
loss: cross-entropy
batch: 64
`;

const deep = text('sigmoid', 'xavier-normal');

/** What the line under the verdict says; empty while there is none. */
async function line(): Promise<string> {
  const said = await lensEvaluate(
    `(document.querySelector('details.change > summary, .change-line')?.innerText ?? '').replaceAll('\\n', ' ')`,
  );
  return String(said);
}

async function says(what: RegExp): Promise<string> {
  return until(`a line that says ${String(what)}`, async () => {
    const said = await line();
    return what.test(said) ? said : undefined;
  });
}

async function write(document: vscode.TextDocument, content: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), content);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

describe('what changed', () => {
  before(needWindow);

  const folder = mkdtempSync(path.join(tmpdir(), 'lens-git-'));
  const file = path.join(folder, 'stack.network.yaml');
  let document: vscode.TextDocument;

  before(async () => {
    writeFileSync(file, deep);
    document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    await vscode.window.showTextDocument(document);
    await openLens();
    await waitFor('[data-network=stack][data-complete=true]');
  });

  it('is nothing for a file that was neither saved before nor is in a repository', async () => {
    assert.equal(await line(), '');
  });

  it('is told since the last save', async () => {
    await write(document, text('relu', 'he-normal'));
    const said = await says(/vanishing is gone/);
    assert.match(said, /Since the last save: delta of linear1 × /);
  });

  it('is told since HEAD where the built-in git extension is there', async function () {
    const git = vscode.extensions.getExtension<{
      getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<unknown> };
    }>('vscode.git');
    if (git === undefined) this.skip();
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
    // Only what reads its input may get any: another ends before it is written, and the pipe breaks.
    const run = (words: readonly string[], input?: string): string =>
      execFileSync('git', [...who, ...words], {
        ...{ cwd: folder, encoding: 'utf8' },
        ...(input !== undefined && { input }),
      }).trim();
    // The first text is committed without a change of the file, which would be one more save.
    run(['init', '--quiet']);
    const blob = run(['hash-object', '-w', '--stdin'], deep);
    run(['update-index', '--add', '--cacheinfo', `100644,${blob},${path.basename(file)}`]);
    run(['commit', '--quiet', '--message', 'first']);
    const api = (await git.activate()).getAPI(1);
    await api.openRepository(vscode.Uri.file(folder));
    await write(document, `${document.getText()}# a comment\n`);
    await waitFor('details.change > summary');
    await says(/Nothing changed/);
    await click('details.change > summary');
    await waitFor('[name=change-since][value=head]');
    await lensEvaluate(`document.querySelector('[name=change-since][value=head]').click()`);
    const said = await says(/Since git HEAD: delta of linear1 × .*vanishing is gone/);
    assert.ok(said !== '');
    assert.deepEqual(await notifications(), []);
  });
});
