/** `x[...]` and `x[...] = y`: integers, slices, None, ellipsis, masks and indices, by NumPy's rules. */
import { sizeOf } from '../../tensor/tensor';
import type { OpCall } from '../../ops/table';
import { runOf } from '../python/evaluate/indices';
import { classOf } from '../python/values/classes';
import { fail } from '../python/values/exceptions';
import { Encountered } from '../python/values/unknown';
import type { Machine } from '../python/values/machine';
import type { Value } from '../python/values/value';
import { cast } from './arithmetic';
import { isFloating } from './elementTypes';
import { lookUp, writeAt, type LookUp } from './lookUp';
import { tensorOfNested } from './nested';
import type { Recorder } from './recorder';
import { tensorIn, type Flavour, type TensorValue } from './tensorValue';
import { assign, viewOf } from './views';

/** What an index does to one axis after the other. */
type Step =
  | { readonly kind: 'select'; readonly index: number }
  | { readonly kind: 'slice'; readonly value: Extract<Value, { kind: 'slice' }> }
  /** Empty: of size 0, as for False. */
  | { readonly kind: 'new axis'; readonly empty: boolean }
  | { readonly kind: 'keep' }
  | { readonly kind: 'look up'; readonly indices: TensorValue };

/** x[key]. Raises IndexError as PyTorch does. */
export function getItem(recorder: Recorder, tensor: TensorValue, key: Value): TensorValue {
  if (!tensor.shape) return shapeless(recorder, tensor);
  const { view, lookUps } = viewed(recorder, tensor, key);
  return lookUps.length === 0 ? view : lookUp(recorder, view, lookUps);
}

/** x[key] = value. */
export function setItem(recorder: Recorder, tensor: TensorValue, key: Value, value: TensorValue): void {
  if (!tensor.shape) return;
  const { view, lookUps } = viewed(recorder, tensor, key);
  const given = cast(recorder, value, tensor.dtype);
  if (lookUps.length === 0) assign(recorder, view, given);
  else writeAt(recorder, view, lookUps, given);
}

/** A tensor behind its integers and slices, and what is left to look up. */
interface Viewed {
  readonly view: TensorValue;
  readonly lookUps: readonly LookUp[];
}

function viewed(recorder: Recorder, tensor: TensorValue, key: Value): Viewed {
  const { machine } = recorder;
  const parts = partsOf(machine, key, tensor);
  const lookUps: LookUp[] = [];
  let view = tensor;
  let axis = 0;
  let selected = 0;
  for (const step of stepsOf(recorder, parts, tensor)) {
    if (step.kind === 'select') {
      const size = view.shape?.[axis] ?? 0;
      if (step.index < -size || step.index >= size)
        throw outOfBounds(machine, step.index, axis + selected, size);
      selected += 1;
      view = viewOf(recorder, view, { op: 'select', attributes: { axis, index: step.index } });
      continue;
    }
    if (step.kind === 'slice') {
      const call = sliceCall(machine, step.value, axis, view.shape?.[axis] ?? 0);
      if (call) view = viewOf(recorder, view, call);
    } else if (step.kind === 'new axis') {
      view = viewOf(recorder, view, { op: 'unsqueeze', attributes: { axis } });
      if (step.empty) {
        view = viewOf(recorder, view, { op: 'slice', attributes: { axis, start: 0, end: 0, step: 1 } });
      }
    } else if (step.kind === 'look up') {
      checkMask(machine, step.indices, view.shape ?? [], axis);
      lookUps.push({ axis, indices: step.indices });
      axis += step.indices.dtype === 'bool' ? (step.indices.shape?.length ?? 1) - 1 : 0;
    }
    axis += 1;
  }
  return { view, lookUps };
}

function shapeless(recorder: Recorder, tensor: TensorValue): TensorValue {
  if (tensor.content.kind !== 'opaque') throw new RangeError('only opaque tensors have no shape');
  return recorder.opaque(tensor.content.cause, [tensor], tensor.flavour);
}

function outOfBounds(machine: Machine, index: number, axis: number, size: number): Error {
  const message = `index ${index} is out of bounds for dimension ${axis} with size ${size}`;
  return fail(machine, 'IndexError', message);
}

