/** Which files a program's imports may open, for links that are told here instead of standing on a disk. */
import { strict as assert } from 'node:assert';
import { within, type FollowLinks } from '../../src/base/programFolders';

describe('the folders of a program', () => {
  const folders = { own: ['/project'], packages: ['/project/.venv/lib/python3.12/site-packages'] };
  /** Every path begins with one of these, or nothing is there. */
  const leading =
    (links: Readonly<Record<string, string>>): FollowLinks =>
    (path) => {
      const link = Object.keys(links).find((from) => path === from || path.startsWith(`${from}/`));
      const real = link === undefined ? null : `${links[link]}${path.slice(link.length)}`;
      return Promise.resolve(real);
    };

  it('hold what stands in them and what a link leads to in them, nothing beside them', async () => {
    const follow = leading({ '/project/linked': '/project/parts', '/project': '/project' });
    assert.equal(await within('/project/parts/block.py', folders, follow), true);
    assert.equal(await within('/project/linked/block.py', folders, follow), true);
    assert.equal(await within('/project/../secret.py', folders, follow), false);
    assert.equal(await within('/workshop/block.py', folders, follow), false);
  });

  it('do not hold what a linked file or a linked folder above it leads out to', async () => {
    const follow = leading({
      '/project/linked': '/home',
      '/project/secret.py': '/home/secret.py',
      '/project': '/project',
    });
    assert.equal(await within('/project/linked/block.py', folders, follow), false);
    assert.equal(await within('/project/secret.py', folders, follow), false);
  });

  it('may be opened by a link themselves', async () => {
    const follow = leading({ '/project': '/disk/project' });
    assert.equal(await within('/project/parts/block.py', folders, follow), true);
  });

  it('let installed packages be links to a cache', async () => {
    const installed = '/project/.venv/lib/python3.12/site-packages/timm';
    const follow = leading({ [installed]: '/home/cache/timm', '/project': '/project' });
    assert.equal(await within(`${installed}/layers.py`, folders, follow), true);
    assert.equal(await within(`${installed}/layers.py`, { ...folders, packages: [] }, follow), false);
  });

  it('are told by the written path alone where nothing is there, or where there are no links', async () => {
    const nothing: FollowLinks = () => Promise.resolve(null);
    assert.equal(await within('/project/missing.py', folders, nothing), true);
    assert.equal(await within('/missing.py', folders, nothing), false);
  });
});
