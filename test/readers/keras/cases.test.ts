/**
 * Every small source gives what Keras gives: values, gradients, exceptions, first values (test/goldens/keras_source.py). What does not yet
 * stands in notYet.json with the reason, and a case in that list that holds fails: the list can only shrink. UPDATE_NOT_YET=1 takes out what
 * holds; with `=new` it also puts in what has never held.
 */
import { strict as assert } from 'node:assert';
import { readFamilies, readNotYet, writeNotYet } from './caseFiles';
import { differenceOf } from './networkOutcome';

describe('the Keras reader against Keras', () => {
  const notYet = readNotYet();
  const updating = process.env['UPDATE_NOT_YET'];
  const failing: Record<string, Record<string, string>> = {};

  for (const family of readFamilies()) {
    const awaited = new Map(Object.entries(notYet[family.name] ?? {}));
    describe(family.name, () => {
      for (const expected of family.cases) {
        const { name } = expected;
        const waits = awaited.has(name);
        it(waits ? `${name} (not yet)` : name, () => {
          const difference = differenceOf(family, expected);
          if (difference !== null && (waits || updating === 'new'))
            (failing[family.name] ??= {})[name] = difference;
          if (updating !== undefined && (waits || updating === 'new')) return;
          if (waits)
            assert.notEqual(difference, null, 'It holds: take it out of notYet.json with UPDATE_NOT_YET=1.');
          else assert.equal(difference, null);
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
    if (updating !== undefined) await writeNotYet(failing);
    const count = Object.values(notYet).reduce((sum, names) => sum + Object.keys(names).length, 0);
    if (count > 0)
      process.stdout.write(
        `${count} cases of Keras source do not hold yet (test/readers/keras/notYet.json)\n`,
      );
  });
});
