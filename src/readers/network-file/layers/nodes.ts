/** Turns the stated layers into nodes: repeats blocks, resolves names, and stops at a limit. */
import { counted, wholeNumber } from '../../../base/numbers';
import type { NetworkBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/network';
import { didYouMean } from '../forms';
import type { Report } from '../report';
import type { WeightFiles } from '../weightFiles';
import type { Plan, Statement } from './statements';
import { quoted, shortened, type Range } from '../written';

/** More layers than this are refused. */
export const mostLayers = 20_000;

/** Names longer than this are cut. */
export const longestName = 80;

/** Names that can be seen from a place: those of its own block, then those around it. */
interface Scope {
  readonly values: Map<string, Value>;
  readonly outer: Scope | null;
  /** What ids get behind them: .2 in the second turn of a block. */
  readonly suffix: string;
}

interface Construction {
  readonly builder: NetworkBuilder;
  readonly report: Report;
  readonly weightFiles: WeightFiles;
  /** Every id in the file, to tell a later layer from an unknown one. */
  readonly ids: ReadonlySet<string>;
  readonly root: Scope;
  full: boolean;
  /** Names that were not found so far. */
  misses: number;
}

/** The output of the last layer, and what finds others by their ids (undefined: there is none, which has been reported). */
export interface AddedLayers {
  readonly output: Value;
  readonly find: (name: string, range: Range) => Value | undefined;
}

/** Adds all layers to the builder. */
export function addLayers(
  statements: readonly Statement[],
  input: Value,
  builder: NetworkBuilder,
  report: Report,
  weightFiles: WeightFiles,
): AddedLayers {
  const root: Scope = { values: new Map([['input', input]]), outer: null, suffix: '' };
  const ids = new Set<string>();
  collectIds(statements, ids);
  const construction: Construction = { builder, report, weightFiles, ids, root, full: false, misses: 0 };
  const output = addAll(statements, input, root, construction);
  return { output, find: (name, range) => lookUp(name, range, root, construction) };
}

function collectIds(statements: readonly Statement[], ids: Set<string>): void {
  for (const { id, plan } of statements) {
    if (id) ids.add(id.value);
    if (plan.kind === 'repeat') collectIds(plan.body, ids);
  }
}

function addAll(
  statements: readonly Statement[],
  input: Value,
  scope: Scope,
  construction: Construction,
): Value {
  let previous = input;
  for (const statement of statements) {
    if (construction.full) break;
    const { plan } = statement;
    previous =
      plan.kind === 'repeat'
        ? addRepeat(statement, plan, previous, scope, construction)
        : addLayer(statement, plan, previous, scope, construction);
  }
  return previous;
}

type Repeat = Extract<Plan, { kind: 'repeat' }>;

function addRepeat(
  { id, from, ignore, range }: Statement,
  { times, body }: Repeat,
  input: Value,
  scope: Scope,
  construction: Construction,
): Value {
  const { report } = construction;
  if (from)
    report.warning('A repeat cannot take `from`; write it at the first layer of its block.', from.keyRange);
  if (ignore.length > 0)
    report.warning('A repeat cannot take `ignore`; write it at the layers of its block.', range);
  let previous = input;
  // A block without layers may be asked for a billion times.
  for (let turn = 1; holdsLayers(body) && turn <= times && !construction.full; turn += 1) {
    const inner: Scope = { values: new Map(), outer: scope, suffix: `${scope.suffix}.${turn}` };
    previous = addAll(body, previous, inner, construction);
  }
  if (id) register(id.value, previous, id.range, scope, construction);
  return previous;
}

function holdsLayers(body: readonly Statement[]): boolean {
  return body.some(({ plan }) => plan.kind !== 'repeat' || (plan.times > 0 && holdsLayers(plan.body)));
}

function addLayer(
  statement: Statement,
  plan: Exclude<Plan, Repeat>,
  previous: Value,
  scope: Scope,
  construction: Construction,
): Value {
  const { builder, report, weightFiles } = construction;
  const { word, id, ignore, range } = statement;
  const span = report.span(range);
  if (builder.layerCount >= mostLayers) {
    construction.full = true;
    const reason = `The network has more than ${wholeNumber(mostLayers)} layers; the rest is left out.`;
    report.error(reason, range);
    return builder.opaque(reason, [previous], null, span);
  }
  const kind = word === '' ? 'layer' : shortened(word, longestName);
  const name = id && `${shortened(id.value, longestName)}${scope.suffix}`;
  const layer = builder.layer({ kind, span, name, ignore });
  const found = sourcesOf(statement, previous, scope, construction);
  const add = (): Value => {
    const [first, ...others] = found.values;
    if (plan.kind === 'opaque') return builder.opaque(plan.reason, found.values, layer, span);
    if (found.reason !== undefined || !first) {
      return builder.opaque(found.reason ?? 'It takes nothing.', found.values, layer, span);
    }
    if (!plan.joins && others.length > 0) {
      const reason = `${kind} takes one input, found ${counted(found.values.length, 'name')} in from; add joins several.`;
      report.error(reason, statement.from?.range ?? range);
      return builder.opaque(reason, found.values, layer, span);
    }
    const find = (wanted: string, place: Range): Value | undefined =>
      lookUp(wanted, place, scope, construction);
    return plan.add({ builder, report, weightFiles, layer, args: [first, ...others], find, range, span });
  };
  const value = add();
  if (id) register(id.value, value, id.range, scope, construction);
  construction.root.values.set(builder.layerName(layer), value);
  return value;
}

/** What a layer takes: what `from` names, else the previous value. */
function sourcesOf(
  { from }: Statement,
  previous: Value,
  scope: Scope,
  construction: Construction,
): { readonly values: readonly Value[]; readonly reason?: string } {
  if (!from) return { values: [previous] };
  const values = from.value.map(({ value, range }) => lookUp(value, range, scope, construction));
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length) return { values: known, reason: 'A layer that it takes does not exist.' };
  if (known.length > 0) return { values: known };
  construction.report.error('Expected the ids of earlier layers, found none.', from.range);
  return { values: [], reason: 'It takes nothing.' };
}

function lookUp(name: string, range: Range, scope: Scope, construction: Construction): Value | undefined {
  const { ids, root, report } = construction;
  for (let at: Scope | null = scope; at; at = at.outer) {
    const value = at.values.get(name);
    if (value) return value;
  }
  if (ids.has(name)) {
    report.error(
      `The layer ${quoted(name)} does not stand before this one; layers take what comes before them.`,
      range,
    );
  } else {
    construction.misses += 1;
    // Comparing words takes time, and only the first problems are shown.
    const known = construction.misses > 200 ? [] : [...ids, ...root.values.keys()].slice(0, 200);
    const hint = didYouMean(name, known);
    report.error(`There is no layer ${quoted(name)}${hint}`, range);
  }
  return undefined;
}

function register(
  id: string,
  value: Value,
  range: Range,
  scope: Scope,
  { report, root }: Construction,
): void {
  if (scope.values.has(id)) {
    report.error(
      `There is already a layer called ${quoted(id)}; the later one is meant from here on.`,
      range,
    );
  }
  if (id.length > longestName) {
    report.warning(`The name is longer than ${longestName} characters and is shown cut.`, range);
  }
  scope.values.set(id, value);
  root.values.set(`${id}${scope.suffix}`, value);
}
