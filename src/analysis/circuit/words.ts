/** Gates in words: their signs, their formulas, the formulas of their derivatives, and what each kind does to gradients. */
import { shortNumber } from '../../base/numbers';
import { listed } from '../../base/words';
import type { GateFamily } from './report';

const families: Readonly<Record<string, GateFamily>> = {
  add: 'add',
  subtract: 'add',
  identity: 'add',
  multiply: 'multiply',
  maximum: 'max',
  minimum: 'max',
  relu: 'max',
};

/** What a gate of an op does to gradients. */
export function familyOf(op: string): GateFamily {
  return families[op] ?? 'other';
}

const symbols: Readonly<Record<string, string>> = {
  add: '+',
  subtract: '−',
  multiply: '×',
  divide: '÷',
  power: '^',
  negate: '−',
  maximum: 'max',
  minimum: 'min',
  identity: '=',
  sigmoid: 'σ',
  square: '²',
  sqrt: '√',
  abs: '|·|',
  reciprocal: '1/x',
  group: 'f',
};

/** What stands on a gate. */
export function symbolOf(op: string): string {
  return symbols[op] ?? op.replaceAll('-', ' ');
}

type Formula = (...args: readonly string[]) => string;

const formulas: Readonly<Record<string, Formula>> = {
  add: (a = '', b = '') => `${a} + ${b}`,
  subtract: (a = '', b = '') => `${a} - ${b}`,
  multiply: (a = '', b = '') => `${a} × ${b}`,
  divide: (a = '', b = '') => `${a} / ${b}`,
  power: (a = '', b = '') => `${a} ^ ${b}`,
  negate: (a = '') => `-${a}`,
  exp: (a = '') => `e^${a}`,
  identity: (a = '') => a,
  maximum: (...args) => `max(${args.join(', ')})`,
  minimum: (...args) => `min(${args.join(', ')})`,
  group: (...args) => `f(${args.join(', ')})`,
};

/** What a gate computes, of the names or the numbers of its arguments. */
export function formulaOf(op: string, args: readonly string[]): string {
  return formulas[op]?.(...args) ?? `${op.replaceAll('-', '_')}(${args.join(', ')})`;
}

/** Derivatives by the first and the second argument a and b, f being the gate's own value. */
const derivatives: Readonly<Record<string, readonly ((f: string, a: string, b: string) => string)[]>> = {
  multiply: [(_f, _a, b) => b, (_f, a) => a],
  divide: [(_f, _a, b) => `1 / ${b}`, (_f, a, b) => `-${a} / ${b}²`],
  power: [(_f, a, b) => `${b} × ${a} ^ (${b} - 1)`, (f, a) => `${f} × ln ${a}`],
  exp: [(f) => f],
  log: [(_f, a) => `1 / ${a}`],
  sqrt: [(f) => `1 / (2 ${f})`],
  square: [(_f, a) => `2 ${a}`],
  reciprocal: [(f) => `-${f}²`],
  sin: [(_f, a) => `cos ${a}`],
  cos: [(_f, a) => `-sin ${a}`],
  tan: [(f) => `1 + ${f}²`],
  tanh: [(f) => `1 - ${f}²`],
  sigmoid: [(f) => `(1 - ${f}) × ${f}`],
  abs: [(_f, a) => `sign of ${a}`],
};

/** The derivative of a gate by one argument as a formula; empty where the number alone says it. */
export function derivativeText(op: string, which: number, gate: string, args: readonly string[]): string {
  const [a = '', b = ''] = args;
  return derivatives[op]?.[which]?.(gate, a, b) ?? '';
}

/** A number inside of a formula: negative ones in brackets. */
export function factor(value: number): string {
  const text = shortNumber(value);
  return text.startsWith('-') ? `(${text})` : text;
}

/** A name behind a d: one of more than a letter and a number in brackets, so that one sees where it starts. */
export function named(name: string): string {
  return /^.\d*$/u.test(name) ? name : `(${name})`;
}

/** df/dx. */
export function derivative(of: string, by: string): string {
  return `d${named(of)}/d${named(by)}`;
}

/** A gate as its note needs it. */
export interface Noted {
  readonly op: string;
  readonly gates: number;
  readonly names: readonly string[];
  readonly locals: readonly (number | null)[];
}

/** What a gate does to the gradient that comes to it, in one sentence. */
export function noteOf({ op, gates, names, locals }: Noted): string {
  if (gates > 1) return foldedNote(op, gates);
  switch (op) {
    case 'add':
      return 'Add distributes: every argument gets the gradient as it is.';
    case 'subtract':
      return 'Subtract distributes: the gradient as it is to the first argument, with its sign turned to the second.';
    case 'multiply':
      return 'Multiply swaps: each argument gets the gradient times the value of the other one.';
    case 'maximum':
    case 'minimum':
      return extremeNote(op === 'maximum' ? 'Max' : 'Min', names, locals);
    case 'relu':
      return locals[0] === 1
        ? 'ReLU passes: its argument is above 0.'
        : 'ReLU blocks: its argument is not above 0.';
    case 'identity':
      return 'A name for a value: the gradient passes as it is.';
    default:
      return `The gradient is multiplied with the slope of ${op.replaceAll('-', ' ')} at this point.`;
  }
}

function foldedNote(op: string, gates: number): string {
  if (op === 'sigmoid') return `${gates} gates as one sigmoid: its slope is (1 - σ) σ.`;
  if (op === 'tanh') return `${gates} gates as one tanh: its slope is 1 - tanh².`;
  return `${gates} gates as one: its slopes are the products of theirs along every way, added up.`;
}

function extremeNote(
  word: 'Max' | 'Min',
  names: readonly string[],
  locals: readonly (number | null)[],
): string {
  // Of numbers that are written, nobody asks for the derivative.
  const winners = names.filter((_, at) => locals[at] !== null && locals[at] !== 0);
  const shares = locals.filter((local) => local !== null && local !== 0);
  if (winners.length === 0) return `${word} routes: the number wins, so no argument gets anything.`;
  if (winners.length === 1 && shares[0] === 1)
    return `${word} routes: all of the gradient goes to ${winners[0] ?? ''}, the ${word === 'Max' ? 'largest' : 'smallest'}.`;
  if (winners.length === 1) return `${word} routes: a tie with a number, so ${winners[0] ?? ''} gets half.`;
  const equal = shares.every((share) => share === 0.5);
  return `${word} routes: a tie between ${listed(winners)}, so ${equal ? 'each gets half' : 'they share the gradient'}.`;
}
