/** Builds the network of a circuit: a scalar parameter for every variable, an op for every gate, the last expression as what is differentiated. */
import type { CircuitOutput, CircuitVariable, GateText } from '../../../graph/circuit';
import { networkBuilder, type NetworkBuilder } from '../../../graph/builder';
import { callNamed } from '../../../graph/calls';
import type { Network, Value } from '../../../graph/network';
import type { OpCall, OpName } from '../../../ops/table';
import { nearest } from '../../../base/words';
import { longestName } from '../layers/nodes';
import type { FileRead } from '../network';
import type { Report } from '../report';
import { quoted, shortened, type Range } from '../written';
import { below, definitionsOf, type PlacedDefinition } from './definitions';
import type { WrittenValue } from './fields';
import { expressionConstants, expressionFunctions } from './functions';
import type { Expression, Operator } from './parse';

/** What a variable is without a value. */
const assumedValue = 1;

/** What gates without a name of their own are called: PyTorch's words for the ops where they have one, else the function's. */
const gateWords: Readonly<Partial<Record<OpName, string>>> = {
  subtract: 'sub',
  multiply: 'mul',
  divide: 'div',
  negate: 'neg',
  power: 'pow',
  maximum: 'max',
  minimum: 'min',
};

const operators: Readonly<Record<Operator, OpName>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '^': 'power',
};

/** Builds the circuit of the file's expressions; `whole` is the range of the whole file, `text` its text. */
export function buildCircuit(
  read: FileRead,
  {
    fallbackName,
    whole,
    text,
  }: { readonly fallbackName: string; readonly whole: Range; readonly text: string },
  report: Report,
): Network {
  const builder = networkBuilder((problem) => {
    report.problem(problem);
  });
  const definitions = definitionsOf(read.expression?.value ?? [], text, report);
  const circuit = new CircuitBuilder(builder, definitions, read.at?.value ?? null, report);
  for (const definition of definitions) circuit.define(definition);
  circuit.reportUnused();
  const last = circuit.outputs.at(-1);
  const span = report.span(read.expression?.range ?? whole);
  return builder.finish({
    name: shortened(read.name?.value ?? fallbackName, longestName),
    span: report.span(whole),
    outputs: circuit.outputs.map(({ node }) => ({ node, output: 0 })),
    loss: last ? { node: last.node, name: last.name, span } : null,
    dataset: null,
    seed: read.seed?.value ?? 0,
    batch: 1,
    ignore: read.ignore?.value ?? [],
    circuit: { outputs: circuit.outputs, variables: circuit.variables, texts: circuit.texts },
  });
}

class CircuitBuilder {
  readonly outputs: CircuitOutput[] = [];
  readonly variables: CircuitVariable[] = [];
  readonly texts: GateText[] = [];
  readonly #builder: NetworkBuilder;
  readonly #report: Report;
  readonly #given: ReadonlyMap<string, WrittenValue> | null;
  readonly #definedNames: ReadonlySet<string>;
  readonly #values = new Map<string, Value>();
  readonly #allRead: boolean;

  constructor(
    builder: NetworkBuilder,
    definitions: readonly PlacedDefinition[],
    given: ReadonlyMap<string, WrittenValue> | null,
    report: Report,
  ) {
    this.#builder = builder;
    this.#report = report;
    this.#given = given;
    this.#allRead = definitions.every(({ expression }) => expression !== null);
    this.#definedNames = new Set(definitions.flatMap(({ name }) => (name === null ? [] : [name])));
    // Variables come first, so that no gate takes their names.
    for (const definition of definitions) this.#findVariables(definition);
  }

  /** Adds the gates of one definition. */
  define(definition: PlacedDefinition): void {
    const { expression, source, nameRange } = definition;
    const name = definition.name ?? this.#freeName();
    if (this.#values.has(name)) {
      this.#report.error(`${quoted(name)} is defined twice; the first one counts.`, nameRange);
      return;
    }
    if (!expression) {
      const reason = 'The expression cannot be read.';
      this.#values.set(name, this.#builder.opaque(reason, [], null, this.#report.span(nameRange)));
      return;
    }
    const value = this.#topGate(definition, expression, name);
    this.#values.set(name, value);
    if (this.#builder.typeOf(value) === null) return;
    const { start, end } = expression.range;
    this.outputs.push({ name, text: shortened(source.slice(start, end).trim(), 200), node: value.node });
  }

  /** Says which values nobody uses. */
  reportUnused(): void {
    // What an expression that cannot be read would use is not known.
    if (!this.#allRead) return;
    const used = new Set(this.variables.map(({ name }) => name));
    for (const [name, { keyRange }] of this.#given ?? []) {
      if (used.has(name)) continue;
      const reason = this.#definedNames.has(name)
        ? `${quoted(name)} is computed from the others; the value given here is passed over.`
        : `No expression uses ${quoted(name)}.`;
      this.#report.warning(reason, keyRange);
    }
  }

  #freeName(): string {
    const free = (name: string): boolean => !this.#values.has(name) && !this.#definedNames.has(name);
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? 'f' : `f${number}`;
      if (free(name)) return name;
    }
  }

