/** Every op against PyTorch: outputs and gradients, in float64 by the reference loops and in float32 by the WASM kernels. */
import assert from 'node:assert/strict';
import { opNames } from '../../src/ops/table';
import type { Kernels } from '../../src/tensor/kernels';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { isFloat, tensorOf, type Tensor } from '../../src/tensor/tensor';
import { opNamed } from '../ops/opNamed';
import { kernelsOf, variants } from '../tensor/wasmModules';
import { opFamilies, readGolden, readOpCases, toTensor, type GoldenTensor, type OpCase } from './read';

/** Largest Euclidean norm of a difference over that of the expected tensor. */
const float64Tolerance = 1e-12;
const float32Tolerance = 2e-6;

/** Ops whose float32 result is ill-conditioned, with what was seen of them and why. */
const float32Tolerances: Readonly<Record<string, number>> = {
  // What flows back through many steps cancels: PyTorch's own float32 is off by 1.5e-6, 1.9e-6 and 8.0e-6 on these cases.
  rnn: 1e-5,
  lstm: 1e-5,
  gru: 1e-5,
  // Terms of either sign cancel in the mean: inputs rounded to float32 put it off by 4.6e-6.
  'poisson-nll': 1e-5,
};

/** In training mode these draw our own random numbers: test/ops/noise.test.ts and the gradient check hold them there. */
const drawn = 'only its evaluation mode has goldens';

/** Ops that no other framework can check, with the reason. */
const withoutGolden: Readonly<Record<string, string>> = {
  'stop-gradient': 'x itself; the gradient check holds that it has no gradient',
  dropout: drawn,
  'feature-dropout': drawn,
  'alpha-dropout': drawn,
  'feature-alpha-dropout': drawn,
  'drop-path': drawn,
  'gaussian-noise': drawn,
  'gaussian-dropout': drawn,
  random: drawn,
};

function inFloatType({ floatType }: Kernels, golden: GoldenTensor): Tensor {
  const tensor = toTensor(golden);
  return isFloat(tensor.elementType) ? tensorOf(floatType, tensor.shape, tensor.data) : tensor;
}

/** The difference over the size of the expected; the same infinities count as no difference. */
function errorOf(found: Tensor, expected: Tensor): number {
  let difference = 0;
  let size = 0;
  expected.data.forEach((wanted, position) => {
    const value = found.data[position] ?? NaN;
    if (Object.is(value, wanted) || value === wanted) {
      size += Number.isFinite(wanted) ? wanted ** 2 : 0;
      return;
    }
    difference += (value - wanted) ** 2;
    size += wanted ** 2;
  });
  return difference === 0 ? 0 : Math.sqrt(difference / size);
}

function check(kernels: Kernels, golden: OpCase, tolerance: number): void {
  const { op, attributes, training, args, outputs, outputGradients, gradients } = golden;
  const tensors = args.map((arg) => inFloatType(kernels, arg));
  const run = { training, random: randomStream(1) };
  const pass = opNamed(op).forward(kernels, tensors, attributes, run);
  assert.equal(pass.outputs.length, outputs.length, 'as many outputs');
  const compare = (found: Tensor | null | undefined, golden: GoldenTensor, what: string): void => {
    assert.ok(found, `${what} is there`);
    const expected = inFloatType(kernels, golden);
    assert.deepEqual([found.elementType, found.shape], [expected.elementType, expected.shape], what);
    const error = errorOf(found, expected);
    assert.ok(error <= tolerance, `${what} is off by ${error}`);
  };
  outputs.forEach((output, which) => compare(pass.outputs[which], output, `output ${which}`));
  if (outputGradients.every((gradient) => gradient === null)) return;
  const found = pass.backward(
    outputGradients.map((gradient) => gradient && inFloatType(kernels, gradient)),
    gradients.map((gradient) => gradient !== null),
  );
  gradients.forEach((gradient, which) => {
    if (gradient) compare(found[which], gradient, `gradient of argument ${which}`);
  });
}

describe('op goldens', () => {
  const families = opFamilies().map((family) => ({ family, cases: readOpCases(family) }));

  it('cover every op', () => {
    const { curves, overAxes } = readGolden('activations');
    const covered = new Set(
      [...curves, ...overAxes, ...families.flatMap(({ cases }) => cases)].map(({ op }) => op),
    );
    assert.deepEqual(
      opNames.filter((name) => !covered.has(name) && withoutGolden[name] === undefined),
      [],
    );
  });

  for (const { family, cases } of families) {
    describe(family, () => {
      for (const [index, golden] of cases.entries()) {
        const title = `${golden.op} ${JSON.stringify(golden.attributes)} (case ${index})`;
        it(`${title}, float64 loops`, () => check(referenceKernels('float64'), golden, float64Tolerance));
        for (const variant of variants) {
          it(`${title}, ${variant} kernels`, async () =>
            check(await kernelsOf(variant), golden, float32Tolerances[golden.op] ?? float32Tolerance));
        }
      }
    });
  }
});
