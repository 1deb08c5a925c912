/** Rows: the layers of a network as they are reported, an activation merged into the layer that it follows. */
import type { LayerIndex, Network, NodeIndex, OpNode, Value } from '../graph/network';
import { argumentsOf } from '../graph/shapes';
import { usersOf, type Users } from '../graph/users';
import type { Curve, OpRole } from '../ops/op';
import { ops, type OpCall, type OpName } from '../ops/table';

/** One reported layer. */
export interface Row {
  readonly layer: LayerIndex;
  /** The layer of the activation that was merged into this one, or the row's own layer when it is an activation itself. */
  readonly activationLayer: LayerIndex | null;
  readonly activation: OpNode | null;
  readonly curve: Curve | null;
  readonly role: OpRole;
  /** Where delta is taken: the value before the activation. */
  readonly before: Value;
  /** What the layer hands on. */
  readonly after: Value;
  /** The axis of `before` and `after` that holds units: 1 for channels, -1 for the last. */
  readonly unitAxis: number;
  /** Index of the row that delta came from, the nearest user, also behind ops of no layer; null for the last row. */
  readonly next: number | null;
  /** Whether the numbers reach that row as they are, at most moved about: nothing of no layer computes with them. */
  readonly untouched: boolean;
}

type Draft = Omit<Row, 'next' | 'untouched' | 'curve' | 'unitAxis'>;

/** The rows of a network in the order of running; layers without any op have none, and a circuit has gates in place of layers. */
export function rowsOf(network: Network): readonly Row[] {
  if (network.circuit) return [];
  const users = usersOf(network);
  const drafts: Draft[] = [];
  const rowOfNode = new Map<NodeIndex, number>();
  for (const group of opsByLayer(network)) {
    const host = hostOf(group, drafts, rowOfNode, users);
    const row = host?.row ?? drafts.length;
    drafts[row] = host ? { ...host.draft, ...activationPart(group) } : standAlone(group, network, users);
    for (const index of group.nodes) rowOfNode.set(index, row);
  }
  const unitAxes = unitAxesOf(network);
  return drafts.map((draft, index) => ({
    ...draft,
    unitAxis: unitAxes[draft.after.node] ?? -1,
    curve: draft.activation ? curveOf(draft.activation.call) : null,
    ...nearestUser(network, draft.after, index, users, rowOfNode),
  }));
}

/** The first row of every layer, its own or that of the activation merged into it. */
export function rowsByLayer(rows: readonly Row[]): ReadonlyMap<LayerIndex, number> {
  const byLayer = new Map<LayerIndex, number>();
  rows.forEach(({ layer, activationLayer }, index) => {
    for (const owner of [layer, activationLayer]) {
      if (owner !== null && !byLayer.has(owner)) byLayer.set(owner, index);
    }
  });
  return byLayer;
}

/** Finds the row of a node; null for nodes of no layer, and for what is no op. */
export function rowOfNode({ nodes }: Network, rows: readonly Row[]): (index: NodeIndex) => number | null {
  const byLayer = rowsByLayer(rows);
  return (index) => {
    const node = nodes[index];
    return node?.kind === 'op' && node.layer !== null ? (byLayer.get(node.layer) ?? null) : null;
  };
}

/** Finds the rows of which a value is what `of` says. */
export function rowsAt(rows: readonly Row[], of: (row: Row) => Value): (value: Value) => readonly number[] {
  const keyOf = ({ node, output }: Value): string => `${node} ${output}`;
  const places = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const key = keyOf(of(row));
    const known = places.get(key);
    if (known) known.push(index);
    else places.set(key, [index]);
  });
  return (value) => places.get(keyOf(value)) ?? [];
}

/** The curve of an op, or null for ops that are no function of one number. */
export function curveOf<Name extends OpName>(call: OpCall<Name>): Curve | null {
  return ops[call.op].curve?.(call.attributes) ?? null;
}

/** For every node, which axis of its first output holds units; the last where nothing says otherwise. */
function unitAxesOf({ nodes }: Network): readonly number[] {
  const axes: number[] = [];
  for (const node of nodes) {
    const taken = node.kind === 'op' || node.kind === 'opaque' ? node.args[0] : undefined;
    const axis = taken === undefined ? -1 : (axes[taken.node] ?? -1);
    axes.push(node.kind === 'op' ? unitAxisOf(node.call, axis) : axis);
  }
  return axes;
}

function unitAxisOf<Name extends OpName>(call: OpCall<Name>, axis: number): number {
  return ops[call.op].unitAxis(call.attributes, axis);
}

/** The activation that a row's output is made for: its own, or the nearest one behind norms, pools and reshapes alone; null where there is none. */
export function activationBehind(rows: readonly Row[], index: number): OpNode | null {
  let row = rows[index];
  while (row && !row.activation) {
    const next: Row | undefined = row.next === null || !row.untouched ? undefined : rows[row.next];
    row = next && (passive.has(next.role) || next.role === 'activation') ? next : undefined;
  }
  return row?.activation ?? null;
}

