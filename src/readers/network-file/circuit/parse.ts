/** Parses expressions by the precedence of their signs, as Python binds them: ^ before a leading minus, and from the right. */
import { counted } from '../../../base/numbers';
import { didYouMean } from '../forms';
import { quoted, type Range } from '../written';
import { expressionFunctions, refusalOf } from './functions';
import { ExpressionFault, tokensOf, type Sign, type Token } from './tokens';

/** The message for a bracket that nothing closes. */
export const notClosed = 'This bracket is not closed.';

/** The signs between two values. */
export type Operator = '+' | '-' | '*' | '/' | '^';

/** An expression as it is written, with its place in the text. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly range: Range }
  | { readonly kind: 'name'; readonly name: string; readonly range: Range }
  | { readonly kind: 'negate'; readonly of: Expression; readonly range: Range }
  | {
      readonly kind: 'operator';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
      readonly range: Range;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly values: readonly Expression[];
      readonly constants: readonly number[];
      readonly range: Range;
    };

/** A definition: name = expression, or an expression alone. */
export interface Definition {
  readonly name: string | null;
  readonly nameRange: Range;
  readonly expression: Expression;
}

/** Brackets, signs in front and powers nested deeper than this are not read. */
const deepest = 100;

/** More values and gates than this are not read: nobody could look at them. */
export const mostParts = 1000;

/** How tightly the signs bind that stand between two values; ^ is not among them, since it binds from the right. */
const strength: Readonly<Partial<Record<Sign, number>>> = { '+': 1, '-': 1, '*': 2, '/': 2 };

/** Parses the definition that stands in `text` between two places. @throws ExpressionFault at the first mistake */
export function parseDefinition(text: string, from = 0, to = text.length): Definition {
  const tokens = tokensOf(text, from, to);
  const [first, second] = tokens;
  const named = first?.kind === 'name' && second?.kind === 'sign' && second.sign === '=';
  const parser = new Parser(text, tokens, named ? 2 : 0);
  const expression = parser.whole();
  return { name: named ? first.name : null, nameRange: named ? first.range : expression.range, expression };
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at: number;
  #depth = 0;
  #parts = 0;

  constructor(text: string, tokens: readonly Token[], at: number) {
    this.#text = text;
    this.#tokens = tokens;
    this.#at = at;
  }

  whole(): Expression {
    const expression = this.#sum(1);
    const rest = this.#next();
    if (rest.kind === 'end') return expression;
    throw new ExpressionFault(this.#surplus(rest, expression), rest.range);
  }

  /** Values joined by signs that bind at least as tightly as `least`, from the left. */
  #sum(least: number): Expression {
    let left = this.#signed();
    for (;;) {
      const token = this.#next();
      const binds = token.kind === 'sign' ? strength[token.sign] : undefined;
      if (token.kind !== 'sign' || binds === undefined || binds < least) return left;
      this.#at += 1;
      const right = this.#sum(binds + 1);
      left = this.#joined(token.sign as Operator, left, right); // only operators have a strength
    }
  }

  /** A value with its leading signs: -x^2 is -(x^2). */
  #signed(): Expression {
    const token = this.#next();
    if (token.kind !== 'sign' || (token.sign !== '-' && token.sign !== '+')) return this.#power();
    this.#at += 1;
    const of = this.#deeper(token.range, () => this.#signed());
    if (token.sign === '+') return of;
    const range = { start: token.range.start, end: of.range.end };
    if (of.kind === 'number') return { ...of, value: -of.value, range };
    return this.#part({ kind: 'negate', of, range });
  }

  /** A value, perhaps to a power: 2^-3^2 is 2^(-(3^2)). */
  #power(): Expression {
    const base = this.#value();
    const token = this.#next();
    if (token.kind !== 'sign' || token.sign !== '^') return base;
    this.#at += 1;
    return this.#joined(
      '^',
      base,
      this.#deeper(token.range, () => this.#signed()),
    );
  }

  #value(): Expression {
    const token = this.#next();
    this.#at += 1;
    if (token.kind === 'number') return this.#part(token);
    if (token.kind === 'name') return this.#opens() ? this.#call(token) : this.#part(token);
    if (token.kind === 'sign' && token.sign === '(') {
      const inside = this.#deeper(token.range, () => this.#sum(1));
      return { ...inside, range: { start: token.range.start, end: this.#close(token) } };
    }
    throw new ExpressionFault(this.#missing(token), token.range);
  }

  #call(token: Extract<Token, { kind: 'name' }>): Expression {
    const open = this.#next();
    this.#at += 1;
    const values: Expression[] = [];
    this.#deeper(token.range, () => {
      if (this.#next().kind !== 'end' && !this.#isSign(')')) values.push(this.#sum(1));
      while (values.length > 0 && this.#isSign(',')) {
        this.#at += 1;
        values.push(this.#sum(1));
      }
    });
    const range = { start: token.range.start, end: this.#close(open) };
    return this.#part({ kind: 'call', name: token.name, ...argumentsOf(token, values, range), range });
  }

  /** The place behind the bracket that closes `open`. */
  #close(open: Token): number {
    const token = this.#next();
    if (this.#isSign(')')) {
      this.#at += 1;
      return token.range.end;
    }
    if (token.kind === 'end') {
      throw new ExpressionFault(notClosed, open.range);
    }
    throw new ExpressionFault(this.#surplus(token, null), token.range);
  }

  #joined(operator: Operator, left: Expression, right: Expression): Expression {
    const range = { start: left.range.start, end: right.range.end };
    return this.#part({ kind: 'operator', operator, left, right, range });
  }

  #part<Part extends Expression>(part: Part): Part {
    this.#parts += 1;
    if (this.#parts > mostParts)
      throw new ExpressionFault(
        `An expression may have ${mostParts} values and signs; this one has more.`,
        part.range,
      );
    return part;
  }

  #deeper<Result>(range: Range, inside: () => Result): Result {
    this.#depth += 1;
    if (this.#depth > deepest)
      throw new ExpressionFault(`An expression may be nested ${deepest} deep; this one goes deeper.`, range);
    const result = inside();
    this.#depth -= 1;
    return result;
  }

  #next(): Token {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)];
    if (!token) throw new RangeError('a list of tokens ends with its end');
    return token;
  }

  #opens(): boolean {
    return this.#isSign('(');
  }

  #isSign(sign: Sign): boolean {
    const token = this.#next();
    return token.kind === 'sign' && token.sign === sign;
  }

  #missing(token: Token): string {
    const before = this.#tokens[this.#at - 2];
    const after = before ? ` behind ${quoted(this.#wordOf(before))}` : '';
    if (token.kind === 'end') return `Here a value is missing${after}.`;
    return `Here a value is missing${after}, found ${quoted(this.#wordOf(token))}.`;
  }

  #surplus(token: Token, before: Expression | null): string {
    if (token.kind === 'sign') {
      if (token.sign === ')') return 'This bracket closes none.';
      if (token.sign === ',') return 'A comma stands only between the values of a function.';
      if (token.sign === '=') return 'An expression has one = at most, behind its name: q = x + y.';
    }
    const last = this.#tokens[this.#at - 1];
    const right = this.#wordOf(token);
    const words = last && last.kind !== 'sign' && token.kind !== 'sign' && before;
    const example = words ? `, for instance ${this.#wordOf(last)} * ${right}` : '';
    return `Before ${quoted(right)} an operator is missing${example}.`;
  }

  #wordOf({ range }: Token): string {
    return this.#text.slice(range.start, range.end);
  }
}

