/** The random numbers of the WASM kernels are those of the plain streams, to the bit of float32. */
import assert from 'node:assert/strict';
import { drawLoops, type Law } from '../../src/tensor/draws';
import type { Kernels } from '../../src/tensor/kernels';
import { randomStream } from '../../src/tensor/random';
import { zeros } from '../../src/tensor/tensor';
import { assertEqual, inside, kernelsOf, unitsApart, variants } from './wasmModules';

const laws: readonly Law[] = [
  { kind: 'normal', centre: 0, scale: 1, cut: Infinity },
  { kind: 'normal', centre: -3, scale: 0.02, cut: Infinity },
  { kind: 'normal', centre: 0.5, scale: 2, cut: 2 },
  { kind: 'uniform', centre: 0, half: 1 },
  { kind: 'uniform', centre: 7, half: 0.125 },
  { kind: 'coins', share: 0.3, one: 0, other: 1 / 0.7 },
  { kind: 'coins', share: 0, one: 1, other: -1 },
  { kind: 'coins', share: 1, one: 1, other: -1 },
];

/** Seeds and streams with bits in every word. */
const streams = [
  randomStream(0),
  randomStream(2 ** 53 - 1, 2 ** 32 - 1),
  randomStream(12_345_678_901).fork(9),
];

for (const variant of variants) {
  describe(`draws of WASM kernels, ${variant}`, () => {
    let kernels: Kernels;
    before(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    for (const law of laws) {
      it(`${JSON.stringify(law)} as the plain loops`, () => {
        const plain = drawLoops();
        for (const random of streams) {
          for (const length of [0, 1, 2, 3, 15, 16, 17, 33, 20_001]) {
            const [ours, theirs] = [inside(kernels, zeros('float32', [length])), zeros('float32', [length])];
            kernels.draw(law, random, ours);
            plain.draw(law, random, theirs);
            if (law.kind !== 'normal') assertEqual(ours, theirs);
            else {
              // The logarithm of the tails is another one, which float32 hardly shows.
              ours.data.forEach((value, place) => {
                assert.ok(unitsApart(value, theirs.data[place] ?? NaN) <= 1, `${place}: ${value}`);
              });
            }
          }
        }
      });
    }

    it('reaches the far tails', () => {
      const count = 2 ** 21;
      const [ours, random] = [kernels.allocate([count]), randomStream(4)];
      kernels.draw({ kind: 'normal', centre: 0, scale: 1, cut: Infinity }, random, ours);
      const { minimum, maximum } = kernels.summary(ours);
      const largest = Math.max(-minimum, maximum);
      // The most likely extreme of two million normal numbers lies at 5.1.
      assert.ok(largest > 4.5 && largest < 6.3, `${largest}`);
      for (let place = 0; place < count; place += 1) {
        const value = ours.data[place] ?? NaN;
        if (Math.abs(value) < 4) continue;
        assert.ok(unitsApart(value, Math.fround(random.normal(place))) <= 1, `${place}: ${value}`);
      }
    });

    it('draws into storage of another kind by the plain loops', () => {
      const [ours, theirs] = [zeros('float64', [9]), zeros('float64', [9])];
      const law: Law = { kind: 'normal', centre: 1, scale: 2, cut: Infinity };
      kernels.draw(law, randomStream(1), ours);
      drawLoops().draw(law, randomStream(1), theirs);
      assert.deepEqual(ours.data, theirs.data);
    });
  });
}

describe('draws by plain loops', () => {
  it('are the numbers of the stream', () => {
    const random = randomStream(5, 6);
    const out = zeros('float64', [100]);
    drawLoops().draw({ kind: 'normal', centre: 0, scale: 1, cut: Infinity }, random, out);
    out.data.forEach((value, place) => assert.equal(value, random.normal(place)));
    drawLoops().draw({ kind: 'normal', centre: 0, scale: 1, cut: 2 }, random, out);
    out.data.forEach((value, place) => assert.equal(value, random.truncatedNormal(place, 2)));
    drawLoops().draw({ kind: 'uniform', centre: 0.5, half: 0.5 }, random, out);
    out.data.forEach((value, place) => assert.ok(Math.abs(value - random.uniform(place)) < 1e-15));
  });
});