/** The slice of one axis; null where it takes everything. */
function sliceCall(
  machine: Machine,
  value: Extract<Value, { kind: 'slice' }>,
  axis: number,
  size: number,
): OpCall | null {
  const run = runOf(machine, value, size);
  if (run.step < 0) throw fail(machine, 'ValueError', 'step must be greater than zero');
  if (run.step === 1 && run.start === 0 && run.count === size) return null;
  const end = run.count === 0 ? run.start : Math.min(size, run.start + (run.count - 1) * run.step + 1);
  return { op: 'slice', attributes: { axis, start: run.start, end, step: run.step } };
}

function partsOf(machine: Machine, key: Value, tensor: TensorValue): readonly Value[] {
  const parts = key.kind === 'tuple' ? key.items : [key];
  const rank = tensor.shape?.length ?? 0;
  const used = parts.reduce((sum, part) => sum + axesOf(part), 0);
  const [only] = parts;
  if (rank === 0 && parts.length === 1 && only?.kind === 'slice') {
    throw fail(machine, 'IndexError', 'slice() cannot be applied to a 0-dim tensor.');
  }
  if (rank === 0 && parts.length === 1 && only?.kind === 'int') {
    const message =
      'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number';
    throw fail(machine, 'IndexError', message);
  }
  if (used > rank) {
    throw fail(machine, 'IndexError', `too many indices for tensor of dimension ${rank}`);
  }
  const dots = parts.findIndex(({ kind }) => kind === 'ellipsis');
  const whole: Value = { kind: 'slice', start: nothing, stop: nothing, step: nothing };
  const rest = Array.from({ length: rank - used }, () => whole);
  if (dots === -1) return [...parts, ...rest];
  return parts.toSpliced(dots, 1, ...rest).filter(({ kind }) => kind !== 'ellipsis');
}

const nothing: Value = { kind: 'none' };

/** How many axes of the tensor a part of the key takes. */
function axesOf(part: Value): number {
  if (part.kind === 'none' || part.kind === 'ellipsis' || part.kind === 'bool') return 0;
  const indices = tensorIn(part);
  return indices?.dtype === 'bool' ? (indices.shape?.length ?? 1) : 1;
}

function stepsOf(recorder: Recorder, parts: readonly Value[], tensor: TensorValue): readonly Step[] {
  return parts.map((part): Step => {
    if (part.kind === 'unknown') throw new Encountered(part);
    if (part.kind === 'int') return { kind: 'select', index: Number(part.value) };
    if (part.kind === 'slice') return { kind: 'slice', value: part };
    if (part.kind === 'none') return { kind: 'new axis', empty: false };
    if (part.kind === 'bool') return { kind: 'new axis', empty: !part.value };
    const indices = tensorIn(part) ?? listed(recorder, part, tensor.flavour);
    if (!indices) throw noIndex(recorder.machine, part);
    if (isFloating(indices.dtype)) {
      const message = 'tensors used as indices must be long, int, byte or bool tensors';
      throw fail(recorder.machine, 'IndexError', message);
    }
    const known = indices.shape?.length === 0 && indices.dtype !== 'bool' ? recorder.known(indices) : null;
    if (known) return { kind: 'select', index: known.data[0] ?? 0 };
    return sizeOf(tensor.shape ?? []) === 0 ? { kind: 'keep' } : { kind: 'look up', indices };
  });
}

function noIndex(machine: Machine, part: Value): Error {
  const { name } = classOf(part);
  if (part.kind === 'str') return fail(machine, 'TypeError', `new(): invalid data type '${name}'`);
  const message = `only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${name})`;
  return fail(machine, 'IndexError', message);
}

/** A mask must be as long as the axes that it covers. */
function checkMask(
  machine: Machine,
  { dtype, shape: mask }: TensorValue,
  shape: readonly number[],
  axis: number,
): void {
  if (dtype !== 'bool' || !mask) return;
  const odd = mask.findIndex((size, place) => size !== shape[axis + place]);
  if (odd === -1) return;
  const message = `The shape of the mask [${mask.join(', ')}] at index ${odd} does not match the shape of the indexed tensor [${shape.join(', ')}] at index ${axis + odd}`;
  throw fail(machine, 'IndexError', message);
}

/** A list of whole numbers or truths as a tensor. */
function listed(recorder: Recorder, part: Value, flavour: Flavour): TensorValue | undefined {
  if (part.kind !== 'list' && part.kind !== 'tuple' && part.kind !== 'range') return undefined;
  return tensorOfNested(recorder, part, flavour);
}
