/** The formulas of f and f' of every activation of one number, as people write them; a table of data, tested against the ops' numbers. */
import type { ActivationName } from '../../ops/activations/table';
import { logistic } from '../../ops/activations/bounded';
import { parseDefinition, type Expression } from '../../readers/network-file/circuit/parse';
import { normalProbability } from '../../tensor/erf';

export type { Expression };

/** A chain of comparisons: -lambda <= x <= lambda. */
export interface Condition {
  readonly values: readonly Expression[];
  /** One fewer than the values. */
  readonly signs: readonly ('<' | '<=' | '>' | '>=')[];
}

/** An expression with the condition under which it holds; null: everywhere. */
export interface Piece {
  readonly expression: Expression;
  readonly when: Condition | null;
}

/** A function as its pieces; the first whose condition holds counts. */
export type Formula = readonly Piece[];

/** Activations of one number, which have a curve. */
export type CurvedActivation = Exclude<
  ActivationName,
  'softmax' | 'log-softmax' | 'softmin' | 'glu' | 'maxout'
>;

type Written = readonly (readonly [expression: string, when?: string])[];

const rectified = (below: string, slope: string): readonly [Written, Written] => [
  [
    ['x', 'x > 0'],
    [below, 'x <= 0'],
  ],
  [
    ['1', 'x > 0'],
    [slope, 'x <= 0'],
  ],
];

/**
 * f and f' of each, in x and the numbers that the op takes. sigmoid, tanh, softplus, exp and log are functions; Phi and phi are the
 * distribution and the density of the standard normal, pi and the constants of SELU stand as their letters.
 */
const written: { readonly [Name in CurvedActivation]: readonly [value: Written, derivative: Written] } = {
  identity: [[['x']], [['1']]],
  relu: rectified('0', '0'),
  relu6: [
    [
      ['0', 'x <= 0'],
      ['x', '0 < x < 6'],
      ['6', 'x >= 6'],
    ],
    [
      ['1', '0 < x < 6'],
      ['0', 'x <= 0'],
      ['0', 'x >= 6'],
    ],
  ],
  'leaky-relu': rectified('slope * x', 'slope'),
  prelu: rectified('slope * x', 'slope'),
  rrelu: rectified('(lower + upper) / 2 * x', '(lower + upper) / 2'),
  elu: rectified('alpha * (exp(x) - 1)', 'alpha * exp(x)'),
  selu: [
    [
      ['scale * x', 'x > 0'],
      ['scale * alpha * (exp(x) - 1)', 'x <= 0'],
    ],
    [
      ['scale', 'x > 0'],
      ['scale * alpha * exp(x)', 'x <= 0'],
    ],
  ],
  celu: rectified('alpha * (exp(x / alpha) - 1)', 'exp(x / alpha)'),
  gelu: [[['x * Phi']], [['Phi + x * phi']]],
  'gelu-tanh': [
    [['x / 2 * (1 + tanh((2 / pi)^0.5 * (x + 0.044715 * x^3)))']],
    [
      [
        '(1 + tanh((2 / pi)^0.5 * (x + 0.044715 * x^3))) / 2 + x / 2 * (1 - tanh((2 / pi)^0.5 * (x + 0.044715 * x^3))^2) * (2 / pi)^0.5 * (1 + 0.134145 * x^2)',
      ],
    ],
  ],
  silu: [[['x * sigmoid(x)']], [['sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x))']]],
  mish: [[['x * tanh(softplus(x))']], [['tanh(softplus(x)) + x * sigmoid(x) * (1 - tanh(softplus(x))^2)']]],
  softplus: [
    [
      ['log(1 + exp(beta * x)) / beta', 'beta * x <= threshold'],
      ['x', 'beta * x > threshold'],
    ],
    [
      ['sigmoid(beta * x)', 'beta * x <= threshold'],
      ['1', 'beta * x > threshold'],
    ],
  ],
  softsign: [[['x / (1 + abs(x))']], [['1 / (1 + abs(x))^2']]],
  softshrink: [
    [
      ['x - lambda', 'x > lambda'],
      ['x + lambda', 'x < -lambda'],
      ['0', '-lambda <= x <= lambda'],
    ],
    [
      ['0', '-lambda <= x <= lambda'],
      ['1', 'x > lambda'],
      ['1', 'x < -lambda'],
    ],
  ],
  hardshrink: [
    [
      ['0', '-lambda <= x <= lambda'],
      ['x', 'x > lambda'],
      ['x', 'x < -lambda'],
    ],
    [
      ['0', '-lambda <= x <= lambda'],
      ['1', 'x > lambda'],
      ['1', 'x < -lambda'],
    ],
  ],
  tanhshrink: [[['x - tanh(x)']], [['tanh(x)^2']]],
  hardtanh: [
    [
      ['minimum', 'x <= minimum'],
      ['x', 'minimum < x < maximum'],
      ['maximum', 'x >= maximum'],
    ],
    [
      ['1', 'minimum < x < maximum'],
      ['0', 'x <= minimum'],
      ['0', 'x >= maximum'],
    ],
  ],
  'hard-sigmoid': [
    [
      ['0', 'x <= -3'],
      ['x / 6 + 1 / 2', '-3 < x < 3'],
      ['1', 'x >= 3'],
    ],
    [
      ['1 / 6', '-3 < x < 3'],
      ['0', 'x <= -3'],
      ['0', 'x >= 3'],
    ],
  ],
  'keras-hard-sigmoid': [
    [
      ['0', 'x < -2.5'],
      ['0.2 * x + 0.5', '-2.5 <= x <= 2.5'],
      ['1', 'x > 2.5'],
    ],
    [
      ['0.2', '-2.5 <= x <= 2.5'],
      ['0', 'x < -2.5'],
      ['0', 'x > 2.5'],
    ],
  ],
  'hard-swish': [
    [
      ['0', 'x <= -3'],
      ['x * (x + 3) / 6', '-3 < x < 3'],
      ['x', 'x >= 3'],
    ],
    [
      ['0', 'x <= -3'],
      ['x / 3 + 1 / 2', '-3 < x < 3'],
      ['1', 'x >= 3'],
    ],
  ],
  sigmoid: [[['1 / (1 + exp(-x))']], [['exp(-x) / (1 + exp(-x))^2']]],
  'log-sigmoid': [[['-log(1 + exp(-x))']], [['sigmoid(-x)']]],
  tanh: [[['(exp(2 * x) - 1) / (exp(2 * x) + 1)']], [['4 * exp(2 * x) / (1 + exp(2 * x))^2']]],
  threshold: [
    [
      ['x', 'x > threshold'],
      ['value', 'x <= threshold'],
    ],
    [
      ['1', 'x > threshold'],
      ['0', 'x <= threshold'],
    ],
  ],
  step: [
    [
      ['0', 'x <= 0'],
      ['1', 'x > 0'],
    ],
    [['0']],
  ],
  exponential: [[['exp(x)']], [['exp(x)']]],
};

