// Cancelling at any moment: between two questions there are only a few milliseconds of work, counted in steps and not in time.
import assert from 'node:assert/strict';
import { inspect, defaultOptions } from '../../src/inspect/inspect';
import { stepsPerQuestion } from '../../src/tensor/pace';
import { referenceKernels } from '../../src/tensor/reference';
import type { Kernels } from '../../src/tensor/kernels';
import { compileKernels } from '../../src/tensor/wasm/compile.cjs';
import { compileModule, wasmKernels } from '../../src/tensor/wasm/kernels';
import { variants } from '../tensor/wasmModules';

/** Layers whose weights and activations take far longer than 50 ms each, one by one. */
const sources = {
  'a large product':
    'input: [2000]\nlayers: [{ linear: 2000 }, relu, { linear: 10 }]\nloss: cross-entropy\nbatch: 512\n',
  'large activations':
    'input: [64]\nlayers: [{ linear: 600 }, gelu, softmax, { dropout: 0.2 }, { linear: 10 }]\nloss: mse\nbatch: 4000\n',
} as const;

/** Inspects; gives how often it was asked and the most steps that went by between two questions. */
function watched(
  text: string,
  make: (pace: (steps: number) => void) => Kernels,
): { asked: number; most: number } {
  let since = 0;
  let most = 0;
  let asked = 0;
  const steps = inspect({ path: 'a.network.yaml', text }, new Map(), {
    ...defaultOptions,
    checkpoint: () => {
      asked += 1;
      most = Math.max(most, since);
      since = 0;
    },
    kernels: (pace) =>
      make((more) => {
        since += more;
        pace(more);
      }),
  });
  // The first picture, with what is drawn of it; controls are runs like it.
  const { value } = steps.next();
  value.pictures(0, 0);
  return { asked, most };
}

describe('cancelling', function () {
  this.timeout(300_000);
  for (const variant of variants.slice(-1)) {
    for (const [name, text] of Object.entries(sources)) {
      it(`is possible every few milliseconds within ${name}, ${variant}`, async () => {
        const module = compileModule(variant, await compileKernels(variant));
        const { asked, most } = watched(text, (pace) => wasmKernels(module, pace));
        assert.ok(asked > 50, `asked ${asked} times`);
        assert.ok(most <= 2 * stepsPerQuestion, `${most} steps between two questions`);
      });
    }
  }

  it('is possible every few milliseconds within the plain loops', () => {
    const text = 'input: [500]\nlayers: [{ linear: 500 }, gelu, { linear: 10 }]\nloss: mse\nbatch: 300\n';
    const { most } = watched(text, (pace) => referenceKernels('float32', pace));
    assert.ok(most <= 2 * stepsPerQuestion, `${most} steps between two questions`);
  });
});
