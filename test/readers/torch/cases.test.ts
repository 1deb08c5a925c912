/**
 * Every small source gives what PyTorch gives: values, gradients, exceptions, first values (test/goldens/torch_source.py). What does not yet
 * stands in notYet.json with the reason, and a case in that list that holds fails: the list can only shrink. UPDATE_NOT_YET=1 takes out what holds.
 */
import { strict as assert } from 'node:assert';
import { readFamilies, readNotYet, writeNotYet, type NotYet } from './caseFiles';
import { differenceOf } from './outcome';

describe('the torch reader against PyTorch', () => {
  const notYet = readNotYet();
  const updating = process.env['UPDATE_NOT_YET'] === '1';
  /** Cases that were run and hold, by family and name. */
  const held = new Set<string>();

  for (const family of readFamilies()) {
    const awaited = new Map(Object.entries(notYet[family.name] ?? {}));
    describe(family.name, () => {
      for (const expected of family.cases) {
        const { name } = expected;
        const waits = awaited.has(name);
        it(waits ? `${name} (not yet)` : name, () => {
          const difference = differenceOf(family, expected);
          if (difference === null) held.add(`${family.name} ${name}`);
          if (waits && !updating) {
            assert.notEqual(difference, null, 'It holds: take it out of notYet.json with UPDATE_NOT_YET=1.');
          }
          if (!waits) assert.equal(difference, null);
        });
      }

      it('has no case in notYet.json that does not exist', () => {
        const names = family.cases.map(({ name }) => name);
        assert.deepEqual(
          [...awaited.keys()].filter((name) => !names.includes(name)),
          [],
        );
      });
    });
  }

  after(async () => {
    if (updating) await writeNotYet(without(notYet, held));
    const count = Object.values(notYet).reduce((sum, names) => sum + Object.keys(names).length, 0);
    if (count > 0)
      process.stdout.write(
        `${count} cases of PyTorch source do not hold yet (test/readers/torch/notYet.json)\n`,
      );
  });
});

function without(notYet: NotYet, held: ReadonlySet<string>): NotYet {
  const families = Object.entries(notYet).map(([family, reasons]) => {
    const waiting = Object.entries(reasons).filter(([name]) => !held.has(`${family} ${name}`));
    return [family, Object.fromEntries(waiting)] as const;
  });
  return Object.fromEntries(families.filter(([, reasons]) => Object.keys(reasons).length > 0));
}
