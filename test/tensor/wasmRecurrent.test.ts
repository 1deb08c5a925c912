/** The WASM recurrent kernels against the plain loops in float64, at odd and empty sizes, in the arena and outside it. */
import assert from 'node:assert/strict';
import type { Kernels } from '../../src/tensor/kernels';
import type { RecurrentKernels } from '../../src/tensor/recurrent';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, zeros, type Shape, type Tensor } from '../../src/tensor/tensor';
import { assertEqual, inside, kernelsOf, randomTensor, unitsApart, variants, widened } from './wasmModules';

const float64 = referenceKernels('float64');

/** Batch and units. */
const sizes: readonly (readonly [batch: number, units: number])[] = [
  [1, 1],
  [3, 5],
  [2, 8],
  [5, 7],
  [0, 3],
  [3, 0],
];

/** The operands of one step of each kind, by their sizes. */
const steps = {
  lstmForward: (batch, units) => ({
    gates: [batch, 4 * units],
    recurrent: [batch, 4 * units],
    before: [batch, units],
    cell: [batch, units],
    hidden: [batch, units],
  }),
  lstmBackward: (batch, units) => ({
    gates: [batch, 4 * units],
    before: [batch, units],
    cell: [batch, units],
    dHidden: [batch, units],
    dCell: [batch, units],
    dGates: [batch, 4 * units],
  }),
  gruForward: (batch, units) => ({
    gates: [batch, 3 * units],
    recurrent: [batch, 3 * units],
    before: [batch, units],
    hidden: [batch, units],
  }),
  gruBackward: (batch, units) => ({
    gates: [batch, 3 * units],
    before: [batch, units],
    recurrent: [batch, 3 * units],
    dHidden: [batch, units],
    dGates: [batch, 3 * units],
    dRecurrent: [batch, 3 * units],
  }),
} as const satisfies Partial<
  Record<keyof RecurrentKernels, (batch: number, units: number) => Readonly<Record<string, Shape>>>
>;

type StepName = keyof typeof steps;

/** Calls a kernel by its name; its operands are those of the table above, which the union of the kernels' types cannot say. */
function call(kernels: Kernels, name: StepName, operands: Readonly<Record<string, Tensor>>): void {
  const callable = kernels as unknown as Record<StepName, (step: typeof operands) => void>;
  callable[name](operands);
}

/** Every operand after a kernel has run on float64 copies: what it wrote, and what it left. */
function expected(name: StepName, operands: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const copies = Object.fromEntries(Object.entries(operands).map(([key, tensor]) => [key, widened(tensor)]));
  call(float64, name, copies);
  return copies;
}

for (const variant of variants) {
  describe(`WASM recurrent kernels, ${variant}`, () => {
    let kernels: Kernels;
    const places = (): ((tensor: Tensor) => Tensor)[] => [
      (tensor) => inside(kernels, tensor),
      (tensor) => tensorOf('float32', tensor.shape, tensor.data),
    ];

    before(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    const names = Object.keys(steps) as StepName[]; // the keys of the table above
    for (const name of names) {
      for (const [batch, units] of sizes) {
        it(`${name}, ${batch} x ${units}`, () => {
          const shapes: Readonly<Record<string, Shape>> = steps[name](batch, units);
          const drawn = Object.fromEntries(
            Object.entries(shapes).map(([key, shape], stream) => [key, randomTensor(shape, 40 + stream)]),
          );
          const wanted = expected(name, drawn);
          for (const place of places()) {
            const operands = Object.fromEntries(
              Object.entries(drawn).map(([key, tensor]) => [key, place(tensor)]),
            );
            call(kernels, name, operands);
            for (const [key, tensor] of Object.entries(wanted)) {
              tensor.data.forEach((value, index) => {
                const found = operands[key]?.data[index] ?? NaN;
                // Sums of two products cancel: an error of 1e-9 of the parts, rounded once.
                const close = unitsApart(found, value) <= 1 || Math.abs(found - value) < 1e-8;
                assert.ok(close, `${key}[${index}]: ${found}, not ${value}`);
              });
            }
          }
        });
      }
    }

    for (const f of ['tanh', 'relu'] as const) {
      for (const count of [0, 1, 2, 7]) {
        it(`a plain step with ${f}, ${count} units`, () => {
          const [a, b] = [randomTensor([1, count], 50), randomTensor([1, count], 51)];
          const wanted = [zeros('float64', [1, count]), zeros('float64', [1, count])] as const;
          float64.rnnForward(f, widened(a), widened(b), wanted[0]);
          float64.rnnBackward(f, widened(a), widened(b), wanted[1]);
          for (const place of places()) {
            const found = [place(a), place(a)] as const;
            kernels.rnnForward(f, place(a), place(b), found[0]);
            kernels.rnnBackward(f, found[1], place(b), found[1]);
            found.forEach(({ data }, which) =>
              data.forEach((value, index) =>
                assert.ok(unitsApart(value, wanted[which]?.data[index] ?? NaN) <= 1),
              ),
            );
          }
        });
      }
      it(`${f} lets what is not a number through`, () => {
        const odd = tensorOf('float32', [1, 3], [NaN, Infinity, -Infinity]);
        const found = inside(kernels, zeros('float32', [1, 3]));
        kernels.rnnForward(f, odd, zeros('float32', [1, 3]), found);
        assert.deepEqual([...found.data], f === 'tanh' ? [NaN, 1, -1] : [NaN, Infinity, 0]);
      });
    }

    it('gates and cells keep what is not a number, and reach their ends at infinities', () => {
      const operands = {
        gates: tensorOf('float32', [1, 8], [NaN, Infinity, 0, -Infinity, 0, Infinity, 0, -Infinity]),
        recurrent: zeros('float32', [1, 8]),
        before: tensorOf('float32', [1, 2], [1, 1]),
        cell: zeros('float32', [1, 2]),
        hidden: zeros('float32', [1, 2]),
      };
      kernels.lstmForward(operands);
      assert.deepEqual([...operands.gates.data], [NaN, 1, 0.5, 0, 0, 1, 0.5, 0]);
      assert.deepEqual([...operands.cell.data], [NaN, 1]);
      assert.deepEqual([...operands.hidden.data], [NaN, 0]);
    });

    for (const [rows, inner, columns] of [
      [1, 1, 1],
      [32, 128, 512],
      [7, 5, 9],
      [2, 515, 9],
      [3, 257, 1029],
      [125, 6, 8],
      [0, 3, 2],
      [2, 0, 3],
      [2, 3, 0],
    ] as const) {
      it(`a multiplier gives the bits of matrixProduct, ${rows} x ${inner} x ${columns}`, () => {
        for (const transposeB of [false, true]) {
          const a = randomTensor([rows, inner], 60);
          const b = randomTensor(transposeB ? [columns, inner] : [inner, columns], 61);
          const wanted = kernels.allocate([rows, columns]);
          kernels.matrixProduct(a, b, wanted, { transposeB });
          for (const place of places()) {
            const multiply = kernels.multiplier(place(b), { transposeB });
            for (const repeated of [1, 2]) {
              const out = place(tensorOf('float32', [rows, columns], new Array(rows * columns).fill(NaN)));
              multiply(place(a), out);
              assertEqual(out, wanted, `time ${repeated}`);
            }
          }
        }
      });
    }
  });
}
