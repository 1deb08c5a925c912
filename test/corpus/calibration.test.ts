/** A small part of the calibration, run again: the table still says what the engine measures, and training still agrees with it. */
import assert from 'node:assert/strict';
import type { WasmKernels } from '../../src/tensor/wasm/kernels';
import { kernelsOf } from '../tensor/wasmModules';
import { numbersOf, reportOf } from './calibration';
import { calibrationCases, type CalibrationCase } from './calibrationCases';
import { onTask, trained, usualTrainings } from './calibrationTraining';

/** Ratio over the geometry control as calibration.md has it. */
const measured: Readonly<Record<string, number>> = {
  "relu 64-64x8-10, PyTorch's default": 7.9e-4,
  'sigmoid 64-64x5-10, Glorot': 9.2e-4,
  "16 blocks, layer-norm, PyTorch's default": 0.15,
  "rnn of 32 units, 8 steps, PyTorch's default": 0.4,
};

function caseOf(title: string): CalibrationCase {
  return calibrationCases.find((one) => one.title === title) ?? assert.fail(title);
}

describe('calibration', () => {
  let kernels: WasmKernels;

  before(async () => {
    kernels = await kernelsOf('simd');
  });

  for (const [title, expected] of Object.entries(measured)) {
    it(`${title} keeps ${expected}`, () => {
      const { relative } = numbersOf(reportOf(caseOf(title), kernels));
      assert.ok(relative > expected / 1.5 && relative < expected * 1.5, `measured ${relative}`);
    });
  }

  for (const [title, learns] of [
    ["relu 64-64x2-10, PyTorch's default", true],
    ["relu 64-64x8-10, PyTorch's default", false],
  ] as const) {
    it(`${title} ${learns ? 'learns' : 'does not learn'} under sgd`, () => {
      const { source, task, image } = caseOf(title);
      const { first, last } = trained(onTask(source, task, image), usualTrainings[0], 200, kernels);
      assert.equal(last < 0.5 * first, learns, `${first} to ${last}`);
    });
  }
});
