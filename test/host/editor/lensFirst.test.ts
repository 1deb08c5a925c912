/** The editor is drawn after the Lens, and never later than the complete report. */
import assert from 'node:assert/strict';
import { lensFirst, type LensFirst } from '../../../src/host/editor/lensFirst';
import type { Envelope } from '../../../src/protocol/messages';

describe('drawing after the Lens', () => {
  let known: Envelope | string | null = null;
  let drawn: string[] = [];
  let timers: (() => void)[] = [];
  const report = (complete: boolean): Envelope =>
    // Only whether it is complete is looked at.
    ({ revision: 1, report: { complete }, wallTime: {}, finishedAt: 0 }) as unknown as Envelope;
  let inTurn: LensFirst;

  beforeEach(() => {
    drawn = [];
    timers = [];
    inTurn = lensFirst(
      () => known,
      (path) => drawn.push(path),
      (_, act) => {
        timers.push(act);
        return () => (timers = timers.filter((timer) => timer !== act));
      },
    );
  });

  it('waits for the Lens with a first report', () => {
    known = report(false);
    inTurn.draw('a');
    assert.deepEqual(drawn, []);
    for (const timer of timers) timer();
    assert.deepEqual(drawn, ['a']);
  });

  it('draws a complete report at once, and the first one no more', () => {
    known = report(false);
    inTurn.draw('a');
    known = report(true);
    inTurn.draw('a');
    assert.deepEqual(drawn, ['a']);
    assert.deepEqual(timers, []);
  });

  it('draws a failure and a source that is gone at once', () => {
    for (known of ['It broke off.', null]) {
      inTurn.draw('a');
      inTurn.draw('a');
    }
    assert.deepEqual(drawn, ['a', 'a']);
  });

  it('keeps sources apart', () => {
    known = report(false);
    inTurn.draw('a');
    inTurn.draw('b');
    assert.equal(timers.length, 2);
    for (const timer of timers) timer();
    assert.deepEqual(drawn, ['a', 'b']);
  });
});
