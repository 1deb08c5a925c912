/** Elements written at indices: scatter, index_add, index_copy, index_fill, masked_scatter. */
import { fail } from '../../python/values/exceptions';
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import type { OpCall } from '../../../ops/table';
import { sizeOf } from '../../../tensor/tensor';
import { cast, operandOf, pair, tensorOf } from '../../tensors/arithmetic';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { axisOf } from '../values/arguments';
import { flag, number, word } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { shapedArgument } from '../values/shaped';
import { withShape, type Shaped } from '../../tensors/shaped';
import { checkBounds, checkIndices, outOfAxis } from './gathers';
import { byData, commonShape, expanded } from './repeats';
import { everywhere, torchFunction, type TorchFunction } from './row';

function on(recorder: Recorder, call: OpCall, args: readonly TensorValue[]): TensorValue {
  return recorder.apply(call, args, { flavour: torchFlavour });
}

/** A tensor or a number that fills the shape of the indices. */
function sourceOf(recorder: Recorder, value: Value, name: string, input: Shaped, index: Shaped): Shaped {
  const tensor = tensorIn(value);
  if (tensor) {
    if (tensor.dtype !== input.dtype) {
      const message = `${name}(): Expected self.dtype to be equal to src.dtype`;
      throw fail(recorder.machine, 'RuntimeError', message);
    }
    return withShape(recorder, tensor);
  }
  const operand = operandOf(value) ?? { kind: 'float', value: number(recorder.machine, value) };
  const single = withShape(recorder, tensorOf(recorder, operand, input.dtype, torchFlavour));
  return withShape(recorder, cast(recorder, expanded(recorder, single, index.shape), input.dtype));
}

interface Scattering {
  readonly name: string;
  readonly input: Shaped;
  readonly axis: number;
  readonly index: Shaped;
  readonly source: Shaped;
}

function checked(recorder: Recorder, { name, input, axis, index, source }: Scattering): void {
  const { machine } = recorder;
  checkIndices(recorder, name, index);
  const [own, at, from] = [input.shape, index.shape, source.shape];
  if (at.length !== own.length && sizeOf(at) > 0) {
    const message = 'Index tensor must have the same number of dimensions as self tensor';
    throw fail(machine, 'RuntimeError', message);
  }
  const odd = at.some(
    (size, place) => size > (from[place] ?? 0) || (place !== axis && size > (own[place] ?? 0)),
  );
  if (odd) {
    const message = `Expected index [${at.join(', ')}] to be no larger than self [${own.join(', ')}] apart from dimension ${axis} and to be no larger size than src [${from.join(', ')}]`;
    throw fail(machine, 'RuntimeError', message);
  }
  const size = own[axis] ?? 1;
  checkBounds(recorder, index, size, outOfAxis(axis, size));
}

function scattered(recorder: Recorder, scattering: Scattering, op: 'scatter' | 'scatter-add'): TensorValue {
  checked(recorder, scattering);
  const { input, axis, index, source } = scattering;
  return recorder.apply({ op, attributes: { axis } }, [input, index, source], {
    flavour: torchFlavour,
    dtype: input.dtype,
  });
}

function scatteringOf(
  recorder: Recorder,
  name: string,
  [self, dim, index, source]: readonly [Value, Value, Value, Value],
): Scattering {
  const input = shapedArgument(recorder, self, name);
  const at = shapedArgument(recorder, index, name, 'index', 3);
  const axis = axisOf(recorder.machine, dim, input.shape.length);
  return { name, input, axis, index: at, source: sourceOf(recorder, source, name, input, at) };
}

