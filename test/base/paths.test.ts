/** Ways between paths, as Python's os.path.relpath gives them, and where a span's path leads. */
import { strict as assert } from 'node:assert';
import { isWithin, pathOfSpan, relativePath } from '../../src/base/paths';

describe('paths', () => {
  it('are reached from each other', () => {
    // os.path.relpath(to, from)
    assert.equal(relativePath('/a/b', '/a/b/lib/x'), 'lib/x');
    assert.equal(relativePath('/a/b/c', '/a/.venv/lib'), '../../.venv/lib');
    assert.equal(relativePath('/a', '/b'), '../b');
    assert.equal(relativePath('/a/./b/../c', '/a/c/d'), 'd');
  });

  it('on another drive are reached from its root', () => {
    assert.equal(relativePath('/c:/work', '/d:/env/lib'), '/d:/env/lib');
    assert.equal(relativePath('C:\\work\\a', 'C:\\work\\b'), '../b');
  });

  it('lie within a folder or do not, whatever dots they hold', () => {
    assert.ok(isWithin('/a/b', '/a/b'));
    assert.ok(isWithin('/a/b', '/a/b/c.py'));
    assert.ok(!isWithin('/a/b', '/a/bc.py'));
    assert.ok(!isWithin('/a/b', '/a/b/../c.py'));
    assert.ok(!isWithin('/a/b', '/a/b/../../etc/passwd'));
  });

  it('of spans are those of the source, of its cells, or of what it imports beside it', () => {
    assert.equal(pathOfSpan('models/net.py', 'models/net.py'), 'models/net.py');
    assert.equal(pathOfSpan('models/study.ipynb', 'models/study.ipynb#cell3'), 'models/study.ipynb#cell3');
    assert.equal(pathOfSpan('models/net.py', 'blocks.py'), 'models/blocks.py');
    assert.equal(pathOfSpan('models/net.py', '../blocks.py'), 'blocks.py');
    assert.equal(pathOfSpan('net.py', '../blocks.py'), '../blocks.py');
    assert.equal(pathOfSpan('/project/net.py', '../lib/x.py'), '/lib/x.py');
    assert.equal(pathOfSpan('../a/net.py', '../../x.py'), '../../x.py');
    assert.equal(pathOfSpan('a/net.py', '<expression>'), 'a/net.py');
  });
});
