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
    passed = 1100;
    worked.user += 60_000;
    assert.equal(clock() - start, 60);
    passed = 1200;
    worked.user += 500_000;
    assert.equal(clock() - start, 160);
  });
});
