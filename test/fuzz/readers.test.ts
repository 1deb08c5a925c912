/** A short run of the fuzzing of `npm run fuzz`, with fixed seeds: no reader throws, whatever was done to a valid file. */
import fc from 'fast-check';
import { mutated, mutations } from './mutations';
import { targets } from './targets';

/** Files for each seed file of a target; models are built and traced, which takes longer. */
const runs = { tensors: 150, models: 12 } as const;

describe('readers of mutated files', () => {
  for (const { name, seeds, read } of targets) {
    for (const [file, bytes] of seeds) {
      it(`${name}: ${file}`, () => {
        const numRuns = name.startsWith('keras') ? runs.models : runs.tensors;
        fc.assert(
          fc.property(mutations, (changes) => read(mutated(bytes, changes))),
          { numRuns, seed: 20261122 },
        );
      });
    }
  }
});
