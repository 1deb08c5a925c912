/** Weights that are computed from other parameters at every use: weight_norm, spectral_norm and parametrizations. */
import { native } from '../../python/builtins/native';
import { none, tuple } from '../../python/values/make';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { leftSingularVector, rightSingularVector } from '../../../ops/normalisation/spectralNorm';
import { unhurried } from '../../../tensor/pace';
import { randomStream } from '../../../tensor/random';
import { sizeOf } from '../../../tensor/tensor';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { drawnNow } from '../../tensors/starts';
import type { TensorValue } from '../../tensors/tensorValue';
import { tensorArgument } from '../values/arguments';
import { flag, number, whole, word } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { stateOf } from './state';
import { withShape, type Shaped } from '../../tensors/shaped';

function tensorIn(machine: Machine, value: Value): Shaped {
  return withShape(recorderOf(machine), tensorArgument(machine, value, "weight_norm(): argument 'weight'"));
}

/** `_derive(module, name, compute)`: from now on the attribute is what `compute(module)` gives. */
const derive = native('_derive', 'module, name, compute', (machine, module, name, compute) => {
  stateOf(machine, module, 'parameter').derived.set(word(machine, name), compute);
  return none;
});

const underive = native('_underive', 'module, name', (machine, module, name) => {
  stateOf(machine, module, 'parameter').derived.delete(word(machine, name));
  return none;
});

/** `_drop(module, name)`: takes a parameter or buffer away. */
const drop = native('_drop', 'module, name', (machine, module, name) => {
  const state = stateOf(machine, module, 'parameter');
  state.holderOf(word(machine, name))?.delete(word(machine, name));
  return none;
});

const weightNorm = native('_weight_norm', 'v, g, dim', (machine, v, g, dim) => {
  const axis = whole(machine, dim);
  const recorder = recorderOf(machine);
  const call = { op: 'weight-norm', attributes: { axis: axis === -1 ? null : axis } } as const;
  return recorder.apply(call, [tensorIn(machine, v), tensorIn(machine, g)], { flavour: torchFlavour }).value;
});

/** The numbers that a weight starts with, drawn now where they are drawn. */
function startingNumbers(recorder: Recorder, weight: Shaped): TensorValue {
  const known = recorder.known(weight);
  return known ? weight : (drawnNow(recorder, weight) ?? weight);
}

/** `_lengths_and_direction(weight, dim)`: what weight_norm begins with, so that the weight itself stays as it is. */
const split = native('_lengths_and_direction', 'weight, dim', (machine, given, dim) => {
  const recorder = recorderOf(machine);
  const axis = whole(machine, dim);
  const weight = tensorIn(machine, given);
  const direction = startingNumbers(recorder, weight);
  const axes = axis === -1 ? null : [...weight.shape.keys()].filter((one) => one !== axis);
  const square = recorder.apply({ op: 'square', attributes: {} }, [direction], { flavour: torchFlavour });
  const sums = recorder.apply({ op: 'sum', attributes: { axes, keepDimensions: axes !== null } }, [square], {
    flavour: torchFlavour,
  });
  const lengths = recorder.apply({ op: 'sqrt', attributes: {} }, [sums], { flavour: torchFlavour });
  return tuple([lengths.value, direction.value]);
});

const singularKey = 'singular vectors drawn while reading';

/** `_singular_vectors(weight, dim, turned)`: u and v; turned: near the largest singular value, or else at random. */
const singular = native('_singular_vectors', 'weight, dim, turned', (machine, given, dim, turned) => {
  const recorder = recorderOf(machine);
  const weight = tensorIn(machine, given);
  const axis = whole(machine, dim);
  const rows = weight.shape[axis] ?? 1;
  const columns = sizeOf(weight.shape) / Math.max(1, rows);
  const count = Number(machine.keep.get(singularKey) ?? 0);
  machine.keep.set(singularKey, count + 1);
  const random = randomStream(2, count);
  machine.allocate(rows + columns, 'numbers');
  let left = unit(Float64Array.from({ length: rows }, (_, place) => random.normal(place)));
  let right = unit(Float64Array.from({ length: columns }, (_, place) => random.normal(rows + place)));
  const known = recorder.known(startingNumbers(recorder, weight));
  if (flag(machine, turned) && known) {
    machine.step(known.data.length);
    const start = { elementType: 'float64', shape: [rows], data: left } as const;
    left = Float64Array.from(leftSingularVector(known, axis, start, unhurried));
    const turnedTo = { elementType: 'float64', shape: [rows], data: left } as const;
    right = Float64Array.from(rightSingularVector(known, axis, turnedTo));
  }
  return tuple([
    recorder.constant(torchFlavour, 'float32', [rows], left).value,
    recorder.constant(torchFlavour, 'float32', [columns], right).value,
  ]);
});

function unit(vector: Float64Array): Float64Array<ArrayBuffer> {
  const length = Math.hypot(...vector) || 1;
  return Float64Array.from(vector, (value) => value / length);
}

const spectralNorm = native('_spectral_norm', 'weight, u, v, dim, iterations, eps', (machine, ...bound) => {
  const [weight = none, u = none, v = none, dim = none, iterations = none, eps = none] = bound;
  const recorder = recorderOf(machine);
  const attributes = {
    axis: whole(machine, dim),
    iterations: whole(machine, iterations),
    epsilon: number(machine, eps),
  };
  const args = [weight, u, v].map((value) => tensorIn(machine, value));
  return recorder.apply({ op: 'spectral-norm', attributes }, args, { flavour: torchFlavour }).value;
});

/** What the Python of torch.nn.utils calls, by its names. */
export const weightFunctions: readonly (readonly [string, Value])[] = [
  derive,
  underive,
  drop,
  weightNorm,
  split,
  singular,
  spectralNorm,
].map((value) => [value.name, value] as const);