/** The values of a call and the numbers behind them that are its constants. @throws ExpressionFault when they do not fit the function */
function argumentsOf(
  { name, range: place }: Extract<Token, { kind: 'name' }>,
  given: readonly Expression[],
  whole: Range,
): { readonly values: readonly Expression[]; readonly constants: readonly number[] } {
  const found = expressionFunctions.get(name);
  if (!found) {
    const reason = refusalOf(name);
    const message =
      reason === undefined
        ? `There is no function ${quoted(name)}${didYouMean(name, [...expressionFunctions.keys()])}`
        : `${quoted(name)} cannot stand in an expression: it ${reason}.`;
    throw new ExpressionFault(message, place);
  }
  const wrong = (wanted: string): never => {
    throw new ExpressionFault(`${name} takes ${wanted}, found ${counted(given.length, 'value')}.`, whole);
  };
  if (found.values === 'several') {
    return given.length < 2 ? wrong('two or more values') : { values: given, constants: [] };
  }
  const count = found.values === 'two' ? 2 : 1;
  const names = found.constants.map(([each]) => each);
  const most = count + names.length;
  if (given.length < count || given.length > most) {
    const more = names.length === 0 ? '' : `, behind it ${names.join(' and ')} as numbers`;
    wrong(`${count === 2 ? 'two values' : 'one value'}${more}`);
  }
  const constants = given.slice(count).map((each, at) => {
    if (each.kind === 'number') return each.value;
    throw new ExpressionFault(`${names[at] ?? 'This'} of ${name} is a number.`, each.range);
  });
  return { values: given.slice(0, count), constants };
}
