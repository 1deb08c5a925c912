/** How far the elements of a tensor stand from each other in PyTorch's storage: `view` refuses what is not laid out for it. */
import type { AttributesOf, OpName } from '../../../ops/table';
import { sizeOf } from '../../../tensor/tensor';
import type { TensorValue } from '../../tensors/tensorValue';

/** One number for each axis. */
export type Strides = readonly number[];

/** The strides of a dense tensor in row-major order. An axis without elements counts as one of size 1, as in PyTorch. */
export function denseStrides(shape: readonly number[]): Strides {
  return shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, size) => product * Math.max(1, size), 1),
  );
}

/** The strides of a tensor; null where they are not known. What is no view is taken to be dense. */
export function stridesOf(tensor: TensorValue): Strides | null {
  const { shape, view } = tensor;
  if (!shape) return null;
  if (!view) return denseStrides(shape);
  const base = stridesOf(view.base);
  if (!base || !view.base.shape) return null;
  const step = steps[view.call.op] as Step<never> | undefined;
  // The table's rows take the attributes of their own op, which the call carries.
  return step
    ? step({ shape: view.base.shape, strides: base, to: shape }, view.call.attributes as never)
    : null;
}

interface Seen {
  /** Of the base. */
  readonly shape: readonly number[];
  readonly strides: Strides;
  /** The shape of the view. */
  readonly to: readonly number[];
}

type Step<Attributes> = (seen: Seen, attributes: Attributes) => Strides | null;

const steps: { readonly [Name in OpName]?: Step<AttributesOf<Name>> } = {
  reshape: ({ shape, strides, to }) => viewedStrides(shape, strides, to),
  flatten: ({ shape, strides, to }) => viewedStrides(shape, strides, to),
  squeeze: ({ shape, strides, to }) => viewedStrides(shape, strides, to),
  unsqueeze: ({ shape, strides }, { axis: given }) => {
    const axis = given < 0 ? given + shape.length + 1 : given;
    return strides.toSpliced(axis, 0, axis < shape.length ? (shape[axis] ?? 1) * (strides[axis] ?? 1) : 1);
  },
  transpose: ({ strides }, { firstAxis, secondAxis }) => {
    const [first, second] = [counted(firstAxis, strides), counted(secondAxis, strides)];
    return strides.with(first, strides[second] ?? 1).with(second, strides[first] ?? 1);
  },
  permute: ({ strides }, { axes }) => axes.map((axis) => strides[counted(axis, strides)] ?? 1),
  select: ({ strides }, { axis }) => strides.toSpliced(counted(axis, strides), 1),
  slice: ({ strides }, { axis, step }) => {
    const at = counted(axis, strides);
    return strides.with(at, (strides[at] ?? 1) * step);
  },
  split: ({ strides }) => strides,
  chunk: ({ strides }) => strides,
  unbind: ({ strides }, { axis }) => strides.toSpliced(counted(axis, strides), 1),
  expand: ({ shape, strides, to }) =>
    to.map((size, axis) => {
      const own = axis - to.length + shape.length;
      return own < 0 || (shape[own] === 1 && size !== 1) ? 0 : (strides[own] ?? 0);
    }),
};

function counted(axis: number, strides: Strides): number {
  return axis < 0 ? axis + strides.length : axis;
}

/** Whether elements stand in row-major order without gaps; true where it is not known. */
export function isContiguous(tensor: TensorValue): boolean {
  const strides = stridesOf(tensor);
  const { shape } = tensor;
  if (!strides || !shape || sizeOf(shape) === 0) return true;
  const dense = denseStrides(shape);
  return shape.every((size, axis) => size === 1 || strides[axis] === dense[axis]);
}

/** The strides under which the same storage has another shape of as many elements; null: it must be copied. */
export function viewedStrides(
  shape: readonly number[],
  strides: Strides,
  to: readonly number[],
): Strides | null {
  if (sizeOf(shape) === 0) return denseStrides(to);
  if (shape.length === 0) return to.map(() => 1);
  const result = new Array<number>(to.length).fill(1);
  let place = to.length - 1;
  let step = strides.at(-1) ?? 1;
  let [count, placed] = [1, 1];
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    count *= shape[axis] ?? 1;
    // Axes whose elements follow each other without a gap are one run of storage; a run goes to axes of its own.
    const runs = axis > 0 && (shape[axis - 1] === 1 || strides[axis - 1] === count * step);
    if (runs) continue;
    while (place >= 0 && (placed < count || to[place] === 1)) {
      result[place] = placed * step;
      placed *= to[place] ?? 1;
      place -= 1;
    }
    if (placed !== count) return null;
    if (axis > 0) [step, count, placed] = [strides[axis - 1] ?? 1, 1, 1];
  }
  return place === -1 ? result : null;
}
