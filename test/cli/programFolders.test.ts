/** Where files may lie that a program's imports ask for: nothing else is opened, whatever the program writes. */
import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { programFolders, within } from '../../src/cli/programFolders';

describe('the files that a program may ask for', () => {
  let root = '';
  const inRoot = (...parts: string[]): string => path.join(root, ...parts);
  const write = (name: string): void => {
    mkdirSync(path.dirname(inRoot(name)), { recursive: true });
    writeFileSync(inRoot(name), '');
  };
  const may = async (file: string, ...packages: string[]): Promise<boolean> =>
    within(
      inRoot(file),
      await programFolders(
        inRoot('outer/inner/deep/model.py'),
        packages.map((each) => inRoot(each)),
      ),
    );

  before(() => {
    root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'backprop-lens-')));
    for (const name of [
      'outer/inner/__init__.py',
      'outer/inner/deep/__init__.py',
      'outer/inner/deep/model.py',
    ])
      write(name);
    for (const name of ['outer/beside.py', 'secret.py', 'lib/site-packages/timm/__init__.py']) write(name);
    symlinkSync(inRoot('secret.py'), inRoot('outer/inner/link.py'));
    symlinkSync(inRoot('secret.py'), inRoot('lib/site-packages/linked.py'));
  });
  after(() => rmSync(root, { recursive: true }));

  it('lie in the outermost package that the program is part of', async () => {
    assert.ok(await may('outer/inner/deep/block.py'));
    assert.ok(await may('outer/inner/__init__.py'));
    assert.ok(!(await may('outer/beside.py')));
    assert.ok(!(await may('secret.py')));
    assert.ok(!(await may('outer/inner/../../secret.py')));
  });

  it('do not lie where a link leads out', async () => {
    assert.ok(!(await may('outer/inner/link.py')));
  });

  it('lie in installed packages where those are named, some of which are links', async () => {
    assert.ok(!(await may('lib/site-packages/timm/__init__.py')));
    assert.ok(await may('lib/site-packages/timm/__init__.py', 'lib/site-packages'));
    assert.ok(await may('lib/site-packages/linked.py', 'lib/site-packages'));
    assert.ok(!(await may('lib/other.py', 'lib/site-packages')));
  });

  it('lie in the working directory where that holds the program', async () => {
    const before = process.cwd();
    process.chdir(inRoot('outer'));
    try {
      assert.ok(await may('outer/beside.py'));
      assert.ok(!(await may('secret.py')));
    } finally {
      process.chdir(before);
    }
  });
});
