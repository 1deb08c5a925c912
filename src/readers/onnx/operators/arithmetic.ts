/** Operators of several values that broadcast together: arithmetic, comparisons, logic and choices. */
import { callNamed } from '../../../graph/calls';
import type { OpName } from '../../../ops/table';
import { computedOf, shapeOf, type Asked, type Operator } from '../record/asked';
import type { Grey, Operand } from '../record/operands';

type Given = Exclude<Operand, Grey>;

/** All inputs, none of them behind a grey node. */
function given(asked: Asked): readonly Given[] {
  return asked.all.map((_, place) => asked.input(place));
}

function joined(op: OpName, since = 1): Operator {
  return { since, spell: (asked) => asked.apply(callNamed(op, {}), ...given(asked)) };
}

/** Of one value these operators give the value itself. */
function folded(op: 'add' | 'maximum' | 'minimum'): Operator {
  return {
    since: 1,
    spell: (asked) =>
      asked.all.length === 1 ? asked.input(0) : asked.apply(callNamed(op, {}), ...given(asked)),
  };
}

function mean(asked: Asked): Operand {
  const values = given(asked);
  const sum = values.length === 1 ? asked.input(0) : asked.apply({ op: 'add', attributes: {} }, ...values);
  return asked.apply({ op: 'affine', attributes: { scale: 1 / values.length, shift: 0 } }, sum);
}

/** Of whole numbers the quotient is cut towards 0. */
function divide(asked: Asked): Operand {
  const [a, b] = [asked.input(0), asked.input(1)];
  const quotient = asked.apply({ op: 'divide', attributes: {} }, a, b);
  if (computedOf(a) === 'float' || computedOf(b) === 'float') return quotient;
  return asked.as('int32', asked.apply({ op: 'trunc', attributes: {} }, quotient));
}

/** The type of the base stays. */
function power(asked: Asked): Operand {
  const [base, exponent] = [asked.input(0), asked.input(1)];
  const known = asked.record.known(exponent);
  const isWhole = computedOf(base) !== 'float';
  if (known?.data.length === 1 && !isWhole && exponent.kind !== 'wired') {
    const call = { op: 'constant-power', attributes: { exponent: known.data[0] ?? NaN } } as const;
    if (known.shape.length <= shapeOf(base).length) return asked.apply(call, base);
  }
  const result = asked.apply(
    { op: 'power', attributes: {} },
    asked.as('float', base),
    asked.as('float', exponent),
  );
  return isWhole ? asked.as('int32', asked.apply({ op: 'trunc', attributes: {} }, result)) : result;
}

/** What is left of a division: of the sign of the divisor, or of the dividend where fmod says so. */
function modulo(asked: Asked): Operand {
  const [a, b] = [asked.input(0), asked.input(1)];
  if (asked.whole('fmod', 0) === 0) return asked.apply({ op: 'remainder', attributes: {} }, a, b);
  const quotient = asked.apply({ op: 'divide', attributes: {} }, asked.as('float', a), asked.as('float', b));
  const whole = asked.apply({ op: 'trunc', attributes: {} }, quotient);
  const taken = asked.apply({ op: 'multiply', attributes: {} }, whole, asked.as('float', b));
  const left = asked.apply({ op: 'subtract', attributes: {} }, asked.as('float', a), taken);
  return asked.as(computedOf(a), left);
}

function choice(asked: Asked): Operand {
  const [mask, a, b] = [asked.input(0), asked.input(1), asked.input(2)];
  return asked.apply({ op: 'where', attributes: {} }, asked.as('bool', mask), a, b);
}

function cast(asked: Asked): Operand {
  return asked.as(asked.type('to', 1), asked.input(0));
}

/** Operators of several values by their names. */
export const arithmetic = {
  Add: joined('add'),
  And: joined('and'),
  Cast: { since: 6, spell: cast },
  CastLike: { since: 15, spell: (asked) => asked.as(computedOf(asked.input(1)), asked.input(0)) },
  Div: { since: 1, spell: divide },
  Equal: joined('equal'),
  Greater: joined('greater'),
  GreaterOrEqual: joined('greater-equal', 12),
  Less: joined('less'),
  LessOrEqual: joined('less-equal', 12),
  Max: folded('maximum'),
  Mean: { since: 1, spell: mean },
  Min: folded('minimum'),
  Mod: { since: 10, spell: modulo },
  Mul: joined('multiply'),
  Not: { since: 1, spell: (asked) => asked.apply({ op: 'not', attributes: {} }, asked.input(0)) },
  Or: joined('or'),
  Pow: { since: 1, spell: power },
  Sub: joined('subtract'),
  Sum: folded('add'),
  Where: { since: 9, spell: choice },
  Xor: joined('xor'),
} as const satisfies Record<string, Operator>;
