/** Formulas of activations as MathML: the expressions that studies write, in the signs of mathematics. */
import { shortNumber } from '../../src/base/numbers';
import type { Condition, Expression, Piece } from '../../src/studies/activation/study';
import { fraction, numeral, row, scripts, sign, symbol, word, type Formula } from './mathml';

/** What a letter or a function is written as; all others stand as they are called. */
const letters: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  lambda: 'λ',
  // SELU's scale is lambda in its paper.
  scale: 'λ',
  pi: 'π',
  sigmoid: 'σ',
  log: 'ln',
};

const comparisons: Readonly<Record<Condition['signs'][number], string>> = {
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
};

/** An expression as a formula. */
export function formulaOf(expression: Expression): Formula {
  switch (expression.kind) {
    case 'number':
      return numeral(textOf(expression.value));
    case 'name':
      return nameOf(expression.name);
    case 'negate':
      return row(sign('−'), bound(expression.of, 2));
    case 'call':
      return callOf(expression.name, expression.values);
    case 'operator':
      return operation(expression);
  }
}

/** The condition of a piece as a formula; null where it holds everywhere. */
export function conditionOf({ when }: Piece): Formula | null {
  if (when === null) return null;
  return row(
    ...when.values.flatMap((value, index) => {
      const comparison = when.signs[index - 1];
      return comparison === undefined
        ? [formulaOf(value)]
        : [sign(comparisons[comparison]), formulaOf(value)];
    }),
  );
}

/** A formula as a line of text, for those who cannot see it. */
export function spoken(formula: Formula): string {
  switch (formula.kind) {
    case 'row':
      return formula.parts.map(spoken).join(' ');
    case 'fraction':
      return `(${spoken(formula.over)}) / (${spoken(formula.under)})`;
    case 'scripts':
      return `${spoken(formula.base)}${formula.above === null ? '' : ` to the ${spoken(formula.above)}`}`;
    case 'symbol':
    case 'number':
    case 'sign':
    case 'word':
      return formula.text;
  }
}

type Operation = Extract<Expression, { kind: 'operator' }>;

function operation({ operator, left, right }: Operation): Formula {
  switch (operator) {
    case '+':
      return row(formulaOf(left), sign('+'), bound(right, 1));
    case '-':
      return row(formulaOf(left), sign('−'), bound(right, 2));
    case '*':
      return row(bound(left, 2), sign(isNumber(right) || isWord(left) ? '·' : '\u2062'), bound(right, 2));
    case '/':
      return fraction(formulaOf(left), formulaOf(right));
    case '^':
      return powerOf(left, right);
  }
}

/** A power of 1/2 is a root in words of its own; a power of a function stands behind its name: tanh². */
function powerOf(base: Expression, exponent: Expression): Formula {
  if (base.kind === 'call' && base.name !== 'exp') {
    const [argument] = base.values;
    if (argument) return row(scripts(nameOf(base.name), null, formulaOf(exponent)), bracketed(argument));
  }
  return scripts(bound(base, 4), null, formulaOf(exponent));
}

function callOf(name: string, values: readonly Expression[]): Formula {
  const [argument] = values;
  if (!argument) return nameOf(name);
  if (name === 'exp') return scripts(symbol('e'), null, formulaOf(argument));
  if (name === 'abs') return row(sign('|'), formulaOf(argument), sign('|'));
  return row(nameOf(name), bracketed(argument));
}

function bracketed(expression: Expression): Formula {
  return row(sign('('), formulaOf(expression), sign(')'));
}

function nameOf(name: string): Formula {
  if (name === 'Phi' || name === 'phi') {
    return row(symbol(name === 'Phi' ? 'Φ' : 'φ'), sign('('), symbol('x'), sign(')'));
  }
  const letter = letters[name] ?? name;
  return letter.length === 1 ? symbol(letter) : word(letter);
}

/** How tightly an expression holds together: 1 a sum, 2 a product, 3 a power, 4 what needs no brackets anywhere. */
function strengthOf(expression: Expression): number {
  if (expression.kind === 'negate') return 1;
  if (expression.kind === 'number') return expression.value < 0 ? 1 : 4;
  if (expression.kind !== 'operator') return 4;
  return { '+': 1, '-': 1, '*': 2, '/': 3, '^': 3 }[expression.operator];
}

function bound(expression: Expression, least: number): Formula {
  return strengthOf(expression) < least ? bracketed(expression) : formulaOf(expression);
}

function isNumber(expression: Expression): boolean {
  return expression.kind === 'number' || (expression.kind === 'operator' && isNumber(expression.left));
}

/** A name that is no single letter runs into what follows it. */
function isWord(expression: Expression): boolean {
  return expression.kind === 'name' && (letters[expression.name] ?? expression.name).length > 1;
}

function textOf(value: number): string {
  return (Math.abs(value) < 1e6 ? String(value) : shortNumber(value)).replace('-', '−');
}
