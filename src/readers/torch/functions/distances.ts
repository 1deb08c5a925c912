/** Distances and products of two tensors of vectors: cosine_similarity, pairwise_distance, bilinear. */
import { fail } from '../../python/values/exceptions';
import type { Value } from '../../python/values/value';
import { checkShapes, pair } from '../../tensors/arithmetic';
import type { Recorder } from '../../tensors/recorder';
import { checkedAxis, optionalTensor } from '../values/arguments';
import { flag, number, whole } from '../../tensors/arguments';
import type { TensorValue } from '../../tensors/tensorValue';
import { shapedArgument } from '../values/shaped';
import { withShape, type Shaped } from '../../tensors/shaped';
import { applied } from './places';
import { torchFunction, type TorchFunction } from './row';

/** x y / (max(|x|, eps) max(|y|, eps)), summed over an axis. */
function cosine(recorder: Recorder, first: Value, second: Value, dim: Value, eps: Value): Value {
  const { machine } = recorder;
  const a = shapedArgument(recorder, first, 'cosine_similarity', 'x1', 1);
  const b = shapedArgument(recorder, second, 'cosine_similarity', 'x2', 2);
  checkShapes(recorder, a, b);
  const rank = Math.max(a.shape.length, b.shape.length);
  const axis = checkedAxis(machine, whole(machine, dim), rank);
  const epsilon = number(machine, eps);
  const longest = Math.max(...[a, b].map(({ shape }) => shape[axis - rank + shape.length] ?? 1));
  // Both get all axes, and along the one that is summed all places, since a length counts the places that are stretched.
  const unit = (x: Shaped): TensorValue => {
    const sizes = [...new Array<number>(rank - x.shape.length).fill(1), ...x.shape];
    const whole =
      rank === x.shape.length ? x : applied(recorder, { op: 'reshape', attributes: { sizes } }, [x]);
    const stretched = sizes.with(axis, longest);
    const long =
      sizes[axis] === longest
        ? whole
        : applied(recorder, { op: 'expand', attributes: { sizes: stretched } }, [whole]);
    return applied(recorder, { op: 'lp-normalise', attributes: { p: 2, axis, epsilon } }, [long]);
  };
  const product = pair(recorder, 'multiply', unit(a), unit(b));
  return applied(recorder, { op: 'sum', attributes: { axes: [axis], keepDimensions: false } }, [product])
    .value;
}

/** The p-norm of x - y + eps over the last axis. */
function distance(recorder: Recorder, ...bound: Value[]): Value {
  const [first, second, p, eps, keep] = bound as [Value, Value, Value, Value, Value]; // the signature has five parameters
  const { machine } = recorder;
  const a = shapedArgument(recorder, first, 'pairwise_distance', 'x1', 1);
  const b = shapedArgument(recorder, second, 'pairwise_distance', 'x2', 2);
  const apart = pair(recorder, 'subtract', a, b);
  const shifted = pair(recorder, 'add', apart, { kind: 'float', value: number(machine, eps) });
  const attributes = { order: number(machine, p), axes: [-1], keepDimensions: flag(machine, keep) };
  return applied(recorder, { op: 'norm', attributes }, [shifted]).value;
}

function bilinear(recorder: Recorder, first: Value, second: Value, table: Value, bias: Value): Value {
  const { machine } = recorder;
  const a = shapedArgument(recorder, first, 'bilinear', 'input1', 1);
  const b = shapedArgument(recorder, second, 'bilinear', 'input2', 2);
  const weight = shapedArgument(recorder, table, 'bilinear', 'weight', 3);
  const shift = optionalTensor(machine, bias, "bilinear(): argument 'bias' (position 4)");
  const refuse = (message: string): never => {
    throw fail(machine, 'RuntimeError', `bilinear(): ${message}`);
  };
  const [outputs = 0, left = 0, right = 0] = weight.shape;
  if (a.shape.length !== b.shape.length)
    refuse(`input dimensions do not match: got ${a.shape.length} and ${b.shape.length}`);
  const odd = a.shape.slice(0, -1).findIndex((size, axis) => size !== b.shape[axis]);
  if (odd !== -1)
    refuse(
      `input batch dimensions do not match at dim ${odd}: got ${a.shape[odd] ?? 0} and ${b.shape[odd] ?? 0}`,
    );
  for (const [place, x, wanted] of [
    [1, a, left],
    [2, b, right],
  ] as const) {
    const size = x.shape.at(-1) ?? 0;
    if (size !== wanted)
      refuse(`input${place} size does not match weight size: got ${size} but expected ${wanted}`);
  }
  if (shift && withShape(recorder, shift).shape[0] !== outputs)
    refuse(`bias size does not match weight size: got ${shift.shape?.[0] ?? 0} but expected ${outputs}`);
  return applied(recorder, { op: 'bilinear', attributes: {} }, shift ? [a, b, weight, shift] : [a, b, weight])
    .value;
}

export const distanceFunctions: readonly TorchFunction[] = [
  torchFunction('cosine_similarity', 'x1, x2, dim=1, eps=1e-08', ['torch', 'functional'], cosine),
  torchFunction(
    'pairwise_distance',
    'x1, x2, p=2.0, eps=1e-06, keepdim=False',
    ['torch', 'functional'],
    distance,
  ),
  torchFunction('bilinear', 'input1, input2, weight, bias=None', ['torch', 'functional'], bilinear),
];
