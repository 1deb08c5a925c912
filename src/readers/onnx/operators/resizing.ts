/** Resize and Upsample: by the op for it where PyTorch has the same, else by indices or by a matrix along each axis. */
import { isBatchSize } from '../../../graph/batchSizes';
import { shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Grey, type Operand } from '../record/operands';

type Given = Exclude<Operand, Grey>;

/** How one axis changes. */
interface Change {
  readonly axis: number;
  readonly before: number;
  readonly after: number;
  /** New places for each old one. */
  readonly scale: number;
}

interface Manner {
  readonly mode: string;
  readonly coordinates: string;
  readonly nearest: string;
  readonly cubic: number;
  readonly excludesOutside: boolean;
}

function resize(asked: Asked): Operand {
  const manner = {
    mode: asked.text('mode', 'nearest'),
    coordinates: asked.text(
      'coordinate_transformation_mode',
      asked.version < 11 ? 'asymmetric' : 'half_pixel',
    ),
    nearest: asked.text('nearest_mode', asked.version < 11 ? 'floor' : 'round_prefer_floor'),
    cubic: asked.float('cubic_coeff_a', -0.75),
    excludesOutside: asked.whole('exclude_outside', 0) === 1,
  };
  if (asked.whole('antialias', 0) === 1) throw new Unspellable('Resize smoothes what it shrinks.');
  const [scales, sizes] =
    asked.version < 11 ? [asked.numbers(1), null] : [asked.numbers(2), asked.numbers(3)];
  return resized(asked, manner, scales && scales.length > 0 ? scales : null, sizes);
}

function upsample(asked: Asked): Operand {
  const given = asked.text('mode', 'nearest');
  const mode = given === 'bilinear' ? 'linear' : given;
  const scales = asked.version < 9 ? asked.floats('scales') : asked.numbers(1);
  const manner = { mode, coordinates: 'asymmetric', nearest: 'floor', cubic: -0.75, excludesOutside: false };
  return resized(asked, manner, scales, null);
}

function resized(
  asked: Asked,
  manner: Manner,
  scales: readonly number[] | null,
  sizes: readonly number[] | null,
): Operand {
  const x = asked.input(0);
  const shape = shapeOf(x);
  const axes = (asked.wholes('axes') ?? [...shape.keys()]).map((axis) => asked.axis(axis, shape.length));
  const ratio = sizes && keptRatio(asked, axes, shape, sizes);
  const changes = axes.flatMap((axis, which): readonly Change[] => {
    const before = shape[axis] ?? 1;
    const wanted = ratio === null ? (sizes?.[which] ?? before) : Math.floor(before * ratio + 0.5);
    const scale = scales ? (scales[which] ?? 1) : (ratio ?? wanted / before);
    const after = scales ? Math.floor(before * scale) : wanted;
    return isBatchSize(before) || scale === 1 ? [] : [{ axis, before, after, scale }];
  });
  if (changes.length === 0) return x;
  if (changes.some(({ after }) => !(after >= 1))) throw new Unspellable('Resize leaves no places.');
  const direct = directly(x, changes, manner, scales !== null);
  if (direct) return asked.apply({ op: 'upsample', attributes: direct }, x);
  return changes.reduce((y, change) => along(asked, y, change, manner), x);
}

/** The one scale of all axes where the file wants the ratio of the sides kept; null where each axis has its own. */
function keptRatio(
  asked: Asked,
  axes: readonly number[],
  shape: readonly number[],
  sizes: readonly number[],
): number | null {
  const policy = asked.text('keep_aspect_ratio_policy', 'stretch');
  const scales = axes.map((axis, which) => (sizes[which] ?? 1) / (shape[axis] ?? 1));
  if (policy === 'not_larger') return Math.min(...scales);
  return policy === 'not_smaller' ? Math.max(...scales) : null;
}

/** The attributes of our op where it does the same; null where it does not. */
function directly(
  x: Given,
  changes: readonly Change[],
  { mode, coordinates, nearest, cubic, excludesOutside }: Manner,
  byScale: boolean,
): {
  mode: string;
  sizes: readonly number[] | null;
  scales: readonly number[] | null;
  alignCorners: boolean;
} | null {
  const shape = shapeOf(x);
  const places = shape.length - 2;
  if (places < 1 || places > 3 || changes.some(({ axis }) => axis < 2)) return null;
  const changeOf = (axis: number): Change | undefined => changes.find((change) => change.axis === axis);
  const middle = coordinates === 'half_pixel' || coordinates === 'pytorch_half_pixel';
  const sizes = shape.slice(2).map((size, axis) => changeOf(axis + 2)?.after ?? size);
  const scales = shape.slice(2).map((_, axis) => changeOf(axis + 2)?.scale ?? 1);
  const by = byScale ? { sizes: null, scales } : { sizes, scales: null };
  if (mode === 'nearest') {
    const floors = coordinates === 'asymmetric' && nearest === 'floor';
    return floors && scales.every((scale) => Number.isInteger(scale))
      ? { mode, ...by, alignCorners: false }
      : null;
  }
  const aligned = coordinates === 'align_corners';
  if (aligned && changes.some(({ before, after, scale }) => Math.abs(before * scale - after) > 1e-6))
    return null;
  const single = sizes.includes(1) && !aligned;
  if (single || !(middle || aligned)) return null;
  if (mode === 'linear') return { mode, ...by, alignCorners: aligned };
  const usual = Math.abs(cubic + 0.75) < 1e-6 && !excludesOutside && places === 2;
  return mode === 'cubic' && usual ? { mode, ...by, alignCorners: aligned } : null;
}

