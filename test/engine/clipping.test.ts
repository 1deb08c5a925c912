/** Gradient clipping against PyTorch and Keras, with the float64 loops and the float32 WASM kernels. */
import assert from 'node:assert/strict';
import {
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  clipEachByNorm,
  totalNorm,
  type Clipped,
  type ParameterGradients,
} from '../../src/engine/clipping';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf } from '../../src/tensor/tensor';
import { readGolden, toTensor, type ClippingGoldens } from '../goldens/read';
import { kernelsOf, variants } from '../tensor/wasmModules';

type Case = ClippingGoldens['cases'][number];

const { cases } = readGolden('clipping');

function clip(kernels: Kernels, { way, limit, p }: Case, gradients: ParameterGradients): Clipped {
  switch (way) {
    case 'norm':
      return clipByNorm(kernels, gradients, limit, Number(p));
    case 'value':
      return clipByValue(kernels, gradients, limit);
    case 'each':
      return clipEachByNorm(kernels, gradients, limit);
    case 'global':
      return clipByGlobalNorm(kernels, gradients, limit);
  }
}

function assertClose(found: number, expected: number, tolerance: number, what: string): void {
  const same = Object.is(found, expected) || found === expected;
  assert.ok(
    same || Math.abs(found - expected) <= tolerance * Math.abs(expected),
    `${what}: ${found}, not ${expected}`,
  );
}

function check(kernels: Kernels, golden: Case, tolerance: number): void {
  const tensors = golden.gradients.map((gradient) =>
    tensorOf(kernels.floatType, gradient.shape, toTensor(gradient).data),
  );
  const before = tensors.map(({ data }) => [...data]);
  const given = new Map(tensors.map((tensor, index) => [String(index), tensor]));
  const { gradients, norm } = clip(kernels, golden, given);
  assertClose(norm, Number(golden.norm), tolerance, 'norm');
  golden.clipped.forEach((expected, index) => {
    const found = gradients.get(String(index));
    assert.deepEqual(found?.shape, expected.shape);
    expected.values.forEach((value, place) => {
      assertClose(found.data[place] ?? -1, Number(value), tolerance, `gradient ${index}, element ${place}`);
    });
  });
  assert.deepEqual(
    tensors.map(({ data }) => [...data]),
    before,
    'what is given stays',
  );
}

describe('gradient clipping', () => {
  for (const [index, golden] of cases.entries()) {
    const title = `by ${golden.way} ${golden.limit}, power ${golden.p}, norm ${golden.norm} (case ${index})`;
    it(`${title}, float64 loops`, () => {
      check(referenceKernels('float64'), golden, 1e-13);
    });
    for (const variant of variants) {
      it(`${title}, ${variant} kernels`, async () => {
        check(await kernelsOf(variant), golden, 1e-6);
      });
    }
  }

  it('passes over parameters that the loss does not reach', () => {
    const kernels = referenceKernels('float64');
    const gradients: ParameterGradients = new Map([
      ['unreached', null],
      ['reached', tensorOf('float64', [2], [3, 4])],
    ]);
    for (const way of [clipByNorm, clipByValue, clipEachByNorm, clipByGlobalNorm]) {
      const clipped = way(kernels, gradients, 2.5);
      assert.equal(clipped.norm, 5);
      assert.equal(clipped.gradients.get('unreached'), null);
      assert.notDeepEqual(clipped.gradients.get('reached'), gradients.get('reached'));
    }
  });

  it('has a norm of 0 without gradients, and none for powers that are none', () => {
    assert.equal(totalNorm(new Map()), 0);
    for (const p of [0, -1, NaN]) assert.throws(() => totalNorm(new Map(), p), RangeError);
  });
});
