/** Every elementwise activation of the WASM kernels over the whole of float32, value and derivative, against the op's own functions. */
import assert from 'node:assert/strict';
import { activationDefaults, activations, type ActivationName } from '../../src/ops/activations/table';
import {
  abs,
  clamp,
  exp,
  log,
  negate,
  reciprocal,
  rsqrt,
  sqrt,
  square,
} from '../../src/ops/arithmetic/functions';
import type { Attributes, Curve } from '../../src/ops/op';
import type { Elementwise, Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, zeros, type Tensor } from '../../src/tensor/tensor';
import { activationFunctions } from '../../src/tensor/wasm/module';
import { inside, kernelsOf, randomTensor, unitsApart, variants } from './wasmModules';

/** Every power of two with eight steps between, of both signs: 0, subnormal numbers, the ends of float32. */
const sweep = Array.from({ length: 278 * 8 }, (_, step) => 2 ** (-149 + step / 8)).flatMap((x) => [x, -x]);
/** Where curves bend: steps of 1/64 up to 128, a number of points that fills no vector. */
const bends = Array.from({ length: 2 * 128 * 64 + 1 }, (_, step) => (step - 128 * 64) / 64);
const points = [...bends, ...sweep, 0, -0, NaN, Infinity, -Infinity];

/** Attributes besides the defaults, to see that parameters arrive in their order. */
const otherAttributes: Readonly<Partial<Record<ActivationName, Attributes>>> = {
  'leaky-relu': { slope: -0.3 },
  elu: { alpha: 0.7 },
  celu: { alpha: 1.7 },
  softplus: { beta: 2.5, threshold: 11 },
  softshrink: { lambda: 1.1 },
  hardshrink: { lambda: 1.1 },
  hardtanh: { minimum: -2, maximum: 3 },
  threshold: { threshold: 0.3, value: -7 },
};

/**
 * Allowed distance from the function in float64, in units of the last place of float32: half a unit is the rounding itself.
 * Everything is computed in float64 (see assembly/functions.ts).
 */
const allowed = 0.51;

/**
 * Allowed distance of a derivative next to its root between -3 and 0, where units of the last place lose their meaning: two terms of
 * size 0.1 cancel there that are known to 2e-10.
 */
const nearRoot = 1e-9;

/** The activations that fall before they rise. */
const dipping = ['gelu', 'gelu-tanh', 'silu', 'mish'];

function curveOf(name: ActivationName, attributes: Attributes): Elementwise | undefined {
  const op = activations[name];
  if (!('curve' in op)) return undefined;
  // Attributes come from the op's own row of defaults or from the table above, which the types of a union of ops cannot say.
  const curved = op as unknown as { curve(given: Attributes): Curve };
  return curved.curve(attributes).f;
}

/** Functions that are no activations, and that the module knows as well. */
const mathematics: readonly Elementwise[] = [
  ...[exp, log, sqrt, rsqrt, square, reciprocal, abs, negate].map((op) => op.curve({}).f),
  clamp.curve({ minimum: -1.5, maximum: 2 }).f,
  clamp.curve({ minimum: null, maximum: 2 }).f,
  clamp.curve({ minimum: 0, maximum: null }).f,
];

const activationCases = (Object.keys(activations) as ActivationName[]) // the keys of a constant object are exactly its names
  .flatMap((name) =>
    [activationDefaults[name], otherAttributes[name]].map((given) => given && curveOf(name, given)),
  )
  .filter((f) => f !== undefined)
  .filter(({ name }) => name !== 'prelu' && name !== 'rrelu'); // these only have a curve; their ops never map it

function assertClose(f: Elementwise, what: 'value' | 'derivative', x: Tensor, actual: Tensor): void {
  x.data.forEach((at, index) => {
    const [ours, theirs] = [actual.data[index] ?? NaN, f[what](at)];
    const rounded = Math.fround(theirs);
    const target = Number.isFinite(rounded) ? theirs : rounded;
    const crossing = what === 'derivative' && dipping.includes(f.name) && at > -3 && at < 0;
    const error = Math.abs(ours - target);
    const near = unitsApart(ours, target) <= allowed || (crossing && error <= nearRoot);
    assert.ok(
      near,
      `${f.name} (${f.parameters.join(', ')}) ${what} at ${String(at)}: ${String(ours)}, not ${String(theirs)}`,
    );
  });
}

const cases = [...activationCases, ...mathematics];

describe('table of WASM activations', () => {
  it('knows every activation that ops map', () => {
    assert.deepEqual(
      cases.map(({ name }) => name).filter((name) => activationFunctions[name] === undefined),
      [],
    );
  });
});

for (const variant of variants) {
  describe(`WASM activations, ${variant}`, () => {
    let kernels: Kernels;
    before(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    for (const f of cases) {
      it(`${f.name} (${f.parameters.join(', ')}) within ${String(allowed)} units`, () => {
        const x = inside(kernels, tensorOf('float32', [points.length], points));
        const ones = kernels.allocate(x.shape);
        ones.data.fill(1);
        const out = kernels.allocate(x.shape);
        kernels.map(f, x, out);
        assertClose(f, 'value', x, out);
        kernels.mapGradient(f, ones, x, out);
        assertClose(f, 'derivative', x, out);
      });
    }

    it('multiplies with the gradient, in place, at every length and wherever the operands lie', () => {
      const f = curveOf('sigmoid', {});
      assert.ok(f);
      for (const length of [0, 1, 2, 3, 7, 8191, 8193, 16_385]) {
        for (const place of [(tensor: Tensor) => inside(kernels, tensor), (tensor: Tensor) => tensor]) {
          const [x, dy] = [randomTensor([length], 1), place(randomTensor([length], 2))];
          const expected = zeros('float32', [length]);
          referenceKernels('float32').mapGradient(f, dy, x, expected);
          kernels.mapGradient(f, dy, place(x), dy);
          expected.data.forEach((value, index) => assert.ok(unitsApart(dy.data[index] ?? NaN, value) <= 1));
        }
      }
    });

    it('calls the functions of an activation that it does not know', () => {
      const cube = {
        name: 'cube',
        parameters: [],
        value: (x: number) => x ** 3,
        derivative: (x: number) => 3 * x ** 2,
      };
      const x = inside(kernels, tensorOf('float32', [3], [1, 2, -3]));
      const dy = inside(kernels, tensorOf('float32', [3], [1, 10, 100]));
      kernels.mapGradient(cube, dy, x, dy);
      kernels.map(cube, x, x);
      assert.deepEqual(
        [[...dy.data], [...x.data]],
        [
          [3, 120, 2700],
          [1, 8, -27],
        ],
      );
    });
  });
}
