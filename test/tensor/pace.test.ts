/** Pace: every kernel tells of its work in small pieces, on the way and not afterwards, and computes the same with and without. */
import assert from 'node:assert/strict';
import type { Elementwise, Kernels } from '../../src/tensor/kernels';
import { paceOf, pieceSteps, stepsPerQuestion } from '../../src/tensor/pace';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { reshaped, tensorOf, type Tensor } from '../../src/tensor/tensor';
import { compileKernels } from '../../src/tensor/wasm/compile.cjs';
import { compileModule, wasmKernels } from '../../src/tensor/wasm/kernels';
import { assertEqual, inside, kernelsOf, randomTensor, variants } from './wasmModules';

const relu: Elementwise = {
  name: 'relu',
  parameters: [],
  value: (x) => Math.max(0, x),
  derivative: (x) => (x > 0 ? 1 : 0),
};
const unknown: Elementwise = { ...relu, name: 'nobody knows it' };

/** A million elements as a matrix, in 16 pieces. */
const shape = [1000, 1024];
const elements = 1000 * 1024;

/** Every kernel over about a million elements, with the steps that it must at least tell of. */
const jobs: Readonly<Record<string, readonly [least: number, run: (kernels: Kernels, x: Tensor) => Tensor]>> =
  {
    fill: [elements, (kernels, x) => into(kernels, x, (out) => kernels.fill(2, out))],
    map: [elements, (kernels, x) => into(kernels, x, (out) => kernels.map(relu, x, out))],
    'map of a function that only loops know': [
      elements,
      (kernels, x) => into(kernels, x, (out) => kernels.map(unknown, x, out)),
    ],
    mapGradient: [elements, (kernels, x) => into(kernels, x, (out) => kernels.mapGradient(relu, x, x, out))],
    affine: [elements, (kernels, x) => into(kernels, x, (out) => kernels.affine(x, 2, 1, out))],
    pairwise: [elements, (kernels, x) => into(kernels, x, (out) => kernels.pairwise('add', x, x, out))],
    'pairwise over rows': [
      elements,
      (kernels, x) =>
        into(kernels, x, (out) =>
          kernels.pairwise('multiply', x, tensorOf('float32', [1024], x.data.slice(0, 1024)), out),
        ),
    ],
    reduce: [
      elements,
      (kernels, x) => {
        const sums = kernels.allocate([1024]);
        kernels.reduce('sum', x, sums);
        return sums;
      },
    ],
    'reduce to one number': [
      elements,
      (kernels, x) => {
        const sum = kernels.allocate([]);
        kernels.reduce('maximum', x, sum);
        return sum;
      },
    ],
    copy: [
      elements,
      (kernels, x) =>
        into(kernels, reshaped(x, [1024, 1000]), (out) =>
          kernels.copy(shape, x, { start: 0, strides: [1024, 1] }, out, { start: 0, strides: [1, 1000] }),
        ),
    ],
    softmax: [elements, (kernels, x) => into(kernels, x, (out) => kernels.softmax(x, out))],
    logSoftmax: [elements, (kernels, x) => into(kernels, x, (out) => kernels.logSoftmax(x, out))],
    draw: [
      elements,
      (kernels, x) =>
        into(kernels, x, (out) =>
          kernels.draw({ kind: 'uniform', centre: 0, half: 1 }, randomStream(1), out),
        ),
    ],
    summary: [
      elements,
      (kernels, x) => {
        const { mean, std, norm } = kernels.summary(x);
        return tensorOf('float32', [3], [mean, std, norm]);
      },
    ],
    partNorms: [elements, (kernels, x) => tensorOf('float32', [1000], kernels.partNorms(x, 1000))],
    countWithin: [elements, (kernels, x) => tensorOf('float32', [1], [kernels.countWithin(x, 0, 1)])],
    matrixProduct: [
      (1000 * 1024 * 150) / 64,
      (kernels, x) => {
        const out = kernels.allocate([1000, 150]);
        kernels.matrixProduct(
          x,
          reshaped(tensorOf('float32', [153600], x.data.slice(7, 153607)), [150, 1024]),
          out,
          {
            transposeB: true,
          },
        );
        return out;
      },
    ],
  };

function into(kernels: Kernels, x: Tensor, fill: (out: Tensor) => void): Tensor {
  const out = kernels.allocate(x.shape);
  fill(out);
  return out;
}

/** What a pace hears. */
function listener(): { readonly heard: number[]; readonly pace: (steps: number) => void } {
  const heard: number[] = [];
  return { heard, pace: (steps) => void heard.push(steps) };
}

function checks(makeKernels: (pace: (steps: number) => void) => Promise<Kernels>): void {
  let x: Tensor;
  before(() => (x = randomTensor(shape, 1)));
  for (const [name, [least, job]] of Object.entries(jobs)) {
    it(`${name} tells of its work, a piece at a time`, async () => {
      const { heard, pace } = listener();
      const kernels = await makeKernels(pace);
      job(kernels, inside(kernels, x));
      const total = heard.reduce((sum, steps) => sum + steps, 0);
      assert.ok(total >= least, `${total} steps of ${least}`);
      assert.ok(Math.max(...heard) <= stepsPerQuestion, `${Math.max(...heard)} at once`);
    });

    it(`${name} can be ended in its midst, and the kernels be used again`, async () => {
      let left = Infinity;
      const kernels = await makeKernels((steps) => {
        left -= steps;
        if (left < 0) throw new Error('enough');
      });
      const given = inside(kernels, x);
      left = least / 2;
      assert.throws(() => job(kernels, given), /enough/);
      left = Infinity;
      assertEqual(job(kernels, given), job(await makeKernels(() => undefined), x));
    });
  }
}

describe('the pace', () => {
  it('asks once for every million steps', () => {
    let questions = 0;
    const pace = paceOf(() => (questions += 1));
    for (let piece = 0; piece < 64; piece += 1) pace(pieceSteps);
    assert.equal(questions, (64 * pieceSteps) / stepsPerQuestion);
  });
});

describe('the pace of reference kernels', () => {
  checks((pace) => Promise.resolve(referenceKernels('float32', pace)));
});

for (const variant of variants) {
  describe(`the pace of WASM kernels, ${variant}`, () => {
    checks(async (pace) => wasmKernels(compileModule(variant, await compileKernels(variant)), pace));

    it('a product in parts has the bits of its rows alone', async () => {
      const kernels = await kernelsOf(variant);
      const [rows, inner, columns] = [500, 300, 1100];
      const [a, b] = [randomTensor([rows, inner], 2), randomTensor([inner, columns], 3)];
      const whole = kernels.allocate([rows, columns]);
      kernels.matrixProduct(a, b, whole);
      for (const row of [0, 1, 119, 120, 121, 359, 360, 499]) {
        const one = kernels.allocate([1, columns]);
        const part = tensorOf('float32', [1, inner], a.data.slice(row * inner, (row + 1) * inner));
        kernels.matrixProduct(part, b, one);
        const same = tensorOf('float32', [1, columns], whole.data.slice(row * columns, (row + 1) * columns));
        assertEqual(one, same, `row ${row}`);
      }
    });
  });
}