/** Ones where something is written, and the sums or counts that means and such need. */
function reducedScatter(
  recorder: Recorder,
  scattering: Scattering,
  how: string,
  keeps: boolean,
): TensorValue {
  const { machine } = recorder;
  const { input, axis, index, source } = scattering;
  const add = (into: TensorValue, from: TensorValue): TensorValue =>
    on(recorder, { op: 'scatter-add', attributes: { axis } }, [into, index, from]);
  checked(recorder, scattering);
  const ones = (of: TensorValue, value: number): TensorValue =>
    on(recorder, { op: 'full-like', attributes: { value } }, [of]);
  if (how !== 'sum' && how !== 'mean') {
    const cause = machine.unknown(
      'unsupported',
      `scatter_reduce with ${how} is not understood yet.`,
      'scatter_reduce',
    );
    return recorder.opaque(cause, [input, index, source], torchFlavour);
  }
  const written = add(ones(input, 0), ones(source, 1));
  const start = keeps
    ? input
    : on(recorder, { op: 'where', attributes: {} }, [
        pair(recorder, 'greater', written, { kind: 'int', value: 0 }),
        ones(input, 0),
        input,
      ]);
  const sum = add(start, source);
  if (how === 'sum') return sum;
  const counts = keeps ? pair(recorder, 'add', written, { kind: 'int', value: 1 }) : written;
  const least = recorder.constant(torchFlavour, 'float32', [], [1]);
  return pair(recorder, 'divide', sum, pair(recorder, 'maximum', counts, least));
}

/** Indices of rows as indices of every element in them. */
function spreadIndices(recorder: Recorder, index: Shaped, axis: number, shape: readonly number[]): Shaped {
  const sizes = shape.map((_, at) => (at === axis ? sizeOf(index.shape) : 1));
  const column = on(recorder, { op: 'reshape', attributes: { sizes } }, [index]);
  const whole = shape.with(axis, sizeOf(index.shape));
  return withShape(recorder, expanded(recorder, withShape(recorder, column), whole));
}

function rowsWritten(
  recorder: Recorder,
  name: string,
  op: 'scatter' | 'scatter-add',
  [self, dim, at, given]: readonly [Value, Value, Value, Value],
): TensorValue {
  const { machine } = recorder;
  const input = shapedArgument(recorder, self, name);
  const axis = axisOf(machine, dim, input.shape.length);
  const index = shapedArgument(recorder, at, name, 'index', 3);
  const source = shapedArgument(recorder, given, name, 'source', 4);
  checkIndices(recorder, name, index);
  const count = sizeOf(index.shape);
  const rows = source.shape[axis] ?? 1;
  if (source.shape.length > 0 && count !== rows) {
    const message =
      op === 'scatter-add'
        ? `${name}_(): Number of indices (${count}) should be equal to source.size(dim): (${rows}), for dim: ${axis}`
        : `${name}_(): Number of indices (${count}) should be equal to source.size(dim) (${rows})`;
    throw fail(machine, op === 'scatter-add' ? 'RuntimeError' : 'IndexError', message);
  }
  const whole = withShape(recorder, expanded(recorder, source, input.shape.with(axis, count)));
  const indices = spreadIndices(recorder, index, axis, input.shape);
  const typed = withShape(recorder, cast(recorder, whole, input.dtype));
  return scattered(recorder, { name, input, axis, index: indices, source: typed }, op);
}

function filled(recorder: Recorder, self: Value, dim: Value, at: Value, value: Value): TensorValue {
  const { machine } = recorder;
  const input = shapedArgument(recorder, self, 'index_fill');
  const axis = axisOf(machine, dim, input.shape.length);
  const index = shapedArgument(recorder, at, 'index_fill', 'index', 3);
  const size = input.shape[axis] ?? 1;
  checkBounds(recorder, index, size, (wrong) => [
    'IndexError',
    `index ${wrong} is out of bounds for dimension ${axis} with size ${size}`,
  ]);
  const indices = spreadIndices(recorder, index, axis, input.shape);
  const tensor = tensorIn(value);
  const source = tensor
    ? withShape(
        recorder,
        expanded(recorder, withShape(recorder, cast(recorder, tensor, input.dtype)), indices.shape),
      )
    : sourceOf(recorder, value, 'index_fill', input, indices);
  return scattered(recorder, { name: 'index_fill', input, axis, index: indices, source }, 'scatter');
}

