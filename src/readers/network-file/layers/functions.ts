/** Layers of network files that are plain mathematics: constants times the values, powers, and functions of one number. */
import { callNamed } from '../../../graph/calls';
import type { arithmetic } from '../../../ops/arithmetic/table';
import { row, type Row } from '../fields';
import { number } from '../forms';
import { unary, type Plan } from './statements';

const anyNumber = number();

/** Functions without options. */
const words: Readonly<Partial<Record<keyof typeof arithmetic, string>>> = {
  exp: 'e^x, as mathematics; `exponential` is the activation.',
  log: 'The natural logarithm.',
  sqrt: 'The square root.',
  square: 'x times x.',
  reciprocal: '1 / x.',
  abs: 'x without its sign.',
  negate: '-x.',
  sin: 'The sine.',
  cos: 'The cosine.',
  erf: 'The error function.',
};

/** All layers of this kind. */
export const functionRows: Readonly<Record<string, Row<Plan>>> = {
  ...Object.fromEntries(
    Object.entries(words).map(([name, meaning]) => [
      name,
      plainRow(name as keyof typeof arithmetic, meaning), // the keys of the table above
    ]),
  ),
  scale: row({
    meaning: 'The values times a constant number, plus another.',
    main: 'factor',
    required: true,
    options: {
      factor: { form: anyNumber, meaning: 'What the values are multiplied with.' },
      shift: { form: anyNumber, meaning: 'What is added behind.', fallback: 0 },
    },
    make: ({ factor, shift }) =>
      factor &&
      unary(({ builder, args, layer, span }) =>
        builder.op(
          { op: 'affine', attributes: { scale: factor.value, shift: shift?.value ?? 0 } },
          args,
          layer,
          span,
        ),
      ),
  }),
  power: row({
    meaning: 'x to a constant power.',
    main: 'exponent',
    required: true,
    options: { exponent: { form: anyNumber, meaning: 'The power.' } },
    make: ({ exponent }) =>
      exponent &&
      unary(({ builder, args, layer, span }) =>
        builder.op({ op: 'constant-power', attributes: { exponent: exponent.value } }, args, layer, span),
      ),
  }),
  clamp: row({
    meaning:
      'x cut at a minimum, a maximum or both; its derivative is 1 at both ends, which hardtanh has at 0.',
    options: {
      minimum: { form: anyNumber, meaning: 'Least output.' },
      maximum: { form: anyNumber, meaning: 'Greatest output.' },
    },
    needs: [['minimum', 'maximum']],
    make: ({ minimum, maximum }) => {
      const attributes = { minimum: minimum?.value ?? null, maximum: maximum?.value ?? null };
      return unary(({ builder, args, layer, span }) =>
        builder.op({ op: 'clamp', attributes }, args, layer, span),
      );
    },
  }),
};

function plainRow(op: keyof typeof arithmetic, meaning: string): Row<Plan> {
  return row({
    meaning,
    options: {},
    make: () => unary(({ builder, args, layer, span }) => builder.op(callNamed(op, {}), args, layer, span)),
  });
}
