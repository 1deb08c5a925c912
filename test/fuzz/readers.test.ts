/** A short run of the fuzzing of `npm run fuzz`, with fixed seeds: no reader throws or takes long, whatever was done to a valid file. */
import assert from 'node:assert/strict';
import { drawFrom } from './draw';
import { targets } from './targets';
import { tried } from './trial';

/** Files for each seed file of a target. */
const runs = { quick: 60, slow: 12 } as const;

/** Processor seconds for one file: four times what the long run allows, since other things run beside the tests. */
const longest = 4;

describe('readers of mutated files', () => {
  for (const target of targets) {
    for (const [file, bytes] of target.seeds) {
      it(`${target.name}: ${file}`, () => {
        const count = target.slow ? runs.slow : runs.quick;
        for (let seed = 1; seed <= count; seed += 1) {
          const { fault } = tried(target, target.mutate(bytes, drawFrom(seed)), longest);
          assert.equal(fault, null, `seed ${seed}`);
        }
      });
    }
  }
});
