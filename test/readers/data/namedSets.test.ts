/** Named sets: their geometry, their seeds, and how samples are held out. */
import { strict as assert } from 'node:assert';
import { namedSets, type NamedSet } from '../../../src/readers/data/namedSets';
import { datasetOf, type Samples } from '../../../src/readers/data/samples';
import { fileStart } from '../../../src/base/span';

const sets: Readonly<Record<string, NamedSet>> = namedSets;

function made(
  name: keyof typeof namedSets,
  changes: Partial<NamedSet['defaults']> & { seed?: number } = {},
): Samples {
  const set: NamedSet = namedSets[name];
  return set.make({ ...set.defaults, seed: 1, ...changes });
}

const point = ({ inputs }: Samples, sample: number): [number, number] => [
  inputs[2 * sample] ?? NaN,
  inputs[2 * sample + 1] ?? NaN,
];

describe('named sets', () => {
  for (const [name, set] of Object.entries(sets)) {
    it(`${name} is the same for the same seed and another for another`, () => {
      const request = { ...set.defaults, samples: 60, noise: 0.3 };
      const first = set.make({ ...request, seed: 1 });
      assert.deepEqual(set.make({ ...request, seed: 1 }), first);
      assert.notDeepEqual(set.make({ ...request, seed: 2 }).inputs, first.inputs);
      assert.equal(first.inputs.length, 60 * (first.sampleShape[0] ?? 0));
      assert.ok(first.inputs.every(Number.isFinite));
      assert.equal(new Set(first.targets).size, set.defaults.classes);
    });

    it(`${name} has a single sample without trouble`, () => {
      const one = set.make({ ...set.defaults, samples: 1, seed: 1 });
      assert.ok(one.inputs.every(Number.isFinite));
    });
  }

  it('xor has the four corners', () => {
    const { inputs, targets } = made('xor');
    assert.deepEqual([...inputs], [0, 0, 0, 1, 1, 0, 1, 1]);
    assert.deepEqual([...(targets ?? [])], [0, 1, 1, 0]);
  });

  it('circles without noise have the radii 1 and 0.8', () => {
    const samples = made('circles', { noise: 0, samples: 300 });
    for (let sample = 0; sample < 300; sample += 1) {
      const wanted = samples.targets?.[sample] === 0 ? 1 : 0.8;
      assert.ok(Math.abs(Math.hypot(...point(samples, sample)) - wanted) < 1e-12);
    }
  });

  it('moons without noise lie on two half circles around (0, 0) and (1, 0.5)', () => {
    const samples = made('moons', { noise: 0 });
    for (let sample = 0; sample < samples.count; sample += 1) {
      const [x1, x2] = point(samples, sample);
      const inner = samples.targets?.[sample] === 1;
      assert.ok(Math.abs(Math.hypot(x1 - (inner ? 1 : 0), x2 - (inner ? 0.5 : 0)) - 1) < 1e-12);
      assert.ok(inner ? x2 <= 0.5 + 1e-12 : x2 >= -1e-12);
    }
  });

  it('the spiral reaches from the centre to radius 1', () => {
    const samples = made('spiral');
    const radii = Array.from({ length: samples.count }, (_, sample) => Math.hypot(...point(samples, sample)));
    assert.equal(Math.min(...radii), 0);
    assert.ok(Math.abs(Math.max(...radii) - 1) < 1e-12);
  });
});

describe('the split', () => {
  const span = fileStart('case');
  const samples = made('blobs', { samples: 100, classes: 3 });

  it('holds out each class in its share, without overlap', () => {
    const { training, testing } = datasetOf(samples, 'case', span, { test: 30, seed: 1, shuffle: true });
    assert.equal(testing.length, 30);
    assert.deepEqual(
      [...training, ...testing].sort((a, b) => a - b),
      Array.from({ length: 100 }, (_, index) => index),
    );
    const counts = [0, 1, 2].map(
      (label) => testing.filter((index) => samples.targets?.[index] === label).length,
    );
    assert.deepEqual(counts, [10, 10, 10]);
  });

  it('follows the seed', () => {
    const split = (seed: number): readonly number[] =>
      datasetOf(samples, 'case', span, { test: 30, seed, shuffle: true }).testing;
    assert.deepEqual(split(1), split(1));
    assert.notDeepEqual(split(1), split(2));
  });

  it('is plain where the targets are no classes', () => {
    const values = { ...samples, targets: samples.inputs.slice(0, 100) };
    assert.equal(datasetOf(values, 'case', span, { test: 7, seed: 1, shuffle: true }).testing.length, 7);
  });
});
