/** More or fewer places by interpolation, as PyTorch's interpolate: axis by axis, each new place from one, two or four old ones. */
import { wholeNumber } from '../../base/numbers';
import type { Around, Taps } from '../../tensor/resampling';
import { sizeOf, type Shape, type TensorType } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { inputError, numbersError } from './windows';
import { copied } from '../copies';

/** How places are found and weighted. */
type Attributes = Readonly<{
  /** `nearest`, `nearest-exact` (from the middle of places), `linear` along each axis, `cubic` along each of two (a = -0.75). */
  mode: string;
  /** New places for each axis; null where `scales` says them. */
  sizes: readonly number[] | null;
  /** New places for each old one, for each axis; a fraction of a place is cut off. Null where `sizes` says them. */
  scales: readonly number[] | null;
  /** Whether the middles of the first and last places stay where they are (linear, cubic). */
  alignCorners: boolean;
}>;

const tapCounts: ReadonlyMap<string, number> = new Map([
  ['nearest', 1],
  ['nearest-exact', 1],
  ['linear', 2],
  ['cubic', 4],
]);

/** Keys (1981) with the parameter that PyTorch takes. */
const cubicParameter = -0.75;

/** More elements than this cannot be counted exactly. */
const mostPlaces = 2 ** 31 - 1;

/** Argument: x (batch, channels, ...places), one to three axes of places, for `cubic` two. Output: the same channels with other places. */
export const upsample = defineOp<Attributes, { readonly shape: Shape }>({
  role: 'pooling',
  shape: ([x], attributes) => {
    const shape = newShape(x, attributes);
    return 'error' in shape ? shape : [{ elementType: x?.elementType ?? 'float32', shape }];
  },
  work: ([x], attributes) => {
    const shape = newShape(x, attributes);
    return 'error' in shape ? 0 : 2 * sizeOf(shape) * (tapCounts.get(attributes.mode) ?? 1);
  },
  extra: ([x], attributes) => {
    const shape = newShape(x, attributes);
    if ('error' in shape || !x) return { saved: 0, passing: 0 };
    return { saved: 0, passing: betweenAxes(x.shape, shape) };
  },
  forward: (kernels, [x], attributes) => {
    const shape = newShape(x, attributes);
    if (!x || 'error' in shape) throw new RangeError('upsample takes one input');
    let [current, from] = [x, x.shape];
    for (const axis of changedAxes(x.shape, shape, attributes)) {
      const to = from.with(axis, shape[axis] ?? 1);
      const next = kernels.allocate(to);
      kernels.resample(current, around(from, to, axis), tapsOf(x.shape, shape, axis, attributes), next);
      [current, from] = [next, to];
    }
    if (current === x) current = copied(kernels, x);
    return { outputs: [current], saved: { shape: x.shape } };
  },
  backward: (kernels, [dy], { shape }, attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    let [current, to] = [dy, dy.shape];
    for (const axis of changedAxes(shape, dy.shape, attributes).reverse()) {
      const from = to.with(axis, shape[axis] ?? 1);
      const next = kernels.allocate(from);
      kernels.resampleGradient(
        current,
        around(from, to, axis),
        tapsOf(shape, dy.shape, axis, attributes),
        next,
      );
      [current, to] = [next, from];
    }
    return [current === dy ? copied(kernels, dy) : current];
  },
});

function newShape(x: TensorType | undefined, { mode, sizes, scales }: Attributes): Shape | ShapeError {
  const unfit = inputError('upsample', x);
  if (unfit || !x) return unfit ?? { error: 'upsample takes one input' };
  const places = x.shape.slice(2);
  if (!tapCounts.has(mode)) {
    return { error: `upsample needs a mode among ${[...tapCounts.keys()].join(', ')}, found ${mode}` };
  }
  if (mode === 'cubic' && places.length !== 2) {
    return { error: `upsample needs two axes of places for cubic, the input has ${places.length}` };
  }
  if ((sizes === null) === (scales === null)) {
    return { error: 'upsample needs either the new sizes or the scales' };
  }
  if (scales) {
    if (scales.length !== places.length)
      return {
        error: `upsample needs a scale for each of ${places.length} axes of places, it has ${scales.length}`,
      };
    const wrong = scales.find((scale) => !(scale > 0 && Number.isFinite(scale)));
    if (wrong !== undefined) return { error: `upsample needs scales above 0, found ${wrong}` };
  }
  const wanted = sizes ?? places.map((size, axis) => Math.floor(size * (scales?.[axis] ?? 1)));
  if (scales && wanted.some((size) => size < 1 || size > mostPlaces)) {
    return {
      error: `upsample needs 1 to ${wholeNumber(mostPlaces)} places along each axis, ${places.join(' x ')} become ${wanted.join(' x ')}`,
    };
  }
  return (
    numbersError('upsample', 'a new size', wanted, places.length, 1) ?? [...x.shape.slice(0, 2), ...wanted]
  );
}