/** The places of a known mask get the elements of the source one after the other. */
function maskScattered(recorder: Recorder, self: Value, given: Value, from: Value): TensorValue {
  const input = shapedArgument(recorder, self, 'masked_scatter');
  const mask = shapedArgument(recorder, given, 'masked_scatter', 'mask', 2);
  const source = shapedArgument(recorder, from, 'masked_scatter', 'source', 3);
  const shape = commonShape(recorder, [input.shape, mask.shape]);
  const known = recorder.known(expanded(recorder, mask, shape));
  if (!known) return byData(recorder, input, 'masked_scatter');
  const chosen = Array.from(known.data).flatMap((value, place) => (value === 0 ? [] : [place]));
  const flat = (of: TensorValue): TensorValue =>
    on(recorder, { op: 'reshape', attributes: { sizes: [-1] } }, [of]);
  const indices = recorder.constant(torchFlavour, 'int64', [chosen.length], chosen);
  const values = on(
    recorder,
    { op: 'slice', attributes: { axis: 0, start: 0, end: chosen.length, step: 1 } },
    [flat(source)],
  );
  const whole = flat(expanded(recorder, input, shape));
  const written = on(recorder, { op: 'scatter', attributes: { axis: 0 } }, [whole, indices, values]);
  return on(recorder, { op: 'reshape', attributes: { sizes: shape } }, [written]);
}

export const scatterFunctions: readonly TorchFunction[] = [
  torchFunction(
    'scatter',
    'input, dim, index, src=None, *, value=None, reduce=None',
    everywhere,
    (recorder, ...bound) => {
      const [self = none, dim = none, index = none, src = none, value = none, reduce = none] = bound;
      const source = src.kind === 'none' ? value : src;
      const scattering = scatteringOf(recorder, 'scatter', [self, dim, index, source]);
      if (reduce.kind === 'none') return scattered(recorder, scattering, 'scatter').value;
      const how = word(recorder.machine, reduce) === 'add' ? 'sum' : 'product';
      return reducedScatter(recorder, scattering, how, true).value;
    },
  ),
  torchFunction(
    'scatter_add',
    'input, dim, index, src',
    everywhere,
    (recorder, self, dim, index, src) =>
      scattered(recorder, scatteringOf(recorder, 'scatter_add', [self, dim, index, src]), 'scatter-add')
        .value,
  ),
  torchFunction(
    'scatter_reduce',
    'input, dim, index, src, reduce, *, include_self=True',
    everywhere,
    (recorder, ...bound) => {
      const [self = none, dim = none, index = none, src = none, reduce = none, keeps = none] = bound;
      const scattering = scatteringOf(recorder, 'scatter_reduce', [self, dim, index, src]);
      const how = word(recorder.machine, reduce);
      return reducedScatter(recorder, scattering, how, flag(recorder.machine, keeps)).value;
    },
  ),
  torchFunction(
    'index_add',
    'input, dim, index, source, *, alpha=1',
    everywhere,
    (recorder, self, dim, index, source, alpha) => {
      const factor = operandOf(alpha);
      const given = tensorIn(source);
      const times = number(recorder.machine, alpha);
      const scaled =
        given && factor && times !== 1 ? pair(recorder, 'multiply', given, factor).value : source;
      return rowsWritten(recorder, 'index_add', 'scatter-add', [self, dim, index, scaled]).value;
    },
  ),
  torchFunction(
    'index_copy',
    'input, dim, index, source',
    everywhere,
    (recorder, self, dim, index, source) =>
      rowsWritten(recorder, 'index_copy', 'scatter', [self, dim, index, source]).value,
  ),
  torchFunction(
    'index_fill',
    'input, dim, index, value',
    everywhere,
    (recorder, self, dim, index, value) => filled(recorder, self, dim, index, value).value,
  ),
  torchFunction(
    'masked_scatter',
    'input, mask, source',
    everywhere,
    (recorder, self, mask, source) => maskScattered(recorder, self, mask, source).value,
  ),
];
