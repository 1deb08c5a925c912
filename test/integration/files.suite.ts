// What happens to files behind the editor's back: changed, deleted, renamed, named and written by strangers, data files too.
import assert from 'node:assert/strict';
import { renameSync, unlinkSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { lensEvaluate, waitFor } from '../vscode/window';
import {
  diagnostics,
  file,
  needWindow,
  notifications,
  open,
  openLens,
  picture,
  until,
  wholePicture,
} from './editing';

const path = (name: string): string => file(name).fsPath;

function network(about: { readonly name?: string; readonly width?: number; readonly more?: string }): string {
  const { name = 'mine', width = 3, more = '' } = about;
  const quoted = JSON.stringify(name);
  return `name: ${quoted}\ninput: [2]\nlayers:\n  - { linear: ${width}, id: first }\n  - relu\n  - linear: 1\nloss: mse\n${more}`;
}

async function seen(pattern: RegExp): Promise<string> {
  return until(`${String(pattern)} in the Lens`, async () => {
    const text = (await picture())?.text ?? '';
    return pattern.test(text) ? text : undefined;
  });
}

describe('files', () => {
  before(needWindow);
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    writeFileSync(path('mine.network.yaml'), network({}));
    await open('mine.network.yaml');
    await openLens();
    await wholePicture('mine');
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('changed by another program are shown as they are now', async () => {
    writeFileSync(path('mine.network.yaml'), network({ width: 7 }));
    await seen(/, 7\)/);
  });

  it('with data are inspected again when the data change', async () => {
    const data = 'data: { file: small.csv, target: y }\n';
    writeFileSync(path('small.csv'), 'a,b,y\n1,2,3\n2,3,4\n3,4,6\n4,5,6\n');
    writeFileSync(path('mine.network.yaml'), network({ name: 'with data', more: data }));
    const before = await wholePicture('with data');
    assert.match(before.text, /small\.csv/);
    writeFileSync(path('small.csv'), 'a,b,y\n100,200,300\n2,3,4\n3,4,6\n4,5,6\n');
    const after = await wholePicture('with data', before.revision);
    const loss = (text: string): string => /mse ([\d.e,-]+)/.exec(text)?.[1] ?? '';
    assert.notEqual(loss(after.text), loss(before.text));
    unlinkSync(path('small.csv'));
    await until('the problem', () =>
      diagnostics(file('mine.network.yaml')).some(({ message }) => message.includes('does not exist'))
        ? true
        : undefined,
    );
  });

  it('with hostile names are shown as text and do nothing', async () => {
    const evil = '"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    const name = 'a b%20#[x]?<i>.network.yaml';
    const layer = `'<b onclick="window.hacked=1">$(error) [l](command:workbench.action.quit)</b>'`;
    writeFileSync(path(name), network({ name: evil, more: '' }).replace('first', layer));
    await open(name);
    await wholePicture(evil);
    assert.equal(
      await lensEvaluate(
        'window.hacked === undefined && document.querySelector("#lens img, #lens script, #lens b[onclick]") === null',
      ),
      true,
    );
    assert.equal(
      await lensEvaluate(
        `[...document.querySelectorAll('tr')].some((row) => row.innerText.includes('onclick'))`,
      ),
      true,
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    unlinkSync(path(name));
  });

  it('renamed are followed under their new name', async () => {
    writeFileSync(path('mine.network.yaml'), network({ name: 'moving', more: 'colour: red\n' }));
    await open('mine.network.yaml');
    await wholePicture('moving');
    await until('its problem', () => (diagnostics(file('mine.network.yaml')).length > 0 ? true : undefined));
    renameSync(path('mine.network.yaml'), path('yours.network.yaml'));
    await until('the old one to go', () =>
      diagnostics(file('mine.network.yaml')).length === 0 ? true : undefined,
    );
    await open('yours.network.yaml');
    await until('the new one', () => (diagnostics(file('yours.network.yaml')).length > 0 ? true : undefined));
  });

  it('deleted disappear from diagnostics; the Lens says so above their last picture', async () => {
    unlinkSync(path('yours.network.yaml'));
    await until('no diagnostics', () =>
      diagnostics(file('yours.network.yaml')).length === 0 ? true : undefined,
    );
    await waitFor('[data-state="failed"]');
    const text = String(await lensEvaluate('document.body.innerText'));
    assert.match(text, /The file is gone\./);
    assert.equal((await picture())?.network, 'moving');
    await open('digits.network.yaml');
    await wholePicture('digits');
  });

  it('that are broken keep the window calm', async () => {
    for (const text of ['', '{', '\0\0', 'layers: 7\n', '- - - -']) {
      writeFileSync(path('broken.network.yaml'), text);
      await open('broken.network.yaml');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await until('a problem', () => (diagnostics(file('broken.network.yaml')).length > 0 ? true : undefined));
    unlinkSync(path('broken.network.yaml'));
    assert.deepEqual(await notifications(), []);
  });
});
