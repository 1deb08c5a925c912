/** The fully connected layer as a function, and matrix products. */
import { fail } from '../../python/values/exceptions';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { optionalTensor, tensorArgument } from '../arguments';
import { torchFlavour } from '../flavour';
import { matrixProduct } from '../matrixProduct';
import { torchFunction, usual, type TorchFunction } from './row';

/** x W^T + b. Raises what PyTorch raises where the features do not fit. */
export function linear(
  recorder: Recorder,
  input: TensorValue,
  weight: TensorValue,
  bias: TensorValue | null,
): TensorValue {
  const flavour = torchFlavour;
  const { shape } = input;
  if (shape && weight.shape) checkFeatures(recorder, shape, weight.shape);
  const args = (x: TensorValue): readonly TensorValue[] => (bias ? [x, weight, bias] : [x, weight]);
  if (!shape || shape.length > 1)
    return recorder.apply({ op: 'linear', attributes: {} }, args(input), { flavour });
  const row = recorder.apply({ op: 'unsqueeze', attributes: { axis: 0 } }, [input], { flavour });
  const product = recorder.apply({ op: 'linear', attributes: {} }, args(row), { flavour });
  return recorder.apply({ op: 'squeeze', attributes: { axes: [0] } }, [product], { flavour });
}

function checkFeatures({ machine }: Recorder, input: readonly number[], weight: readonly number[]): void {
  const [outputs = 0, inputs = 0] = weight;
  const features = input.at(-1) ?? 0;
  if (features === inputs) return;
  if (input.length === 1) {
    throw fail(
      machine,
      'RuntimeError',
      `size mismatch, got input (${outputs}), mat (${outputs}x${inputs}), vec (${features})`,
    );
  }
  const rows = input.slice(0, -1).reduce((product, size) => product * size, 1);
  throw fail(
    machine,
    'RuntimeError',
    `mat1 and mat2 shapes cannot be multiplied (${rows}x${features} and ${inputs}x${outputs})`,
  );
}

export const linearFunctions: readonly TorchFunction[] = [
  torchFunction('linear', 'input, weight, bias=None', ['functional'], (recorder, input, weight, bias) => {
    const { machine } = recorder;
    return linear(
      recorder,
      tensorArgument(machine, input, "linear(): argument 'input' (position 1)"),
      tensorArgument(machine, weight, "linear(): argument 'weight' (position 2)"),
      optionalTensor(machine, bias, "linear(): argument 'bias' (position 3)"),
    ).value;
  }),
  ...['matmul', 'mm', 'bmm', 'mv'].map((name) =>
    torchFunction(
      name,
      'input, other',
      usual,
      (recorder, input, other) =>
        matrixProduct(
          recorder,
          tensorArgument(recorder.machine, input, `${name}(): argument 'input' (position 1)`),
          tensorArgument(recorder.machine, other, `${name}(): argument 'other' (position 2)`),
        ).value,
    ),
  ),
];
