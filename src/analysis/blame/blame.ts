/** The blame chain: walks delta's way from the first weight layer to the last and says what each op on it does to the gradient. */
import type { LayerIndex, Network, NodeIndex, OpNode, Value } from '../../graph/network';
import { argumentsOf } from '../../graph/shapes';
import { usersOf, type Users } from '../../graph/users';
import { ops, type OpName } from '../../ops/table';
import type { FlowReport } from '../report';
import { rowsByLayer, type Row } from '../rows';
import type { Part, Passages } from './passages';
import type { BlameFactor, BlameReport, BlameSplit, BlameStep } from './report';

/** One op of the way: what it takes, what comes of it, and the part of the gradient that it hands back. */
interface Passage {
  readonly from: Value;
  readonly to: Value;
  readonly op: OpNode;
  readonly parts: readonly Part[];
  readonly part: number;
}

/**
 * The blame along the ends of a flow; null where there is no way between them whose gradients are all known. Each op on the way
 * multiplies the gradient by RMS(what it hands back) / RMS(its own), and where other users of the same value hand back too, that by
 * RMS(sum) / RMS(part). The factors telescope: their product is delta(first) / delta(last).
 */
export function blameOf(
  network: Network,
  rows: readonly Row[],
  flow: Pick<FlowReport, 'first' | 'last'>,
  passages: Passages,
): BlameReport | null {
  const first = rows[flow.first]?.before;
  const last = rows[flow.last]?.before;
  if (!first || !last) return null;
  const way = wayBetween(network, first, last, passages);
  if (!way) return null;
  const rowOf = rowsByLayer(rows);
  const gradient = (value: Value): number => passages.gradient(value) ?? NaN;
  const steps = new Map<number, Partial<Record<BlameFactor, number>>>();
  const add = (row: number, factor: BlameFactor, decades: number): void => {
    const factors = steps.get(row) ?? {};
    factors[factor] = (factors[factor] ?? 0) + decades;
    steps.set(row, factors);
  };
  let at = flow.first;
  // From the last op back: what stands behind a gradient of 0 has no factors any more.
  const rowsOfWay = way.map(({ op }) => (at = rowAt(rowOf, op.layer) ?? at));
  for (const [place, { from, to, part, op, parts }] of [...way.entries()].reverse()) {
    const row = rowsOfWay[place] ?? flow.first;
    add(row, factorOf(op), decadesBetween(part, gradient(to)));
    if (part === 0) break;
    if (parts.length > 1) add(row, 'paths', decadesBetween(gradient(from), part));
    if (gradient(from) === 0) break;
  }
  const report = [...steps.entries()]
    .map(([layer, factors]): BlameStep => ({ layer, factors, decades: sumOf(Object.values(factors)) }))
    .sort((one, other) => one.layer - other.layer);
  const decades = sumOf(report.map((step) => step.decades));
  if (Number.isNaN(decades) || decades === Infinity) return null;
  return { decades, steps: report, splits: splitsOf(network, way, rowOf, passages) };
}

/** From a value on, always to the user that hands back most, among those that lead to the end. */
function wayBetween(
  network: Network,
  first: Value,
  last: Value,
  passages: Passages,
): readonly Passage[] | null {
  const users = usersOf(network);
  const leads = leadingTo(network, users, last.node);
  const way: Passage[] = [];
  let from = first;
  while (from.node !== last.node || from.output !== last.output) {
    const passage = passageFrom(network, users, leads, { from, last }, passages);
    if (!passage) return null;
    way.push(passage);
    from = passage.to;
  }
  return way;
}

function passageFrom(
  network: Network,
  users: Users,
  leads: readonly boolean[],
  { from, last }: { readonly from: Value; readonly last: Value },
  passages: Passages,
): Passage | null {
  const parts = passages.parts(from);
  const alone = users[from.node]?.find((user) => takes(network, user, from));
  const known = parts.length > 0 ? parts : [{ user: alone ?? -1, rms: passages.gradient(from) ?? NaN }];
  let best: Part | null = null;
  for (const part of known) if (leads[part.user] === true && !(part.rms <= (best?.rms ?? -1))) best = part;
  const op = best && network.nodes[best.user];
  if (!best || op?.kind !== 'op') return null;
  const to = onwards(network, users, leads, { node: best.user, last }, passages);
  return to && { from, to, op, parts: known, part: best.rms };
}

/** The output of an op through which the way goes on: the one with the largest gradient, among those that lead to the end. */
function onwards(
  network: Network,
  users: Users,
  leads: readonly boolean[],
  { node, last }: { readonly node: NodeIndex; readonly last: Value },
  passages: Passages,
): Value | null {
  if (node === last.node) return last;
  const outputs = new Set<number>();
  for (const user of users[node] ?? []) {
    const taking = network.nodes[user];
    if (leads[user] !== true || !taking) continue;
    for (const value of argumentsOf(taking)) if (value.node === node) outputs.add(value.output);
  }
  let best: { readonly value: Value; readonly rms: number } | null = null;
  for (const output of [...outputs].sort((one, other) => one - other)) {
    const rms = passages.gradient({ node, output });
    if (rms !== null && !(rms <= (best?.rms ?? -1))) best = { value: { node, output }, rms };
  }
  return best && best.value;
}

function takes({ nodes }: Network, user: NodeIndex, { node, output }: Value): boolean {
  const taking = nodes[user];
  return taking?.kind === 'op' && taking.args.some((value) => value.node === node && value.output === output);
}

/** Which nodes lead to a node; users stand behind what they use. */
function leadingTo({ nodes }: Network, users: Users, end: NodeIndex): readonly boolean[] {
  const leads = nodes.map(() => false);
  for (let index = end; index >= 0; index -= 1) {
    leads[index] = index === end || (users[index] ?? []).some((user) => leads[user] === true);
  }
  return leads;
}

const factors: Readonly<Record<string, BlameFactor>> = {
  activation: 'activation',
  weighted: 'weights',
  normalisation: 'normalisation',
  pooling: 'pooling',
};

function factorOf({ call }: OpNode): BlameFactor {
  const name: OpName = call.op;
  return factors[ops[name].role] ?? 'other';
}

function splitsOf(
  { nodes }: Network,
  way: readonly Passage[],
  rowOf: ReadonlyMap<LayerIndex, number>,
  passages: Passages,
): readonly BlameSplit[] {
  const layerOf = (node: NodeIndex): number | null => {
    const op = nodes[node];
    return op?.kind === 'op' ? rowAt(rowOf, op.layer) : null;
  };
  return way.flatMap(({ from, op, parts }): readonly BlameSplit[] => {
    const whole = passages.gradient(from) ?? 0;
    const layer = layerOf(from.node);
    if (parts.length < 2 || layer === null || !(whole > 0)) return [];
    const ways = parts.map(({ user, rms }) => ({
      layer: layerOf(user),
      rms,
      share: (rms / whole) ** 2,
      taken: nodes[user] === op,
    }));
    return [{ layer, ways, cross: 1 - sumOf(ways.map(({ share }) => share)) }];
  });
}

function rowAt(rowOf: ReadonlyMap<LayerIndex, number>, layer: LayerIndex | null): number | null {
  return layer === null ? null : (rowOf.get(layer) ?? null);
}

function decadesBetween(behind: number, before: number): number {
  return behind === before ? 0 : Math.log10(behind / before);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