/** The axes along which anything moves; a scale such as 1.2 may keep the size and still move places, where PyTorch lets it. */
function changedAxes(from: Shape, to: Shape, { mode, scales }: Attributes): number[] {
  const moves = mode === 'cubic' || mode === 'nearest-exact';
  const axes = from.slice(2).map((_, axis) => axis + 2);
  return axes.filter(
    (axis) => from[axis] !== to[axis] || (moves && scales !== null && scales[axis - 2] !== 1),
  );
}

/** Elements of what stands between the input and the output, when one axis after another has changed. */
function betweenAxes(from: Shape, to: Shape): number {
  let elements = 0;
  for (let axis = 2; axis < from.length - 1; axis += 1) {
    elements += sizeOf([...to.slice(0, axis + 1), ...from.slice(axis + 1)]);
  }
  return elements;
}

function around(from: Shape, to: Shape, axis: number): Around {
  return {
    outer: sizeOf(from.slice(0, axis)),
    before: from[axis] ?? 1,
    after: to[axis] ?? 1,
    inner: sizeOf(from.slice(axis + 1)),
  };
}

function tapsOf(from: Shape, to: Shape, axis: number, { mode, scales, alignCorners }: Attributes): Taps {
  const [before, after] = [from[axis] ?? 1, to[axis] ?? 1];
  const count = tapCounts.get(mode) ?? 1;
  const taps = {
    count,
    places: new Int32Array(count * after),
    weights: new Float64Array(count * after).fill(1),
  };
  const given = scales?.[axis - 2];
  const step = given === undefined ? before / after : 1 / given;
  for (let place = 0; place < after; place += 1) {
    if (count === 1) taps.places[place] = nearestPlace(place, before, after, step, mode);
    else weigh(taps, place, before, alignCorners ? cornerStep(before, after) * place : null, step);
  }
  return taps;
}

function cornerStep(before: number, after: number): number {
  return after > 1 ? (before - 1) / (after - 1) : 0;
}

/**
 * PyTorch finds the nearest place in float32, whatever the tensor holds. Where a fractional scale keeps or doubles the size, its forward
 * loops over one and three axes differ from its own gradients (2.13); we take what its gradients and its images take.
 */
function nearestPlace(place: number, before: number, after: number, step: number, mode: string): number {
  const scale = Math.fround(step);
  if (mode === 'nearest-exact') {
    return Math.min(Math.floor(Math.fround(Math.fround(place + 0.5) * scale)), before - 1);
  }
  if (after === 2 * before) return place >> 1;
  return Math.min(Math.floor(Math.fround(place * scale)), before - 1);
}

/** Two or four old places around where a new one lies; `aligned` is that point where the corners stay. */
function weigh(
  { count, places, weights }: Taps,
  place: number,
  before: number,
  aligned: number | null,
  step: number,
): void {
  const middle = aligned ?? step * (place + 0.5) - 0.5;
  const point = count === 2 ? Math.max(0, middle) : middle;
  const floor = Math.min(Math.floor(point), before - 1);
  const share = Math.min(Math.max(point - floor, 0), 1);
  const found = count === 2 ? [1 - share, share] : cubicWeights(share);
  const first = count === 2 ? floor : floor - 1;
  found.forEach((weight, tap) => {
    places[place * count + tap] = Math.min(Math.max(first + tap, 0), before - 1);
    weights[place * count + tap] = weight;
  });
}

/** Weights of the places at -1, 0, 1 and 2 for a point at `t` between 0 and 1. */
function cubicWeights(t: number): readonly number[] {
  const a = cubicParameter;
  const near = (x: number): number => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number): number => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return [far(t + 1), near(t), near(1 - t), far(2 - t)];
}
