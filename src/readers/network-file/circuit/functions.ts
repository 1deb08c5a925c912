/** The functions that an expression can call: those of one number, and the largest and smallest of several. */
import { activationDefaults } from '../../../ops/activations/table';
import { callNamed } from '../../../graph/calls';
import type { OpCall, OpName } from '../../../ops/table';

/** A function by its name in expressions. */
export interface ExpressionFunction {
  /** How many values it takes: exactly one, exactly two, or two and more. */
  readonly values: 'one' | 'two' | 'several';
  /** Its constants, which may stand as numbers behind the value, in this order, with what holds when they do not. */
  readonly constants: readonly (readonly [name: string, fallback: number])[];
  readonly call: (constants: readonly number[]) => OpCall;
}

/** Activations that are no function of one number alone, and why. */
const notHere: Readonly<Record<string, string>> = {
  softmax: 'works on several numbers at once',
  'log-softmax': 'works on several numbers at once',
  softmin: 'works on several numbers at once',
  glu: 'works on several numbers at once',
  maxout: 'works on several numbers at once',
  prelu: 'has a slope of its own to learn; write leaky_relu(x, slope)',
  rrelu: 'draws a random slope',
};

const mathematics: Readonly<Record<string, OpName>> = {
  exp: 'exp',
  expm1: 'expm1',
  log: 'log',
  ln: 'log',
  log1p: 'log1p',
  sqrt: 'sqrt',
  rsqrt: 'rsqrt',
  square: 'square',
  reciprocal: 'reciprocal',
  abs: 'abs',
  sign: 'sign',
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  erf: 'erf',
  floor: 'floor',
  ceil: 'ceil',
  round: 'round',
};

/** A name as expressions spell it: a minus in it would subtract. */
const spelled = (name: string): string => name.replaceAll('-', '_');

/** All functions by their names in expressions. */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map([
  ...Object.entries(activationDefaults)
    .filter(([name]) => !Object.hasOwn(notHere, name))
    .map(([name, defaults]) => [spelled(name), activation(name as OpName, defaults)] as const), // the keys are op names
  ...Object.entries(mathematics).map(([name, op]) => [name, plain(op, 'one')] as const),
  ['pow', plain('power', 'two')],
  ['max', plain('maximum', 'several')],
  ['min', plain('minimum', 'several')],
]);

/** Why an activation cannot be called in an expression, or undefined when there is no activation of this name. */
export function refusalOf(name: string): string | undefined {
  const found = Object.entries(notHere).find(([activationName]) => spelled(activationName) === name);
  return found?.[1];
}

/** The constants that may stand in an expression without a value. */
export const expressionConstants: ReadonlyMap<string, number> = new Map([
  ['e', Math.E],
  ['pi', Math.PI],
  ['π', Math.PI],
]);

function plain(op: OpName, values: ExpressionFunction['values']): ExpressionFunction {
  return { values, constants: [], call: () => callNamed(op, {}) };
}

function activation(op: OpName, defaults: Readonly<Record<string, number>>): ExpressionFunction {
  const constants = Object.entries(defaults);
  return {
    values: 'one',
    constants,
    call: (given) =>
      callNamed(
        op,
        Object.fromEntries(constants.map(([name, fallback], at) => [name, given[at] ?? fallback])),
      ),
  };
}
