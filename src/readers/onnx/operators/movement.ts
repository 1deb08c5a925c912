/** Operators that move elements: shapes, orders of axes, parts and joins. */
import { isBatchSize } from '../../../graph/batchSizes';
import { sizeOf, type Shape } from '../../../tensor/tensor';
import { computedOf, shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Grey, type Operand } from '../record/operands';

type Given = Exclude<Operand, Grey>;

/** Axes from an attribute, or since some version from an input; null where none are given. */
export function axesFrom(asked: Asked, place: number, inputSince: number): readonly number[] | null {
  return asked.version >= inputSince ? asked.numbers(place) : asked.wholes('axes');
}

function flatten(asked: Asked): Operand {
  const x = asked.input(0);
  const shape = shapeOf(x);
  const given = asked.whole('axis', 1);
  const axis = given < 0 ? given + shape.length : given;
  const sizes = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis))];
  if (axis === 1 && shape.length > 1) {
    return asked.apply({ op: 'flatten', attributes: { startAxis: 1, endAxis: -1 } }, x);
  }
  return asked.apply({ op: 'reshape', attributes: { sizes } }, x);
}

function squeeze(asked: Asked): Operand {
  const x = asked.input(0);
  const axes = axesFrom(asked, 1, 13);
  const wrong = axes?.find((axis) => shapeOf(x).at(axis) !== 1);
  if (wrong !== undefined) throw new Unspellable(`Squeeze drops axis ${wrong}, which has not size 1.`);
  return asked.apply({ op: 'squeeze', attributes: { axes } }, x);
}

function unsqueeze(asked: Asked): Operand {
  let x = asked.input(0);
  const axes = axesFrom(asked, 1, 13) ?? [];
  const rank = shapeOf(x).length + axes.length;
  for (const axis of axes.map((each) => asked.axis(each, rank)).sort((a, b) => a - b)) {
    x = asked.apply({ op: 'unsqueeze', attributes: { axis } }, x);
  }
  return x;
}

function transpose(asked: Asked): Operand {
  const x = asked.input(0);
  const axes = asked.wholes('perm') ?? [...shapeOf(x).keys()].reverse();
  if (axes.length === 0) return x;
  return asked.apply({ op: 'permute', attributes: { axes } }, x);
}

function concat(asked: Asked): Operand {
  const parts = asked.all.map((_, place) => asked.input(place));
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const filled = parts.filter((part) => sizeOf(shapeOf(part)) > 0 || shapeOf(part).length > 1);
  return asked.apply({ op: 'concat', attributes: { axis: asked.whole('axis', 1) } }, ...filled);
}

function split(asked: Asked): readonly Operand[] {
  const x = asked.input(0);
  const axis = asked.axis(asked.whole('axis', 0), shapeOf(x).length);
  const size = shapeOf(x)[axis] ?? 0;
  if (isBatchSize(size)) throw new Unspellable('Split parts the samples of the batch.');
  const count = asked.whole('num_outputs', asked.outputCount);
  const each = Math.ceil(size / count);
  const even = Array.from({ length: count }, (_, part) => Math.min(each, Math.max(0, size - part * each)));
  const sizes = (asked.version >= 13 ? asked.numbers(1) : asked.wholes('split')) ?? even;
  return asked.record.applyAll({ op: 'split', attributes: { sizes, axis } }, [x]);
}

function slice(asked: Asked): Operand {
  let x = asked.input(0);
  const old = asked.version < 10;
  const starts = old ? asked.wholes('starts') : asked.numbers(1);
  const ends = old ? asked.wholes('ends') : asked.numbers(2);
  const axes = (old ? asked.wholes('axes') : asked.numbers(3)) ?? starts?.map((_, axis) => axis) ?? [];
  const steps = old ? null : asked.numbers(4);
  axes.forEach((axis, which) => {
    const step = steps?.[which] ?? 1;
    const [start = 0, end = 0] = [starts?.[which], ends?.[which]];
    const attributes = { axis, start: bounded(start), end: bounded(end), step };
    const size = shapeOf(x).at(axis) ?? 0;
    // Below the first index a slice that runs backwards takes all there is, where Python would count from the end.
    const all = step < 0 && end < -size;
    x = asked.apply({ op: 'slice', attributes: all ? { ...attributes, end: null } : attributes }, x);
  });
  return x;
}

/** What stands for "to the end" is far beyond exact whole numbers. */
function bounded(index: number): number {
  return Math.max(-(2 ** 40), Math.min(2 ** 40, index));
}

