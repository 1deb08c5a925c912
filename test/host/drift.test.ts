// Where the lines of the saved text stand after edits.
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { lineNow, lineSaved, type LineChange } from '../../src/host/drift';

const inserted: LineChange = { start: 2, end: 2, added: 3 };
const cut: LineChange = { start: 5, end: 7, added: 0 };

describe('lines of an edited text', () => {
  it('move with what is inserted and cut before them', () => {
    assert.deepEqual(
      [0, 2, 3, 9].map((line) => lineNow(line, [inserted])),
      [0, 2, 6, 12],
    );
    assert.deepEqual(
      [4, 5, 6, 7, 8].map((line) => lineNow(line, [cut])),
      [4, 5, 5, 5, 6],
    );
    assert.equal(lineNow(8, [inserted, cut]), 9);
  });

  it('are found again from where they stand, unless an edit took them away', () => {
    const change = fc
      .tuple(fc.nat(20), fc.nat(5), fc.nat(5))
      .map(([start, length, added]): LineChange => ({ start, end: start + length, added }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.nat(40), (changes, line) => {
        const now = lineNow(line, changes);
        assert.ok(now >= 0);
        if (survives(line, changes)) assert.equal(lineSaved(now, changes), line);
      }),
    );
  });

  it('keep their order', () => {
    const change = fc.record({ start: fc.nat(20), end: fc.integer({ min: 20, max: 25 }), added: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.nat(40), (changes, line) => {
        assert.ok(lineNow(line, changes) <= lineNow(line + 1, changes));
      }),
    );
  });
});

/** Whether no edit joined the line to another one. */
function survives(line: number, changes: readonly LineChange[]): boolean {
  return changes.every(({ start, end }, index) => {
    const before = lineNow(line, changes.slice(0, index));
    return before <= start || before > end;
  });
}
