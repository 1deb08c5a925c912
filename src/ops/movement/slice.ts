/** Ops that take a part of their input, or turn it round. */
import { counted } from '../../base/numbers';
import { axesIn, axisIn, noAxis, stridesOf } from './axes';
import { viewing } from './view';

type SliceAttributes = {
  readonly axis: number;
  /** The first index taken; negative ones count from the end; null: from the end that `step` leaves. */
  readonly start: number | null;
  /** The first index that is no longer taken; null: none. */
  readonly end: number | null;
  /** Not 0; a negative step runs backwards, as in Python. */
  readonly step: number;
};

/** Arguments: x. Output: x[start:end:step] along one axis by Python's rules: what lies outside of the input is left out. */
export const slice = viewing<SliceAttributes>('slice', (shape, { axis: given, start, end, step }) => {
  const axis = axisIn(given, shape.length);
  if (axis === null) return noAxis('slice', given, shape);
  if (!Number.isInteger(step) || step === 0)
    return { error: `slice needs a whole step other than 0, found ${step}` };
  const wrong = [start, end].find((bound) => bound !== null && !Number.isInteger(bound));
  if (wrong !== undefined) return { error: `slice needs whole numbers as its ends, found ${String(wrong)}` };
  const { first, count } = indicesOf(shape[axis] ?? 0, start, end, step);
  const strides = stridesOf(shape);
  const stride = strides[axis] ?? 0;
  return {
    shape: shape.with(axis, count),
    from: { start: first * stride, strides: strides.with(axis, stride * step) },
  };
});

/** The indices of a Python slice: the first one and how many. */
function indicesOf(
  size: number,
  start: number | null,
  end: number | null,
  step: number,
): { readonly first: number; readonly count: number } {
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? size - 1 : size;
  const within = (index: number): number =>
    index < 0 ? Math.max(index + size, lowest) : Math.min(index, highest);
  const first = start === null ? (step < 0 ? highest : lowest) : within(start);
  const behind = end === null ? (step < 0 ? lowest : highest) : within(end);
  const count = Math.max(0, Math.ceil((behind - first) / step));
  return { first: count === 0 ? 0 : first, count };
}

type SelectAttributes = {
  readonly axis: number;
  /** Negative ones count from the end. */
  readonly index: number;
};

/** Arguments: x. Output: x at one index of an axis, which is dropped (torch.select). */
export const select = viewing<SelectAttributes>(
  'select',
  (shape, { axis: given, index }) => {
    const axis = axisIn(given, shape.length);
    if (axis === null) return noAxis('select', given, shape);
    const size = shape[axis] ?? 0;
    const place = axisIn(index, size);
    if (place === null) {
      return {
        error: `select finds no index ${index} along axis ${given}, which has ${counted(size, 'element')}`,
      };
    }
    const strides = stridesOf(shape);
    return {
      shape: shape.toSpliced(axis, 1),
      from: { start: place * (strides[axis] ?? 0), strides: strides.toSpliced(axis, 1) },
    };
  },
  ({ axis: dropped }, axis) => (dropped === axis ? -1 : dropped >= 0 && dropped < axis ? axis - 1 : axis),
);

type FlipAttributes = { readonly axes: readonly number[] };

/** Arguments: x. Output: x run backwards along the axes. */
export const flip = viewing<FlipAttributes>('flip', (shape, { axes }) => {
  const flipped = axesIn('flip', axes, shape);
  if ('error' in flipped) return flipped;
  const strides = stridesOf(shape);
  const start = flipped.reduce(
    (sum, axis) => sum + Math.max(0, (shape[axis] ?? 1) - 1) * (strides[axis] ?? 0),
    0,
  );
  return {
    shape,
    from: { start, strides: strides.map((step, axis) => (flipped.includes(axis) ? -step : step)) },
  };
});