/** One axis: old places by indices where each new one is one of them, else by a matrix of weights. */
function along(asked: Asked, x: Given, change: Change, manner: Manner): Given {
  const { axis, before, after } = change;
  const points = Array.from({ length: after }, (_, place) => pointOf(place, change, manner.coordinates));
  if (manner.mode === 'nearest') {
    const indices = points.map((point) =>
      Math.max(0, Math.min(before - 1, nearestTo(point, manner.nearest))),
    );
    return asked.apply(
      { op: 'index-select', attributes: { axis } },
      x,
      asked.known('int32', [after], indices),
    );
  }
  const matrix = new Float64Array(before * after);
  points.forEach((point, place) => {
    for (const { at, weight } of tapsOf(point, before, manner)) {
      matrix[at * after + place] = (matrix[at * after + place] ?? 0) + weight;
    }
  });
  const last = { sources: [axis], destinations: [-1] };
  const back = { sources: [-1], destinations: [axis] };
  const moved = asked.apply({ op: 'move-axes', attributes: last }, x);
  const weights = asked.known('float', [before, after], matrix);
  const y = asked.apply({ op: 'matrix-product', attributes: {} }, moved, weights);
  return asked.apply({ op: 'move-axes', attributes: back }, y);
}

/** Where a new place lies among the old ones. */
function pointOf(place: number, { before, after, scale }: Change, coordinates: string): number {
  switch (coordinates) {
    case 'asymmetric':
      return place / scale;
    case 'align_corners':
      // By the standard the resized length is not cut to whole places here.
      return after === 1 ? 0 : (place * (before - 1)) / (before * scale - 1);
    case 'pytorch_half_pixel':
      return after === 1 ? 0 : (place + 0.5) / scale - 0.5;
    case 'half_pixel':
      return (place + 0.5) / scale - 0.5;
    case 'half_pixel_symmetric': {
      const adjustment = after / (scale * before);
      const centre = before / 2;
      return centre * (1 - adjustment) + (place + 0.5) / scale - 0.5;
    }
    default:
      throw new Unspellable(`Resize finds places by ${coordinates}.`);
  }
}

function nearestTo(point: number, manner: string): number {
  switch (manner) {
    case 'floor':
      return Math.floor(point);
    case 'ceil':
      return Math.ceil(point);
    case 'round_prefer_ceil':
      return Math.floor(point + 0.5);
    default:
      return Math.ceil(point - 0.5);
  }
}

/** The old places that a new one is made of. */
function tapsOf(
  point: number,
  before: number,
  { mode, cubic, excludesOutside }: Manner,
): readonly { readonly at: number; readonly weight: number }[] {
  const floor = Math.floor(point);
  const t = point - floor;
  if (mode !== 'linear' && mode !== 'cubic') throw new Unspellable(`Resize has an unknown mode, ${mode}.`);
  const weights = mode === 'linear' ? [1 - t, t] : cubicWeights(t, cubic);
  const first = mode === 'linear' ? floor : floor - 1;
  const taps = weights.map((weight, tap) => ({ place: first + tap, weight }));
  const inside = taps.filter(({ place }) => place >= 0 && place < before);
  const total = inside.reduce((sum, { weight }) => sum + weight, 0);
  if (excludesOutside) return inside.map(({ place, weight }) => ({ at: place, weight: weight / total }));
  return taps.map(({ place, weight }) => ({ at: Math.max(0, Math.min(before - 1, place)), weight }));
}

/** Keys (1981): weights of the places at -1, 0, 1 and 2 for a point between 0 and 1. */
function cubicWeights(t: number, a: number): readonly number[] {
  const near = (x: number): number => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number): number => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return [far(t + 1), near(t), near(1 - t), far(2 - t)];
}

/** Resizing by its names. */
export const resizing = {
  Resize: { since: 10, spell: resize },
  Upsample: { since: 7, spell: upsample },
} as const satisfies Record<string, Operator>;