/** Roles of layers that leave what they are given a linear function of it, or nearly. */
const passive: ReadonlySet<OpRole> = new Set<OpRole>(['normalisation', 'pooling', 'movement', 'noise']);

/** Roles of layers that keep an activation behind them apart: it is no part of them, and delta is taken before it. */
const apart: ReadonlySet<OpRole> = new Set<OpRole>(['noise', 'movement', 'pooling', 'reduction', 'constant']);

/** The ops of one layer, in order; never empty. */
interface Group {
  readonly layer: LayerIndex;
  readonly nodes: readonly NodeIndex[];
  readonly first: OpNode;
  readonly last: OpNode;
  /** Whether one of its ops takes weights. */
  readonly weighted: boolean;
}

/** A layer of several ops is weighted if one of them is, whatever the others do before and behind. */
function roleOf({ last, weighted }: Group): OpRole {
  return weighted ? 'weighted' : ops[last.call.op].role;
}

function opsByLayer(network: Network): Iterable<Group> {
  const groups = new Map<
    LayerIndex,
    { layer: LayerIndex; nodes: NodeIndex[]; first: OpNode; last: OpNode; weighted: boolean }
  >();
  network.nodes.forEach((node, index) => {
    if (node.kind !== 'op' || node.layer === null) return;
    const group = groups.get(node.layer) ?? {
      layer: node.layer,
      nodes: [],
      first: node,
      last: node,
      weighted: false,
    };
    group.nodes.push(index);
    group.last = node;
    group.weighted ||= ops[node.call.op].role === 'weighted';
    groups.set(node.layer, group);
  });
  return groups.values();
}

/** The row that an activation layer is merged into: the sole way into it comes from a row that has no activation yet. */
function hostOf(
  group: Group,
  drafts: readonly Draft[],
  rowOfNode: ReadonlyMap<NodeIndex, number>,
  users: Users,
): { readonly row: number; readonly draft: Draft } | null {
  const source = group.first.args[0];
  if (!source || ops[group.first.call.op].role !== 'activation' || users[source.node]?.length !== 1)
    return null;
  const row = rowOfNode.get(source.node);
  const draft = row === undefined ? undefined : drafts[row];
  if (row === undefined || !draft || draft.activation || draft.after.node !== source.node) return null;
  return apart.has(draft.role) ? null : { row, draft };
}

function activationPart({
  layer,
  last,
  nodes,
}: Group): Pick<Draft, 'activationLayer' | 'activation' | 'after'> {
  return { activationLayer: layer, activation: last, after: { node: nodes.at(-1) ?? 0, output: 0 } };
}

function standAlone(group: Group, network: Network, users: Users): Draft {
  const last = group.nodes.at(-1) ?? 0;
  const after: Value = { node: last, output: outputTaken(network, users, last) };
  const role = roleOf(group);
  const source = group.first.args[0];
  if (role !== 'activation' || !source) {
    return { layer: group.layer, role, before: after, after, activationLayer: null, activation: null };
  }
  // Delta is taken before an activation only where no other path adds to the gradient there.
  const before = users[source.node]?.length === 1 ? source : after;
  return { layer: group.layer, role, before, ...activationPart(group) };
}

/** Which output of a node goes on: the first one that is taken, as the last state of a recurrent layer may be in place of all states. */
function outputTaken(network: Network, users: Users, index: NodeIndex): number {
  const taken = [
    ...network.outputs,
    ...(users[index] ?? []).flatMap((user) => {
      const node = network.nodes[user];
      return node ? argumentsOf(node) : [];
    }),
  ].flatMap(({ node, output }) => (node === index ? [output] : []));
  return taken.length === 0 ? 0 : Math.min(...taken);
}

/** The first user in the order of running; a program's ops of no layer (the add of a residual block, a view) are passed. */
function nearestUser(
  { nodes }: Network,
  value: Value,
  row: number,
  users: Users,
  rowOfNode: ReadonlyMap<NodeIndex, number>,
): Pick<Row, 'next' | 'untouched'> {
  const seen = new Set<NodeIndex>([value.node]);
  const pending: { readonly node: NodeIndex; readonly untouched: boolean }[] = [
    { node: value.node, untouched: true },
  ];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    const found = (users[at.node] ?? []).flatMap((user) => {
      const other = rowOfNode.get(user);
      return other !== undefined && other > row ? [other] : [];
    });
    if (found.length > 0) return { next: Math.min(...found), untouched: at.untouched };
    for (const user of users[at.node] ?? []) {
      const node = nodes[user];
      if (seen.has(user) || rowOfNode.has(user) || node?.kind !== 'op') continue;
      seen.add(user);
      const { role } = ops[node.call.op];
      if (role === 'loss' || node.call.op === 'stop-gradient') continue;
      const place = pending.findIndex((other) => other.node > user);
      const passed = { node: user, untouched: at.untouched && role === 'movement' };
      pending.splice(place === -1 ? pending.length : place, 0, passed);
    }
  }
  return { next: null, untouched: false };
}
