/** Normalisations over axes, groups of channels and neighbours, and vectors scaled to length 1. */
import { fail } from '../../python/values/exceptions';
import { classOf, unwrap } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { checkedAxis, optionalTensor } from '../values/arguments';
import { number, whole, wholes } from '../../tensors/arguments';
import { shapedArgument } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { applied, intsArgument, listText } from './places';
import { torchFunction, type TorchFunction } from './row';

function refuse(machine: Machine, message: string): never {
  throw fail(machine, 'RuntimeError', message);
}

/** The axes of a normalisation over the last ones, once shape, scale and shift fit. */
function checkedShape(
  machine: Machine,
  call: string,
  input: Shaped,
  asked: Value,
  learned: Readonly<Record<string, TensorValue | null>>,
): number {
  const plain = unwrap(asked);
  if (plain.kind === 'int')
    throw fail(
      machine,
      'TypeError',
      `${call}(): argument 'normalized_shape' (position 2) must be tuple of ints, not ${classOf(plain).name}`,
    );
  const wanted = intsArgument(machine, asked, { call, name: 'normalized_shape', place: 2 });
  if (wanted.length < 1)
    refuse(
      machine,
      'Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []',
    );
  for (const [name, tensor] of Object.entries(learned)) {
    if (!tensor?.shape || tensor.shape.join() === wanted.join()) continue;
    refuse(
      machine,
      `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${listText(tensor.shape)} and normalized_shape = ${listText(wanted)}`,
    );
  }
  if (input.shape.slice(-wanted.length).join() !== wanted.join()) {
    const separator = call === 'rms_norm' ? '' : ', ';
    refuse(
      machine,
      `Given normalized_shape=${listText(wanted)}, expected input with shape [*${separator}${wanted.join(', ')}], but got input of size${listText(input.shape)}`,
    );
  }
  return wanted.length;
}

function layerNorm(recorder: Recorder, ...bound: Value[]): Value {
  const [input, shape, weight, bias, eps] = bound as [Value, Value, Value, Value, Value]; // the signature has five parameters
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'layer_norm');
  const scale = optionalTensor(machine, weight, "layer_norm(): argument 'weight' (position 3)");
  const shift = optionalTensor(machine, bias, "layer_norm(): argument 'bias' (position 4)");
  const axes = checkedShape(machine, 'layer_norm', x, shape, { weight: scale, bias: shift });
  if (!isFloating(x.dtype)) refuse(machine, 'mixed dtype (CPU): all inputs must share same datatype.');
  const attributes = {
    ...{ axes, epsilon: number(machine, eps) },
    ...{ scale: scale !== null, shift: shift !== null },
  };
  const args = [x, scale, shift].filter((tensor) => tensor !== null);
  return applied(recorder, { op: 'layer-norm', attributes }, args).value;
}

function rmsNorm(recorder: Recorder, input: Value, shape: Value, weight: Value, eps: Value): Value {
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'rms_norm');
  const scale = optionalTensor(machine, weight, "rms_norm(): argument 'weight' (position 3)");
  const axes = checkedShape(machine, 'rms_norm', x, shape, { weight: scale });
  const epsilon = eps.kind === 'none' ? null : number(machine, eps);
  const args = scale ? [x, scale] : [x];
  return applied(recorder, { op: 'rms-norm', attributes: { axes, epsilon, scale: scale !== null } }, args)
    .value;
}

function checkGroups(machine: Machine, { shape }: Shaped, groups: number): void {
  const [batch = 0, channels = 0, ...places] = shape;
  if (shape.length < 2)
    refuse(machine, `Expected at least 2 dimensions for input tensor but received ${shape.length}`);
  if (groups === 0) throw fail(machine, 'ZeroDivisionError', 'integer division or modulo by zero');
  const perGroup = Math.floor((batch * channels) / groups);
  if (places.reduce((product, size) => product * size, perGroup) === 1) {
    const message = `Expected more than 1 value per channel when training, got input size ${listText([perGroup, groups, ...places])}`;
    throw fail(machine, 'ValueError', message);
  }
  if (channels % groups !== 0)
    refuse(
      machine,
      `Expected number of channels in input to be divisible by num_groups, but got input of shape ${listText(shape)} and num_groups=${groups}`,
    );
}

