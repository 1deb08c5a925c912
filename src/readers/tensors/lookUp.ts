/** Indexing by tensors: masks and indices, read and written. */
import type { OpCall } from '../../ops/table';
import { sizeOf } from '../../tensor/tensor';
import { fail } from '../python/values/exceptions';
import { pair } from './arithmetic';
import type { Recorder } from './recorder';
import type { TensorValue } from './tensorValue';
import { assign } from './views';

/** An axis of a tensor that indices are looked up along; a mask takes as many axes as it has. */
export interface LookUp {
  readonly axis: number;
  readonly indices: TensorValue;
}

/** x with its axes looked up; adjacent indices stay in place, others come to the front (NumPy's advanced indexing). */
export function lookUp(recorder: Recorder, tensor: TensorValue, lookUps: readonly LookUp[]): TensorValue {
  const { flavour } = tensor;
  const plain = withoutMasks(recorder, tensor, lookUps);
  if (!plain) return dataDependent(recorder, tensor);
  const on = (call: OpCall, args: readonly TensorValue[]): TensorValue =>
    recorder.apply(call, args, { flavour });
  const { base, at, axes } = gathered(recorder, tensor, plain);
  const [first = 0] = axes;
  const shape = base.shape ?? [];
  const merged = sizeOf(shape.slice(first, first + axes.length));
  const flat =
    axes.length === 1
      ? base
      : on(
          {
            op: 'reshape',
            attributes: { sizes: shape.toSpliced(first, axes.length, merged) },
          },
          [base],
        );
  const indices = at.shape ?? [];
  const reshape = (of: TensorValue, sizes: readonly number[]): TensorValue =>
    on({ op: 'reshape', attributes: { sizes } }, [of]);
  if (indices.length === 1) return on({ op: 'index-select', attributes: { axis: first } }, [flat, at]);
  const rows = on({ op: 'index-select', attributes: { axis: first } }, [flat, reshape(at, [-1])]);
  return reshape(rows, (flat.shape ?? []).toSpliced(first, 1, ...indices));
}

/** Writes into what indices or masks choose; `value` is stretched where it can be. */
export function writeAt(
  recorder: Recorder,
  tensor: TensorValue,
  lookUps: readonly LookUp[],
  value: TensorValue,
): void {
  const [only] = lookUps;
  if (!only || lookUps.length > 1) {
    throw fail(recorder.machine, 'NotImplementedError', 'writing at several index tensors is not done yet');
  }
  const { flavour } = tensor;
  if (only.indices.dtype === 'bool' && only.axis === 0) {
    const mask = trailing(recorder, only.indices, tensor);
    assign(
      recorder,
      tensor,
      recorder.apply({ op: 'where', attributes: {} }, [mask, value, tensor], { flavour }),
    );
    return;
  }
  const known = recorder.known(only.indices);
  const size = tensor.shape?.[only.axis] ?? 0;
  if (!known || only.indices.dtype === 'bool') {
    throw fail(
      recorder.machine,
      'NotImplementedError',
      'writing at indices that depend on inputs is not done yet',
    );
  }
  const chosen = new Array<number>(size).fill(0);
  for (const index of known.data) chosen[index < 0 ? index + size : index] = 1;
  if ((value.shape?.length ?? 0) > (tensor.shape?.length ?? 0) - 1) {
    throw fail(recorder.machine, 'NotImplementedError', 'writing a row for each index is not done yet');
  }
  const rank = tensor.shape?.length ?? 0;
  const maskShape = Array.from({ length: rank }, (_, axis) => (axis === only.axis ? size : 1));
  const mask = recorder.constant(flavour, 'bool', maskShape, chosen);
  assign(
    recorder,
    tensor,
    recorder.apply({ op: 'where', attributes: {} }, [mask, value, tensor], { flavour }),
  );
}