/** Padding of axes: mode, amounts before all and behind all, and the value; attributes before version 11. */
function pad(asked: Asked): Operand {
  const x = asked.input(0);
  const rank = shapeOf(x).length;
  const old = asked.version < 11;
  const pads = (old ? asked.wholes('pads') : asked.numbers(1)) ?? [];
  const value = old ? asked.float('value', 0) : (asked.number(2) ?? 0);
  const axes = (old ? null : asked.numbers(3))?.map((axis) => asked.axis(axis, rank)) ?? [
    ...shapeOf(x).keys(),
  ];
  const amounts = new Array<number>(2 * rank).fill(0);
  axes.forEach((axis, which) => {
    amounts[2 * (rank - 1 - axis)] = pads[which] ?? 0;
    amounts[2 * (rank - 1 - axis) + 1] = pads[which + axes.length] ?? 0;
  });
  const modes = { constant: 'constant', reflect: 'reflect', edge: 'replicate', wrap: 'circular' } as const;
  const mode = Object.entries(modes).find(([name]) => name === asked.text('mode', 'constant'))?.[1];
  if (!mode) throw new Unspellable(`Pad has an unknown mode, ${asked.text('mode', '')}.`);
  if (amounts.every((amount) => amount === 0)) return x;
  return asked.apply({ op: 'pad', attributes: { mode, amounts, value } }, x);
}

/** Stretches in both directions: sizes of 1 in the wanted shape keep the input's. */
function expand(asked: Asked): Operand {
  const x = asked.input(0);
  const wanted = asked.numbers(1) ?? [];
  const shape = shapeOf(x);
  const rank = Math.max(shape.length, wanted.length);
  const sizes = Array.from({ length: rank }, (_, axis) => {
    const own = shape[axis - rank + shape.length] ?? 1;
    const size = wanted[axis - rank + wanted.length] ?? 1;
    return size === 1 ? own : size;
  });
  return sizes.length === shape.length && sizes.every((size, axis) => size === shape[axis])
    ? x
    : asked.apply({ op: 'expand', attributes: { sizes } }, x);
}

function tile(asked: Asked): Operand {
  const repeats = asked.numbers(1) ?? [];
  return asked.apply({ op: 'repeat', attributes: { repeats } }, asked.input(0));
}

/** Channels to places: blocks before channels (DCR), or channels before blocks as PyTorch's pixel_shuffle has it (CRD). */
function depthToSpace(asked: Asked): Operand {
  const x = asked.input(0);
  const factor = asked.whole('blocksize', 1);
  if (asked.text('mode', 'DCR') === 'CRD') {
    return asked.apply({ op: 'pixel-shuffle', attributes: { factor } }, x);
  }
  const [batch = 0, channels = 0, height = 0, width = 0] = shapeOf(x);
  const depth = channels / factor ** 2;
  const parts = turned(asked, x, [batch, factor, factor, depth, height, width], [0, 3, 4, 1, 5, 2]);
  return reshaped(asked, parts, [batch, depth, height * factor, width * factor]);
}

function spaceToDepth(asked: Asked): Operand {
  const factor = asked.whole('blocksize', 1);
  if (asked.text('mode', 'DCR') === 'CRD') {
    return asked.apply({ op: 'pixel-unshuffle', attributes: { factor } }, asked.input(0));
  }
  const [batch = 0, channels = 0, height = 0, width = 0] = shapeOf(asked.input(0));
  const sizes = [batch, channels, height / factor, factor, width / factor, factor];
  const parts = turned(asked, asked.input(0), sizes, [0, 3, 5, 1, 2, 4]);
  return reshaped(asked, parts, [batch, channels * factor ** 2, height / factor, width / factor]);
}

function turned(asked: Asked, x: Given, sizes: Shape, axes: readonly number[]): Given {
  return asked.apply({ op: 'permute', attributes: { axes } }, reshaped(asked, x, sizes));
}

function reshaped(asked: Asked, x: Given, sizes: Shape): Given {
  return asked.apply({ op: 'reshape', attributes: { sizes } }, x);
}

function triangle(asked: Asked): Operand {
  const x = asked.input(0);
  const attributes = { diagonal: asked.number(1) ?? 0 };
  const op = asked.whole('upper', 1) === 1 ? 'upper-triangle' : 'lower-triangle';
  const result = asked.apply({ op, attributes }, x);
  return computedOf(result) === computedOf(x) ? result : asked.as(computedOf(x), result);
}

/** Operators that move elements by their names; Reshape stands beside them. */
export const movement = {
  Concat: { since: 4, spell: concat },
  DepthToSpace: { since: 1, spell: depthToSpace },
  Expand: { since: 8, spell: expand },
  Flatten: { since: 1, spell: flatten },
  Pad: { since: 2, spell: pad },
  Slice: { since: 1, spell: slice },
  SpaceToDepth: { since: 1, spell: spaceToDepth },
  Split: { since: 2, spell: split },
  Squeeze: { since: 1, spell: squeeze },
  Tile: { since: 6, spell: tile },
  Transpose: { since: 1, spell: transpose },
  Trilu: { since: 14, spell: triangle },
  Unsqueeze: { since: 1, spell: unsqueeze },
} as const satisfies Record<string, Operator>;
