/** One network in six formats is one network: as many numbers to train, the same findings, the same loss and the same gradients. */
import { strict as assert } from 'node:assert';
import { rounding } from '../readers/torch/networkOutcome';
import {
  computedIn,
  expectedOf,
  findingsIn,
  forms,
  inForm,
  rulesOf,
  startsIn,
  trainableCount,
  type Expected,
  type InForm,
} from './forms';
import { parityNetworks, type Change } from './networks';

const tolerance = 1e-9;

const changed: Readonly<Record<Change, (value: number) => number>> = {
  'as they are': (value) => value,
  'ten times as large': (value) => 10 * value,
  'all zero': () => 0,
};

/** Every two of several, once. */
function pairsOf<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.flatMap((one, place) => items.slice(place + 1).map((other) => [one, other] as const));
}

/**
 * How far apart numbers are, relative to the largest of them; less than `none` is nothing, as the gradient of a bias before a norm, of which
 * only rounding is left.
 */
function distance(one: readonly number[], other: readonly number[], none = 1e-300): number {
  if (one.length !== other.length) return Infinity;
  const scale = Math.max(none / tolerance, ...one.map(Math.abs), ...other.map(Math.abs));
  const differences = one.map((value, place) => Math.abs(value - (other[place] ?? NaN)) / scale);
  return differences.some(Number.isNaN) ? Infinity : Math.max(0, ...differences);
}

for (const parity of parityNetworks) {
  describe(`parity across formats: ${parity.name}`, () => {
    const expected = expectedOf[parity.name] as Expected; // parity.py writes all of them
    const read = forms.map((form) => inForm(parity, form, expected));
    const secondBiases = parity.secondBiases ?? {};

    it('every format reads without a problem', () => {
      for (const { form, reading } of read) {
        const said = reading.problems.map(({ message }) => message);
        assert.deepEqual([form, said, reading.needs, reading.networks.length], [form, [], [], 1]);
      }
    });

    it('has as many numbers to train', () => {
      const second = Object.keys(secondBiases).map((name) => expected.weights[name]?.values.length ?? 0);
      const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
      const wanted = sum(Object.values(expected.weights).map(({ values }) => values.length));
      // Where PyTorch has two biases that are added, Keras has one: so many fewer.
      const lacking = ({ isKeras }: InForm): number => (isKeras ? sum(second) : 0);
      for (const each of read) {
        assert.equal(trainableCount(each) + lacking(each), wanted, each.form);
      }
      for (const [one, other] of pairsOf(read)) {
        const counts = [one, other].map((each) => trainableCount(each) + lacking(each));
        assert.equal(counts[0], counts[1], `${one.form} and ${other.form}`);
      }
    });

    it('has the same loss and gradients with the same weights', () => {
      const computed = read.map((each) => ({ form: each.form, ...computedIn(each) }));
      const names = Object.keys(expected.gradients);
      const largest = Object.values(expected.gradients).flatMap(({ values }) => values.map(Math.abs));
      const none = rounding * Math.max(...largest);
      const gradient = ({ gradients }: (typeof computed)[number], name: string): readonly number[] =>
        gradients.get(name) ?? gradients.get(secondBiases[name] ?? '') ?? [];
      for (const each of computed) {
        assert.deepEqual(each.problems, [], each.form);
        assert.ok(distance([each.loss ?? NaN], [expected.loss]) < tolerance, `loss of ${each.form}`);
        for (const name of names) {
          const apart = distance(gradient(each, name), expected.gradients[name]?.values ?? [], none);
          assert.ok(apart < tolerance, `${name}: ${each.form} and PyTorch are ${apart} apart`);
        }
      }
      for (const [one, other] of pairsOf(computed)) {
        const pair = `${one.form} and ${other.form}`;
        assert.ok(distance([one.loss ?? NaN], [other.loss ?? NaN]) < tolerance, `loss of ${pair}`);
        for (const name of names) {
          const apart = distance(gradient(one, name), gradient(other, name), none);
          assert.ok(apart < tolerance, `${name}: ${pair} are ${apart} apart`);
        }
      }
    });

    for (const change of ['as they are', ...parity.changes] as const) {
      it(`has the same findings with the same weights, ${change}`, () => {
        const found = read.map((each) => ({ form: each.form, findings: findingsIn(each, changed[change]) }));
        for (const [one, other] of pairsOf(found)) {
          assert.deepEqual(other.findings, one.findings, `${one.form} and ${other.form}`);
        }
        const { found: wanted } = parity;
        if (change !== 'as they are' || wanted === undefined) return;
        for (const { form, findings } of found) {
          assert.ok(
            findings.some((one) => one.startsWith(wanted)),
            form,
          );
        }
      });
    }

    it('has findings of the same rules as each format starts by itself, with a small batch', () => {
      // How grave they are may depend on the law of the start, which every framework has of its own.
      const rules = read.map((each) => ({ form: each.form, found: rulesOf(each) }));
      for (const [one, other] of pairsOf(rules)) {
        assert.deepEqual(other.found, one.found, `${one.form} and ${other.form}`);
      }
    });

    it('starts from the same laws in every format of Keras, chosen by nobody', () => {
      const starts = read
        .filter(({ isKeras }) => isKeras)
        .map((each) => ({ form: each.form, of: startsIn(each) }));
      for (const [one, other] of pairsOf(starts)) {
        assert.deepEqual(other.of, one.of, `${one.form} and ${other.form}`);
      }
    });
  });
}