/** Whether a name is that of an activation of one number. */
export function isCurved(name: string): name is CurvedActivation {
  return Object.hasOwn(written, name);
}

/** All activations of one number. */
export const curvedActivations = Object.keys(written).filter(isCurved);

/** The formulas of f and f'. */
export function formulasOf(name: CurvedActivation): {
  readonly value: Formula;
  readonly derivative: Formula;
} {
  const [value, derivative] = written[name];
  return { value: value.map(pieceOf), derivative: derivative.map(pieceOf) };
}

function pieceOf([expression, when]: Written[number]): Piece {
  return {
    expression: parseDefinition(expression).expression,
    when: when === undefined ? null : conditionOf(when),
  };
}

function conditionOf(text: string): Condition {
  const parts = text.split(/\s*(<=|>=|<|>)\s*/);
  const isSign = (part: string): part is Condition['signs'][number] => /^[<>]=?$/.test(part);
  return {
    values: parts.filter((part) => !isSign(part)).map((part) => parseDefinition(part).expression),
    signs: parts.filter(isSign),
  };
}

/** The constants of SELU (Klambauer et al. 2017), and what else stands as a letter. */
const constants = { pi: Math.PI, scale: 1.0507009873554805 };
const seluAlpha = 1.6732632423543772;

/** The value of a formula at x, with the numbers of the activation. */
export function valueAt(formula: Formula, x: number, numbers: Readonly<Record<string, number>>): number {
  const names: Readonly<Record<string, number>> = {
    ...constants,
    alpha: seluAlpha,
    Phi: normalProbability(x),
    phi: Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
    ...numbers,
    x,
  };
  const piece = formula.find(({ when }) => when === null || holds(when, names));
  return piece ? evaluate(piece.expression, names) : NaN;
}

function holds({ values, signs }: Condition, names: Readonly<Record<string, number>>): boolean {
  const numbers = values.map((value) => evaluate(value, names));
  return signs.every((sign, index) => {
    const [left, right] = [numbers[index] ?? NaN, numbers[index + 1] ?? NaN];
    if (sign === '<') return left < right;
    if (sign === '<=') return left <= right;
    return sign === '>' ? left > right : left >= right;
  });
}

const functions: Readonly<Record<string, (x: number) => number>> = {
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  abs: Math.abs,
  sigmoid: logistic,
  softplus: (x) => Math.log1p(Math.exp(x)),
};

function evaluate(expression: Expression, names: Readonly<Record<string, number>>): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return names[expression.name] ?? NaN;
    case 'negate':
      return -evaluate(expression.of, names);
    case 'call': {
      const [argument] = expression.values;
      return argument ? (functions[expression.name]?.(evaluate(argument, names)) ?? NaN) : NaN;
    }
    case 'operator': {
      const left = evaluate(expression.left, names);
      const right = evaluate(expression.right, names);
      const results = {
        '+': left + right,
        '-': left - right,
        '*': left * right,
        '/': left / right,
        '^': left ** right,
      };
      return results[expression.operator];
    }
  }
}
