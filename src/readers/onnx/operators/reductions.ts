/** Operators that fold axes, and those that order or number what lies along one. */
import { isBatchSize } from '../../../graph/batchSizes';
import { callNamed } from '../../../graph/calls';
import { shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Grey, type Operand } from '../record/operands';
import { axesFrom } from './movement';

type Given = Exclude<Operand, Grey>;
type Folds = 'sum' | 'mean' | 'max' | 'min' | 'product' | 'logsumexp';

interface Folding {
  readonly axes: readonly number[] | null;
  readonly keepDimensions: boolean;
}

/** Which axes are folded; null where none are, since the file says that no axes mean none. */
function foldingOf(asked: Asked, inputSince: number): Folding | null {
  const given = axesFrom(asked, 1, inputSince);
  const axes = given && given.length > 0 ? given : null;
  if (!axes && asked.whole('noop_with_empty_axes', 0) === 1) return null;
  return { axes, keepDimensions: asked.whole('keepdims', 1) === 1 };
}

/** A fold with what is done before and after it. */
function fold(
  inputSince: number,
  through: (asked: Asked, x: Given, folding: (op: Folds, x: Given) => Given) => Given,
): Operator {
  return {
    since: 1,
    spell: (asked) => {
      const folding = foldingOf(asked, inputSince);
      return through(asked, asked.input(0), (op, x) =>
        folding ? asked.inFloats(callNamed(op, { ...folding }), x) : x,
      );
    },
  };
}

const just = (op: Folds, inputSince = 18): Operator => fold(inputSince, (_asked, x, folded) => folded(op, x));

const square = (asked: Asked, x: Given): Given => asked.inFloats({ op: 'square', attributes: {} }, x);

function norm(order: number): Operator {
  return {
    since: 1,
    spell: (asked) => {
      const folding = foldingOf(asked, 18);
      if (!folding) return asked.inFloats({ op: 'abs', attributes: {} }, asked.input(0));
      return asked.inFloats({ op: 'norm', attributes: { ...folding, order } }, asked.input(0));
    },
  };
}

function place(op: 'argmax' | 'argmin'): Operator {
  return {
    since: 1,
    spell: (asked) => {
      const x = asked.input(0);
      const axis = asked.axis(asked.whole('axis', 0), shapeOf(x).length);
      const attributes = { axis, keepDimensions: asked.whole('keepdims', 1) === 1 };
      if (asked.whole('select_last_index', 0) === 0) return asked.apply(callNamed(op, attributes), x);
      if (isBatchSize(shapeOf(x)[axis])) throw new Unspellable(`${asked.node.operator} counts samples.`);
      const turned = asked.apply({ op: 'flip', attributes: { axes: [axis] } }, x);
      const found = asked.apply(callNamed(op, attributes), turned);
      const last = (shapeOf(x)[axis] ?? 1) - 1;
      return asked.apply({ op: 'affine', attributes: { scale: -1, shift: last } }, found);
    },
  };
}

function top(asked: Asked): readonly Operand[] {
  const count = asked.version < 10 ? asked.whole('k', 1) : (asked.number(1) ?? 1);
  const attributes = { count, axis: asked.whole('axis', -1), largest: asked.whole('largest', 1) === 1 };
  return asked.record.applyAll({ op: 'topk', attributes }, [asked.input(0)]);
}

function cumulative(asked: Asked): Operand {
  const x = asked.input(0);
  const axis = asked.axis(asked.number(1) ?? 0, shapeOf(x).length);
  const turn = (value: Given): Given =>
    asked.whole('reverse', 0) === 1
      ? asked.apply({ op: 'flip', attributes: { axes: [axis] } }, value)
      : value;
  const sums = turn(asked.apply({ op: 'cumsum', attributes: { axis } }, turn(x)));
  return asked.whole('exclusive', 0) === 1 ? asked.apply({ op: 'subtract', attributes: {} }, sums, x) : sums;
}

/** Ones where an index points along a new axis; two values stand for the one and the other. */
function oneHot(asked: Asked): Operand {
  const classes = asked.number(1);
  if (classes === null) throw new Unspellable('OneHot lacks its depth.');
  const given = asked.as('int32', asked.input(0));
  const size = asked.known('int32', [], [classes]);
  const indices = asked.apply({ op: 'remainder', attributes: {} }, given, size);
  const all = asked.apply({ op: 'one-hot', attributes: { classes } }, indices);
  // What lies beyond the classes on either side is none of them.
  const below = asked.apply({ op: 'less', attributes: {} }, given, size);
  const least = asked.known('int32', [], [-classes]);
  const valid = asked.apply(
    { op: 'and', attributes: {} },
    below,
    asked.apply({ op: 'greater-equal', attributes: {} }, given, least),
  );
  const rows = asked.apply({ op: 'unsqueeze', attributes: { axis: -1 } }, asked.as('float', valid));
  const hot = asked.apply({ op: 'multiply', attributes: {} }, all, rows);
  const rank = shapeOf(hot).length;
  const axis = asked.axis(asked.whole('axis', -1), rank);
  const placed =
    axis === rank - 1
      ? hot
      : asked.apply({ op: 'move-axes', attributes: { sources: [-1], destinations: [axis] } }, hot);
  const [off = 0, on = 1] = asked.numbers(2) ?? [];
  if (off === 0 && on === 1) return placed;
  return asked.apply({ op: 'affine', attributes: { scale: on - off, shift: off } }, placed);
}

/** Operators that fold or order by their names. */
export const reductions = {
  ArgMax: place('argmax'),
  ArgMin: place('argmin'),
  CumSum: { since: 11, spell: cumulative },
  OneHot: { since: 9, spell: oneHot },
  ReduceL1: norm(1),
  ReduceL2: norm(2),
  ReduceLogSum: fold(18, (asked, x, folded) =>
    asked.inFloats({ op: 'log', attributes: {} }, folded('sum', x)),
  ),
  ReduceLogSumExp: just('logsumexp'),
  ReduceMax: just('max'),
  ReduceMean: just('mean'),
  ReduceMin: just('min'),
  ReduceProd: just('product'),
  ReduceSum: just('sum', 13),
  ReduceSumSquare: fold(18, (asked, x, folded) => folded('sum', square(asked, x))),
  TopK: { since: 1, spell: top },
} as const satisfies Record<string, Operator>;