  #findVariables({ expression, inFile, source }: PlacedDefinition): void {
    const waiting: Expression[] = expression ? [expression] : [];
    for (let part = waiting.pop(); part; part = waiting.pop()) {
      waiting.push(...below(part).toReversed());
      if (part.kind !== 'name' || this.#definedNames.has(part.name) || this.#values.has(part.name)) continue;
      if (expressionConstants.has(part.name) && this.#given?.has(part.name) !== true) continue;
      this.#addVariable(part, inFile(part.range), source);
    }
  }

  #addVariable(
    { name, range }: { readonly name: string; readonly range: Range },
    place: Range,
    source: string,
  ): void {
    const given = this.#given?.get(name);
    const value = given?.value ?? null;
    const span = this.#report.span(place);
    if (value === null) {
      if (this.#given && !given) this.#report.error(this.#missing(name, source.slice(range.end)), place);
      this.#builder.assume({
        about: 'input',
        message: `No value is given for ${name}, so it is ${assumedValue}.`,
        span,
      });
    }
    const layer = this.#builder.layer({ kind: 'variable', span, name });
    const parameter = this.#builder.parameter({
      layer,
      part: '',
      role: 'weight',
      shape: [],
      initialisation: { name: 'constant', argument: value ?? assumedValue },
      fans: { fanIn: 1, fanOut: 1 },
      written: given && value !== null ? this.#report.span(given.range) : null,
      span,
    });
    this.#values.set(name, parameter);
    this.variables.push({ name, node: parameter.node, assumed: value === null });
  }

  #missing(name: string, behind: string): string {
    const rest = /^(?:-[a-z\d]+)+(?=\s*\()/i.exec(behind)?.[0];
    const whole = `${name}${rest ?? ''}`.replaceAll('-', '_');
    if (rest !== undefined && expressionFunctions.has(whole))
      return `${quoted(name)} has no value; if the function is meant, write ${whole}(x), since - subtracts.`;
    const near = nearest(name, [...(this.#given?.keys() ?? [])]);
    const hint = near === undefined ? '' : `; did you mean ${quoted(near)}?`;
    return `${quoted(name)} has no value in at${hint === '' ? '.' : hint}`;
  }

  /** The last gate of a definition bears its name; a mere value becomes a gate that hands it on. */
  #topGate(definition: PlacedDefinition, expression: Expression, name: string): Value {
    if (expression.kind !== 'name' && expression.kind !== 'number')
      return this.#lower(definition, expression, name);
    const value = this.#lower(definition, expression, undefined);
    return this.#gate(definition, expression, callNamed('identity', {}), [value], name);
  }

  #lower(definition: PlacedDefinition, expression: Expression, name?: string): Value {
    switch (expression.kind) {
      case 'number':
        return this.#constant(definition, expression, expression.value);
      case 'name':
        return this.#named(definition, expression);
      case 'negate':
        return this.#gate(
          definition,
          expression,
          callNamed('negate', {}),
          [this.#lower(definition, expression.of)],
          name,
        );
      case 'operator':
        return this.#operator(definition, expression, name);
      case 'call': {
        const called = expressionFunctions.get(expression.name);
        if (!called) throw new RangeError('the parser lets only known functions through');
        const args = expression.values.map((each) => this.#lower(definition, each));
        return this.#gate(definition, expression, called.call(expression.constants), args, name);
      }
    }
  }

  #operator(
    definition: PlacedDefinition,
    expression: Extract<Expression, { kind: 'operator' }>,
    name: string | undefined,
  ): Value {
    const { operator, left, right } = expression;
    const isExp = operator === '^' && left.kind === 'name' && left.name === 'e' && !this.#values.has('e');
    if (isExp) {
      const exponent = this.#lower(definition, right);
      return this.#gate(definition, expression, callNamed('exp', {}), [exponent], name);
    }
    const args = [this.#lower(definition, left), this.#lower(definition, right)];
    return this.#gate(definition, expression, callNamed(operators[operator], {}), args, name);
  }

  #named(definition: PlacedDefinition, { name, range }: Extract<Expression, { kind: 'name' }>): Value {
    const known = this.#values.get(name);
    if (known) return known;
    const constant = expressionConstants.get(name);
    if (constant !== undefined && !this.#definedNames.has(name))
      return this.#constant(definition, { range }, constant);
    const place = definition.inFile(range);
    const message = `${quoted(name)} is not defined yet; an expression uses earlier ones only.`;
    this.#report.error(message, place);
    return this.#builder.opaque(message, [], null, this.#report.span(place));
  }

  #constant(definition: PlacedDefinition, { range }: Pick<Expression, 'range'>, value: number): Value {
    const span = this.#report.span(definition.inFile(range));
    return this.#builder.op({ op: 'full', attributes: { sizes: [], value } }, [], null, span);
  }

  #gate(
    { inFile, source }: PlacedDefinition,
    { range }: Pick<Expression, 'range'>,
    call: OpCall,
    args: readonly Value[],
    name: string | undefined,
  ): Value {
    const span = this.#report.span(inFile(range));
    const kind = gateWords[call.op] ?? call.op.replaceAll('-', '_');
    const layer = this.#builder.layer({ kind, span, name });
    const value = this.#builder.op(call, args, layer, span);
    const text = withoutBrackets(source.slice(range.start, range.end).replaceAll(/\s+/g, ' '));
    this.texts.push({ node: value.node, text: shortened(text, 60) });
    return value;
  }
}

/** A text without the brackets that stand around all of it. */
function withoutBrackets(text: string): string {
  let [start, end] = [0, text.length];
  while (text.charAt(start) === '(' && closing(text, start) === end - 1) {
    start += 1;
    end -= 1;
  }
  return text.slice(start, end).trim();
}

/** The place of the bracket that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text.charAt(at) === '(') depth += 1;
    if (text.charAt(at) === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
