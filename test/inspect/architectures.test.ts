/** Twelve whole networks, from the network file to every parameter's gradient, against PyTorch's float64 gradients (test/goldens/architectures). */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultOptions, inspect, type Gradients } from '../../src/inspect/inspect';
import { readTensorFile } from '../../src/readers/tensor-files/table';
import type { NamedTensors } from '../../src/readers/tensor-files/tensors';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import { kernelsOf, variants } from '../tensor/wasmModules';

const folder = join(__dirname, '..', 'goldens', 'architectures');

const names = readdirSync(folder)
  .map((file) => /^(.+)\.network\.yaml$/.exec(file)?.[1])
  .filter((name) => name !== undefined);

/** Largest L2 norm of a difference over that of PyTorch's float64 gradient. */
const float64Tolerance = 1e-10;
/** The issue allows 1e-3, since a ReLU may flip; none does here. */
const float32Tolerance = 1e-4;

function tensorsIn(file: string): NamedTensors {
  const tensors = readTensorFile(readFileSync(join(folder, file)));
  if ('problem' in tensors) assert.fail(tensors.problem);
  return tensors;
}

function gradientsOf(name: string, kernels: Kernels): Gradients {
  const source = {
    path: `${name}.network.yaml`,
    text: readFileSync(join(folder, `${name}.network.yaml`), 'utf8'),
  };
  const given = {
    weights: tensorsIn(`${name}.weights.safetensors`),
    data: tensorsIn(`${name}.data.safetensors`),
  };
  const options = { ...defaultOptions, kernels: () => kernels, given, training: false };
  const first = inspect(source, new Map(), options).next().value;
  assert.deepEqual(first.report.problems, []);
  const gradients = first.gradients(0);
  assert.ok(gradients);
  return gradients;
}

/** The largest relative error over the loss and all parameters, and which it is. */
function worstError(name: string, kernels: Kernels): { readonly name: string; readonly error: number } {
  const { loss, parameterGradients } = gradientsOf(name, kernels);
  const expected = tensorsIn(`${name}.gradients.safetensors`);
  assert.deepEqual([...parameterGradients.keys(), 'loss'].sort(), [...expected.keys()].sort());
  let worst = { name: '', error: -1 };
  for (const [parameter, { shape, data }] of expected) {
    const found =
      parameter === 'loss' ? { shape: [], data: [loss ?? NaN] } : parameterGradients.get(parameter);
    assert.deepEqual(found?.shape, shape, parameter);
    const difference = Math.hypot(...Array.from(data, (value, at) => value - (found.data[at] ?? NaN)));
    const error = difference / Math.hypot(...data);
    if (!(error <= worst.error)) worst = { name: parameter, error };
  }
  return worst;
}

describe('whole architectures against PyTorch', () => {
  it('are twelve', () => assert.equal(names.length, 12));

  for (const name of names) {
    it(`${name}, float64 loops`, function () {
      this.timeout(60_000);
      const { name: parameter, error } = worstError(name, referenceKernels('float64'));
      assert.ok(error <= float64Tolerance, `${parameter} is off by ${error}`);
    });

    for (const variant of variants) {
      it(`${name}, ${variant} kernels`, async function () {
        this.timeout(60_000);
        const { name: parameter, error } = worstError(name, await kernelsOf(variant));
        assert.ok(error <= float32Tolerance, `${parameter} is off by ${error}`);
      });
    }
  }
});
