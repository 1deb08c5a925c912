/** Pools over windows and over all places. */
import { computedOf, shapeOf, type Asked, type Operator } from '../record/asked';
import { BehindGrey, Unspellable, type Grey, type Operand } from '../record/operands';
import { padAmounts, windowsOf } from './windows';

type Given = Exclude<Operand, Grey>;

/** Windows as our pools take them: equal padding at both ends; what is more is put around the input with the given value. */
interface Pooled {
  readonly x: Given;
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: readonly number[];
  readonly ceilMode: boolean;
  /** Whether some of the padding stands in the input now. */
  readonly widened: boolean;
}

function pooledWith(asked: Asked, value: number): Pooled {
  const x = asked.as('float', asked.input(0));
  const kernel = asked.wholes('kernel_shape') ?? [];
  const places = shapeOf(x).slice(2);
  const { strides, dilations, before, behind } = windowsOf(asked, places, kernel);
  const ceilMode = asked.whole('ceil_mode', 0) === 1;
  const most = kernel.map((size, axis) => Math.floor(((size - 1) * (dilations[axis] ?? 1) + 1) / 2));
  const even = before.every((count, axis) => count === behind[axis] && count <= (most[axis] ?? 0));
  const geometry = { kernel, strides, dilations, ceilMode };
  if (even) return { x, ...geometry, padding: before, widened: false };
  const amounts = padAmounts(before, behind);
  const wide = asked.apply({ op: 'pad', attributes: { mode: 'constant', amounts, value } }, x);
  return { x: wide, ...geometry, padding: before.map(() => 0), widened: true };
}

function maximum(asked: Asked): readonly Operand[] {
  const { x, kernel, strides, dilations, padding, ceilMode, widened } = pooledWith(asked, -Infinity);
  if (asked.outputCount > 1 && (widened || asked.whole('storage_order', 0) === 1)) {
    throw new Unspellable('MaxPool gives indices of a padded input.');
  }
  const attributes = { kernel, strides, dilations, padding, ceilMode };
  const [y, indices] = asked.record.applyAll({ op: 'max-pool', attributes }, [x]);
  if (!y || !indices || y.kind === 'grey') throw new BehindGrey();
  const values = asked.as(computedOf(asked.input(0)), y);
  return asked.outputCount < 2 ? [values] : [values, throughChannels(asked, indices)];
}

/** Indices in the whole tensor, where ours count within a channel. */
function throughChannels(asked: Asked, indices: Operand): Operand {
  if (indices.kind === 'grey') return indices;
  const [batch = 1, channels = 1, ...places] = shapeOf(asked.input(0));
  const step = places.reduce((product, size) => product * size, 1);
  if (asked.around.bakedBatch !== null) throw new Unspellable('MaxPool gives indices over the whole batch.');
  const offsets = Array.from({ length: batch * channels }, (_, plane) => plane * step);
  const shape = [batch, channels, ...places.map(() => 1)];
  return asked.apply({ op: 'add', attributes: {} }, indices, asked.known('int32', shape, offsets));
}

function average(asked: Asked): Operand {
  const counts = asked.whole('count_include_pad', 0) === 1;
  const { x, kernel, strides, dilations, padding, ceilMode, widened } = pooledWith(asked, 0);
  const attributes = { kernel, strides, padding, ceilMode, countIncludesPadding: counts, divisor: null };
  if (dilations.some((dilation) => dilation !== 1)) {
    throw new Unspellable('AveragePool has dilations.');
  }
  const y = asked.apply({ op: 'average-pool', attributes }, x);
  if (!widened || counts) return y;
  // The sum over the places of the input, divided by how many of them a window has.
  const { before, behind } = windowsOf(asked, shapeOf(asked.input(0)).slice(2), kernel);
  const [, , ...places] = shapeOf(asked.input(0));
  const ones = asked.known(
    'float',
    [1, 1, ...places],
    new Array<number>(places.reduce((a, b) => a * b, 1)).fill(1),
  );
  const amounts = padAmounts(before, behind);
  const wide = asked.apply({ op: 'pad', attributes: { mode: 'constant', amounts, value: 0 } }, ones);
  return asked.apply(
    { op: 'divide', attributes: {} },
    y,
    asked.apply({ op: 'average-pool', attributes }, wide),
  );
}

function norm(asked: Asked): Operand {
  const exponent = asked.whole('p', 2);
  const { x, kernel, strides, dilations, padding, ceilMode } = pooledWith(asked, 0);
  if (dilations.some((dilation) => dilation !== 1)) throw new Unspellable('LpPool has dilations.');
  const powers = asked.apply(
    { op: 'constant-power', attributes: { exponent } },
    asked.apply({ op: 'abs', attributes: {} }, x),
  );
  const size = kernel.reduce((product, each) => product * each, 1);
  const attributes = { kernel, strides, padding, ceilMode, countIncludesPadding: true, divisor: 1 };
  if (size < 1) throw new Unspellable('LpPool has no window.');
  const sums = asked.apply({ op: 'average-pool', attributes }, powers);
  return asked.apply({ op: 'constant-power', attributes: { exponent: 1 / exponent } }, sums);
}

/** All places of a channel as one, which stay as axes of size 1. */
function overall(op: 'adaptive-average-pool' | 'adaptive-max-pool'): Operator {
  return {
    since: 1,
    spell: (asked) => {
      const x = asked.input(0);
      const sizes = shapeOf(x)
        .slice(2)
        .map(() => 1);
      return asked.record.applyAll({ op, attributes: { sizes } }, [x]).slice(0, 1);
    },
  };
}

function overallNorm(asked: Asked): Operand {
  const x = asked.input(0);
  const axes = shapeOf(x)
    .slice(2)
    .map((_, axis) => axis + 2);
  return asked.apply(
    { op: 'norm', attributes: { axes, keepDimensions: true, order: asked.whole('p', 2) } },
    x,
  );
}

/** Pools by their names. */
export const pooling = {
  AveragePool: { since: 1, spell: average },
  GlobalAveragePool: overall('adaptive-average-pool'),
  GlobalLpPool: { since: 1, spell: overallNorm },
  GlobalMaxPool: overall('adaptive-max-pool'),
  LpPool: { since: 1, spell: norm },
  MaxPool: { since: 1, spell: maximum },
} as const satisfies Record<string, Operator>;
