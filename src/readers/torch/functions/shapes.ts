/** Reshapes, transposes, joins and splits. */
import { fail } from '../../python/values/exceptions';
import { int } from '../../python/values/make';
import { sizeOf } from '../../../tensor/tensor';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { viewOf } from '../../tensors/views';
import { axisOf, checkedAxis, sizesOf, tensorArgument, whole } from '../arguments';
import { sizeValue } from '../flavour';
import { shapeOf } from '../properties';
import { torchFunction, usual, type TorchFunction } from './row';

/** The same elements under another shape. Raises PyTorch's RuntimeError where they are too many or too few. */
export function reshaped(recorder: Recorder, input: TensorValue, asked: readonly number[]): TensorValue {
  const { machine } = recorder;
  const { shape } = input;
  if (!shape)
    return recorder.apply({ op: 'reshape', attributes: { sizes: asked } }, [input], {
      flavour: input.flavour,
    });
  const open = asked.filter((size) => size === -1).length;
  if (open > 1) throw fail(machine, 'RuntimeError', 'only one dimension can be inferred');
  const total = sizeOf(shape);
  const known = asked.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const fits = open === 0 ? known === total : known !== 0 && total % known === 0;
  if (!fits) {
    throw fail(
      machine,
      'RuntimeError',
      `shape '[${asked.join(', ')}]' is invalid for input of size ${total}`,
    );
  }
  const sizes = asked.map((size) => (size === -1 ? total / known : size));
  return viewOf(recorder, input, { op: 'reshape', attributes: { sizes } });
}

export const shapeFunctions: readonly TorchFunction[] = [
  torchFunction(
    'view',
    'self, *shape',
    ['method'],
    (recorder, self, shape) =>
      reshaped(recorder, tensorArgument(recorder.machine, self, 'view()'), sizesOf(recorder.machine, shape))
        .value,
  ),
  torchFunction(
    'reshape',
    'input, *shape',
    usual,
    (recorder, input, shape) =>
      reshaped(
        recorder,
        tensorArgument(recorder.machine, input, 'reshape()'),
        sizesOf(recorder.machine, shape),
      ).value,
  ),
  torchFunction('flatten', 'input, start_dim=0, end_dim=-1', usual, (recorder, input, start, end) => {
    const { machine } = recorder;
    const tensor = tensorArgument(machine, input, "flatten(): argument 'input' (position 1)");
    const rank = tensor.shape?.length ?? 1;
    const startAxis = axisOf(machine, start, rank);
    const endAxis = axisOf(machine, end, rank);
    if (startAxis > endAxis) {
      throw fail(machine, 'RuntimeError', 'flatten() has invalid args: start_dim cannot come after end_dim');
    }
    return viewOf(recorder, tensor, { op: 'flatten', attributes: { startAxis, endAxis } }).value;
  }),
  torchFunction('size', 'self, dim=None', ['method'], (recorder, self, dim) => {
    const { machine } = recorder;
    const tensor = tensorArgument(machine, self, 'size()');
    if (!tensor.shape) return shapeOf(recorder, tensor);
    if (dim.kind === 'none') return sizeValue(tensor.shape);
    return int(tensor.shape[checkedAxis(machine, whole(machine, dim), tensor.shape.length)] ?? 0);
  }),
];