/** A mask with axes of size 1 behind it, so that it covers whole rows. */
function trailing(recorder: Recorder, mask: TensorValue, tensor: TensorValue): TensorValue {
  const missing = (tensor.shape?.length ?? 0) - (mask.shape?.length ?? 0);
  if (missing <= 0) return mask;
  const sizes = [...(mask.shape ?? []), ...Array.from({ length: missing }, () => 1)];
  return recorder.apply({ op: 'reshape', attributes: { sizes } }, [mask], { flavour: mask.flavour });
}

function dataDependent(recorder: Recorder, tensor: TensorValue): TensorValue {
  const message = 'The shape of what a mask chooses depends on the values of inputs or parameters.';
  return recorder.opaque(
    recorder.machine.unknown('data', message, 'a mask as an index'),
    [tensor],
    tensor.flavour,
  );
}

/** Masks as the indices of what they choose; null where a mask is not known. */
function withoutMasks(
  recorder: Recorder,
  tensor: TensorValue,
  lookUps: readonly LookUp[],
): readonly LookUp[] | null {
  const result: LookUp[] = [];
  for (const { axis, indices } of lookUps) {
    if (indices.dtype !== 'bool') {
      result.push({ axis, indices });
      continue;
    }
    const known = recorder.known(indices);
    if (!known) return null;
    const places = nonzero(known.data, known.shape);
    for (const [offset, column] of places.entries()) {
      result.push({
        axis: axis + offset,
        indices: recorder.constant(tensor.flavour, 'int64', [column.length], column),
      });
    }
  }
  return result;
}

/** For every axis the indices of what is not 0, in row-major order (torch.nonzero, transposed). */
export function nonzero(data: ArrayLike<number>, shape: readonly number[]): readonly (readonly number[])[] {
  const columns: number[][] = shape.map(() => []);
  for (let place = 0; place < data.length; place += 1) {
    if (data[place] === 0) continue;
    let rest = place;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const size = shape[axis] ?? 1;
      columns[axis]?.push(rest % size);
      rest = Math.floor(rest / size);
    }
  }
  return columns;
}

/** One index into axes that stand side by side: those that are looked up, moved to the front where they do not. */
function gathered(
  recorder: Recorder,
  tensor: TensorValue,
  lookUps: readonly LookUp[],
): { readonly base: TensorValue; readonly at: TensorValue; readonly axes: readonly number[] } {
  const { flavour } = tensor;
  const axes = lookUps.map(({ axis }) => axis);
  const [first = 0] = axes;
  const adjacent = axes.every((axis, place) => axis === first + place);
  const others = (tensor.shape ?? []).map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const base = adjacent
    ? tensor
    : recorder.apply({ op: 'permute', attributes: { axes: [...axes, ...others] } }, [tensor], { flavour });
  const sizes = axes.map((axis) => tensor.shape?.[axis] ?? 1);
  let at: TensorValue | null = null;
  for (const [place, { indices }] of lookUps.entries()) {
    const size = sizes[place] ?? 1;
    const positive = nonNegative(recorder, indices, size, axes[place] ?? 0);
    at = at
      ? pair(recorder, 'add', pair(recorder, 'multiply', at, { kind: 'int', value: size }), positive)
      : positive;
  }
  if (!at) throw new RangeError('nothing to look up');
  return { base, at, axes: axes.map((_, place) => (adjacent ? first : 0) + place) };
}

/** Known indices are checked and counted from the front. */
function nonNegative(recorder: Recorder, indices: TensorValue, size: number, axis: number): TensorValue {
  const known = recorder.known(indices);
  if (!known) return indices;
  const wrong = Array.from(known.data).find((index) => index < -size || index >= size);
  if (wrong !== undefined) {
    const message = `index ${wrong} is out of bounds for dimension ${axis} with size ${size}`;
    throw fail(recorder.machine, 'IndexError', message);
  }
  if (!known.data.some((index) => index < 0)) return indices;
  const counted = Array.from(known.data, (index) => (index < 0 ? index + size : index));
  return recorder.constant(indices.flavour, 'int64', known.shape, counted);
}
