/** The random numbers: known answers of the generator, independence of order, and the moments of what is drawn. */
import assert from 'node:assert/strict';
import { philox, randomStream, shuffled, type Words } from '../../src/tensor/random';

/** Known answers of philox4x32-10, from the file kat_vectors of Random123 (Salmon et al. 2011). */
const knownAnswers: readonly [counter: Words, key: readonly [number, number], words: Words][] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

function moments(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

const count = 100_000;
const positions = Array.from({ length: count }, (_, position) => position);

describe('random streams', () => {
  for (const [counter, key, words] of knownAnswers) {
    it(`philox of ${counter.map((word) => word.toString(16)).join(' ')}`, () =>
      assert.deepEqual(philox(counter, key), words));
  }

  it('give the same number at a position in any order', () => {
    const forwards = positions.slice(0, 100).map((position) => randomStream(7, 2).uniform(position));
    const stream = randomStream(7, 2);
    const backwards = positions
      .slice(0, 100)
      .toReversed()
      .map((position) => stream.uniform(position));
    assert.deepEqual(backwards.toReversed(), forwards);
  });

  it('differ by seed, by its high word, by stream and by part', () => {
    const first = [
      randomStream(1),
      randomStream(2),
      randomStream(1 + 2 ** 32),
      randomStream(1, 1),
      randomStream(1).fork(0),
      randomStream(1).fork(1),
      randomStream(1, 1).fork(0),
    ].map((stream) => stream.uniform(0));
    assert.equal(new Set(first).size, first.length);
  });

  it('are uniform in the open interval', () => {
    const values = positions.map((position) => randomStream(11).uniform(position));
    const { mean, deviation } = moments(values);
    assert.ok(values.every((value) => value > 0 && value < 1));
    assert.ok(Math.abs(mean - 0.5) < 4 * Math.sqrt(1 / 12 / count), `mean ${mean}`);
    assert.ok(Math.abs(deviation - Math.sqrt(1 / 12)) < 0.002, `deviation ${deviation}`);
  });

  it('are standard normal', () => {
    const stream = randomStream(12);
    const values = positions.map((position) => stream.normal(position));
    const { mean, deviation } = moments(values);
    assert.ok(Math.abs(mean) < 4 / Math.sqrt(count), `mean ${mean}`);
    assert.ok(Math.abs(deviation - 1) < 0.01, `deviation ${deviation}`);
    const beyond = values.filter((value) => Math.abs(value) > 1.96).length / count;
    assert.ok(Math.abs(beyond - 0.05) < 0.003, `share beyond 1.96: ${beyond}`);
  });

  it('are uncorrelated between parts', () => {
    const [a, b] = [randomStream(13).fork(1), randomStream(13).fork(2)];
    const product = positions.reduce((sum, position) => sum + a.normal(position) * b.normal(position), 0);
    assert.ok(Math.abs(product / count) < 4 / Math.sqrt(count));
  });

  it('stay within the truncation, with the deviation of the truncated normal distribution', () => {
    const stream = randomStream(14);
    const values = positions.map((position) => stream.truncatedNormal(position, 2));
    assert.ok(values.every((value) => Math.abs(value) <= 2));
    assert.ok(Math.max(...values.slice(0, 50_000)) > 1.99);
    // The variance is 1 - 2 * 2 phi(2) / (Phi(2) - Phi(-2)).
    assert.ok(
      Math.abs(moments(values).deviation - Math.sqrt(1 - (4 * 0.05399096651318806) / 0.9544997361036416)) <
        0.005,
    );
  });
});

describe('shuffled', () => {
  it('is a permutation', () => {
    const order = shuffled(1000, randomStream(3));
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      positions.slice(0, 1000),
    );
    assert.notDeepEqual(order, positions.slice(0, 1000));
    assert.deepEqual(shuffled(0, randomStream(3)), []);
  });

  it('gives every permutation of three its share', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed += 1) {
      const key = shuffled(3, randomStream(seed)).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    for (const [order, times] of counts) assert.ok(Math.abs(times - 1000) < 150, `${order}: ${times}`);
  });
});
