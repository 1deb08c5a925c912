// Messages from a panel: what is let through, and what is not.
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { plainFileName, readFromPanel } from '../../src/host/fromPanel';
import type { FromPanel } from '../../src/protocol/messages';

const span = { path: 'a', start: { line: 0, column: 1 }, end: { line: 2, column: 3 } };
const honest: readonly FromPanel[] = [
  { kind: 'ready' },
  { kind: 'refresh' },
  { kind: 'cancel' },
  { kind: 'open', path: 'a' },
  { kind: 'reveal', span },
  { kind: 'selected', path: 'a', selection: { network: 0, layer: null } },
  { kind: 'command', command: 'showLog' },
  { kind: 'export', fileName: 'a.csv', content: 'x' },
  { kind: 'export', fileName: 'a.png', content: new Uint8Array(3) },
  { kind: 'edit', path: 'a', network: 0, revision: 3, intents: [{ kind: 'set-loss', to: 'mse' }] },
  { kind: 'pictures', id: 1, revision: 2, path: 'a', network: 0, layer: null },
];

describe('messages from a panel', () => {
  it('are let through as they are', () => {
    for (const message of honest) assert.equal(readFromPanel(message), message);
  });

  it('are dropped when any field is missing or of another kind', () => {
    for (const message of honest) {
      for (const name of Object.keys(message)) {
        for (const wrong of [undefined, null, -1, 0.5, {}, [], 'toString', '__proto__']) {
          const changed = { ...message, [name]: wrong };
          const read = readFromPanel(changed);
          // Some of the wrong values are right elsewhere: any text is a path, and null is a layer.
          const fits = typeof wrong === 'string' && ['path', 'fileName', 'content'].includes(name);
          if (!fits && !(wrong === null && name === 'layer'))
            assert.equal(read, null, JSON.stringify(changed));
        }
      }
    }
  });

  it('never break the reading, whatever they are', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withTypedArray: true }), (message) => {
        assert.equal(readFromPanel(message), null);
      }),
    );
  });
});

describe('proposed file names', () => {
  it('become plain ones', () => {
    assert.equal(plainFileName('../../.bashrc'), 'bashrc');
    assert.equal(plainFileName('C:\\Windows\\a.csv'), 'a.csv');
    assert.equal(plainFileName('delta: a/b?.csv'), 'b-.csv');
    assert.equal(plainFileName('..'), 'backprop-lens');
    assert.equal(plainFileName('line\nbreak.json'), 'line-break.json');
  });

  it('keep no separator or control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        assert.doesNotMatch(plainFileName(name), /[/\\\p{Cc}]|^\.|^$/u);
      }),
    );
  });
});
