/** The clock of work: of what passed and what the processor did, the less counts. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { workClock } from '../../src/base/workClock';

describe('the clock of work', () => {
  it('stands while others have the processor, and goes no faster than time', () => {
    let passed = 0;
    const worked = { user: 0, system: 0 };
    const clock = workClock(
      () => passed,
      () => worked,
    );
    const start = clock();
    passed = 1000;
    assert.equal(clock() - start, 0);
    worked.user = 30_000;
    worked.system = 10_000;
    assert.equal(clock() - start, 0);
    passed = 1010;
    assert.equal(clock() - start, 10);
    passed = 1110;
    worked.user += 60_000;
    assert.equal(clock() - start, 70);
    passed = 1210;
    worked.user += 500_000;
    assert.equal(clock() - start, 170);
  });

  it('asks what the processor did no more than every 5 ms, and loses nothing of it', () => {
    let passed = 0;
    let asked = 0;
    const clock = workClock(
      () => passed,
      () => {
        asked += 1;
        return { user: 1000 * passed, system: 0 };
      },
    );
    const start = clock();
    for (; passed < 100; passed += 0.01) clock();
    assert.ok(asked < 25, String(asked));
    assert.ok(Math.abs(clock() - start - 100) < 5.1);
  });
});
