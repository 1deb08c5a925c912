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
  const { flavour } = tensor;
  if (only && lookUps.length === 1 && only.indices.dtype === 'bool' && isAlike(recorder, only, value)) {
    const mask = spreadMask(recorder, only, tensor);
    const chosen = recorder.apply({ op: 'where', attributes: {} }, [mask, value, tensor], { flavour });
    assign(recorder, tensor, chosen);
    return;
  }
  const size = sizeOf(tensor.shape ?? []);
  const places = recorder.apply(
    { op: 'arange', attributes: { start: 0, end: size, step: 1, whole: true } },
    [],
    {
      flavour,
    },
  );
  const whole: OpCall = { op: 'reshape', attributes: { sizes: tensor.shape ?? [] } };
  const numbered = recorder.apply(whole, [places], { flavour });
  const at = lookUp(recorder, numbered, lookUps);
  if (!at.shape || !value.shape) {
    assign(recorder, tensor, dataDependent(recorder, tensor));
    return;
  }
  checkFits(recorder, value.shape, at.shape);
  const row = (of: TensorValue): TensorValue =>
    recorder.apply({ op: 'reshape', attributes: { sizes: [-1] } }, [of], { flavour });
  const surplus = Math.max(0, value.shape.length - at.shape.length);
  const trimmed = recorder.apply(
    { op: 'reshape', attributes: { sizes: value.shape.slice(surplus) } },
    [value],
    {
      flavour,
    },
  );
  const stretched = recorder.apply({ op: 'expand', attributes: { sizes: at.shape } }, [trimmed], { flavour });
  const scatter: OpCall = { op: 'scatter', attributes: { axis: 0 } };
  const written = recorder.apply(scatter, [row(tensor), row(at), row(stretched)], { flavour });
  assign(recorder, tensor, recorder.apply(whole, [written], { flavour }));
}

/** Whether a value is the same for all that a mask chooses; what lies behind the mask's axes may differ. */
function isAlike(recorder: Recorder, { indices }: LookUp, { shape }: TensorValue): boolean {
  if (!shape || shape.every((size) => size === 1)) return true;
  return recorder.known(indices) === null && shape.length === 0;
}

function checkFits({ machine }: Recorder, value: readonly number[], result: readonly number[]): void {
  const surplus = value.length - result.length;
  const fits = value.every(
    (size, axis) => size === 1 || (axis >= surplus && size === result[axis - surplus]),
  );
  if (fits) return;
  const message = `shape mismatch: value tensor of shape [${value.join(', ')}] cannot be broadcast to indexing result of shape [${result.join(', ')}]`;
  throw fail(machine, 'RuntimeError', message);
}

/** A mask with axes of size 1 before and behind it, so that it covers whole rows. */
function spreadMask(recorder: Recorder, { axis, indices }: LookUp, tensor: TensorValue): TensorValue {
  const own = indices.shape ?? [];
  const behind = Math.max(0, (tensor.shape?.length ?? 0) - axis - own.length);
  const ones = (count: number): readonly number[] => new Array<number>(count).fill(1);
  const sizes = [...ones(axis), ...own, ...ones(behind)];
  return recorder.apply({ op: 'reshape', attributes: { sizes } }, [indices], { flavour: indices.flavour });
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
  checkTogether(
    recorder,
    lookUps.map(({ indices }) => indices.shape ?? []),
  );
  let at: TensorValue | null = null;
  for (const [place, { indices }] of lookUps.entries()) {
    const size = sizes[place] ?? 1;
    const positive = nonNegative(recorder, indices, size, place);
    at = at
      ? pair(recorder, 'add', pair(recorder, 'multiply', at, { kind: 'int', value: size }), positive)
      : positive;
  }
  if (!at) throw new RangeError('nothing to look up');
  return { base, at, axes: axes.map((_, place) => (adjacent ? first : 0) + place) };
}

/** Indices stretch to each other, or do not. */
function checkTogether({ machine }: Recorder, shapes: readonly (readonly number[])[]): void {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const odd = Array.from({ length: rank }, (_, place) => {
    const sizes = shapes.map((shape) => shape[shape.length - 1 - place] ?? 1);
    return new Set(sizes.filter((size) => size !== 1)).size > 1;
  });
  if (!odd.includes(true)) return;
  const text = shapes.map((shape) => `[${shape.join(', ')}]`).join(', ');
  const message = `shape mismatch: indexing tensors could not be broadcast together with shapes ${text}`;
  throw fail(machine, 'IndexError', message);
}

/** Known indices are checked and counted from the front. `axis` counts among the axes that are looked up, as in PyTorch's message. */
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