function groupNorm(recorder: Recorder, ...bound: Value[]): Value {
  const [input, count, weight, bias, eps] = bound as [Value, Value, Value, Value, Value]; // the signature has five parameters
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'group_norm');
  const groups = whole(machine, count);
  const scale = optionalTensor(machine, weight, "group_norm(): argument 'weight' (position 3)");
  const shift = optionalTensor(machine, bias, "group_norm(): argument 'bias' (position 4)");
  checkGroups(machine, x, groups);
  for (const [name, tensor] of Object.entries({ weight: scale, bias: shift })) {
    if (!tensor?.shape || tensor.shape.join() === String(x.shape[1])) continue;
    refuse(
      machine,
      `Expected ${name} to be a vector of size equal to the number of channels in input, but got ${name} of shape ${listText(tensor.shape)} and input of shape ${listText(x.shape)}`,
    );
  }
  const attributes = {
    ...{ groups, epsilon: number(machine, eps) },
    ...{ scale: scale !== null, shift: shift !== null },
  };
  const args = [x, scale, shift].filter((tensor) => tensor !== null);
  return applied(recorder, { op: 'group-norm', attributes }, args).value;
}

function localResponseNorm(recorder: Recorder, ...bound: Value[]): Value {
  const [input, size, alpha, beta, k] = bound as [Value, Value, Value, Value, Value]; // the signature has five parameters
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'local_response_norm');
  if (x.shape.length < 3) {
    const message = `Expected 3D or higher dimensionality                          input (got ${x.shape.length} dimensions)`;
    throw fail(machine, 'ValueError', message);
  }
  const attributes = {
    ...{ size: whole(machine, size), alpha: number(machine, alpha) },
    ...{ beta: number(machine, beta), k: number(machine, k) },
  };
  if (attributes.size < 1)
    refuse(machine, `kernel size should be greater than zero, but got kH: ${attributes.size} kW: 1`);
  return applied(recorder, { op: 'local-response-norm', attributes }, [x]).value;
}

function normalize(recorder: Recorder, input: Value, p: Value, dim: Value, eps: Value): Value {
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'normalize');
  const axes = wholes(machine, dim).map((axis) => checkedAxis(machine, axis, x.shape.length));
  const [order, epsilon] = [number(machine, p), number(machine, eps)];
  const [axis = 0] = axes;
  if (axes.length === 1 && order > 0)
    return applied(recorder, { op: 'lp-normalise', attributes: { p: order, axis, epsilon } }, [x]).value;
  const length = applied(recorder, { op: 'norm', attributes: { order, axes, keepDimensions: true } }, [x]);
  const least = applied(recorder, { op: 'clamp', attributes: { minimum: epsilon, maximum: null } }, [length]);
  return applied(recorder, { op: 'divide', attributes: {} }, [x, least]).value;
}

export const normFunctions: readonly TorchFunction[] = [
  torchFunction(
    'layer_norm',
    'input, normalized_shape, weight=None, bias=None, eps=1e-05',
    ['torch', 'functional'],
    layerNorm,
  ),
  torchFunction(
    'rms_norm',
    'input, normalized_shape, weight=None, eps=None',
    ['torch', 'functional'],
    rmsNorm,
  ),
  torchFunction(
    'group_norm',
    'input, num_groups, weight=None, bias=None, eps=1e-05',
    ['torch', 'functional'],
    groupNorm,
  ),
  torchFunction(
    'local_response_norm',
    'input, size, alpha=0.0001, beta=0.75, k=1.0',
    ['functional'],
    localResponseNorm,
  ),
  torchFunction('normalize', 'input, p=2.0, dim=1, eps=1e-12, out=None', ['functional'], normalize),
];
