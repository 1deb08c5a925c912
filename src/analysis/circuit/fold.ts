/** Folding: which groups of gates spell one function or serve one gate alone, and the circuit with a group drawn as one gate. */
import type { NodeIndex } from '../../graph/network';
import type { RunCircuit, RunGate, RunNode } from './gates';
import type { Foldable } from './report';

/** A group by the indices of its nodes. */
interface Group {
  readonly id: string;
  readonly kind: Foldable['kind'];
  readonly last: NodeIndex;
  readonly members: ReadonlySet<NodeIndex>;
}

type Nodes = ReadonlyMap<NodeIndex, RunNode>;

/** Every group that can be folded. */
export function foldableOf(circuit: RunCircuit): readonly Foldable[] {
  return groupsOf(circuit).map(({ id, kind, last, members }) => ({
    id,
    kind,
    gate: circuit.nodes.get(last)?.name ?? '',
    members: [...members].map((member) => circuit.nodes.get(member)?.name ?? ''),
  }));
}

/** The circuit with some of its groups folded, the largest where one lies in another; ids that name none change nothing. */
export function folded(circuit: RunCircuit, ids: readonly string[]): RunCircuit {
  const wanted = groupsOf(circuit)
    .filter(({ id }) => ids.includes(id))
    .sort((a, b) => b.members.size - a.members.size);
  const inside = new Set<NodeIndex>();
  const ends = new Map<NodeIndex, RunGate>();
  for (const group of wanted) {
    if ([...group.members].some((member) => inside.has(member))) continue;
    for (const member of group.members) inside.add(member);
    const gate = asOneGate(circuit.nodes, group);
    if (gate) ends.set(group.last, gate);
  }
  const nodes = new Map<NodeIndex, RunNode>();
  for (const [index, node] of circuit.nodes) {
    const end = ends.get(index);
    if (end) nodes.set(index, end);
    else if (!inside.has(index)) nodes.set(index, node);
  }
  // Numbers that only stood inside are gone with the gates that used them.
  const used = new Set(
    [...nodes.values()].flatMap((node) => (node.kind === 'gate' ? node.args.map((arg) => arg.node) : [])),
  );
  for (const [index, { kind }] of nodes) if (kind === 'constant' && !used.has(index)) nodes.delete(index);
  return { ...circuit, nodes };
}

function groupsOf({ nodes, circuit }: RunCircuit): readonly Group[] {
  const users = usersOf(nodes);
  const outputs = new Set(circuit.outputs.map(({ node }) => node));
  const groups: Group[] = [];
  for (const [last, node] of nodes) {
    if (node.kind !== 'gate') continue;
    const alone = (members: ReadonlySet<NodeIndex>): boolean =>
      [...members].every(
        (member) => member === last || (users.get(member) ?? []).every((user) => members.has(user)),
      );
    const spelled = sigmoidAt(nodes, last) ?? tanhAt(nodes, last);
    if (spelled && alone(spelled.members))
      groups.push({ id: `${spelled.kind}:${node.name}`, kind: spelled.kind, last, members: spelled.members });
    const members = servants(nodes, last, users, outputs);
    const same = spelled?.members.size === members.size;
    if (members.size > 1 && !same) groups.push({ id: `group:${node.name}`, kind: 'group', last, members });
  }
  return groups;
}

function usersOf(nodes: Nodes): ReadonlyMap<NodeIndex, readonly NodeIndex[]> {
  const users = new Map<NodeIndex, NodeIndex[]>();
  for (const [index, node] of nodes) {
    if (node.kind !== 'gate') continue;
    for (const { node: from } of node.args) users.set(from, [...(users.get(from) ?? []), index]);
  }
  return users;
}

/** The gate with all gates that lead to it alone; those that end another expression stay, since somebody wants to see them. */
function servants(
  nodes: Nodes,
  last: NodeIndex,
  users: ReadonlyMap<NodeIndex, readonly NodeIndex[]>,
  outputs: ReadonlySet<NodeIndex>,
): ReadonlySet<NodeIndex> {
  const members = new Set([last]);
  // Users stand behind what they use, so that going back once finds all.
  for (const index of [...nodes.keys()].reverse()) {
    const node = nodes.get(index);
    const of = users.get(index) ?? [];
    if (index >= last || node?.kind !== 'gate' || outputs.has(index) || of.length === 0) continue;
    if (of.every((user) => members.has(user))) members.add(index);
  }
  return members;
}

/** One gate in place of a group: its derivatives are the products of the local ones along all ways through the group, added up. */
function asOneGate(nodes: Nodes, { kind, last, members }: Group): RunGate | null {
  const end = nodes.get(last);
  if (end?.kind !== 'gate') return null;
  const derivative = new Map<NodeIndex, number>([[last, 1]]);
  const outside = new Map<NodeIndex, number | null>();
  for (const index of [...members].sort((a, b) => b - a)) {
    const node = nodes.get(index);
    if (node?.kind !== 'gate') continue;
    const own = derivative.get(index) ?? 0;
    for (const { node: from, local } of node.args) {
      const part = local === null ? null : own * local;
      const into = members.has(from) ? derivative : outside;
      if (part !== null) into.set(from, (into.get(from) ?? 0) + part);
    }
  }
  const args = [...outside].sort(([a], [b]) => a - b).map(([node, local]) => ({ node, local }));
  const text =
    kind === 'group'
      ? end.text
      : `${kind}(${args.map(({ node }) => nodes.get(node)?.name ?? '').join(', ')})`;
  return { ...end, op: kind, args, gates: members.size, text };
}

interface Spelled {
  readonly kind: 'sigmoid' | 'tanh';
  readonly members: ReadonlySet<NodeIndex>;
}

/** 1 / (1 + e^-x), with the sum in either order. */
function sigmoidAt(nodes: Nodes, last: NodeIndex): Spelled | null {
  const gate = gateAt(nodes, last);
  const below = denominatorOf(nodes, gate);
  const sum = below === null ? null : gateAt(nodes, below);
  if (below === null || sum?.op !== 'add') return null;
  const power = [0, 1]
    .map((side) => {
      const other = sum.args[1 - side]?.node;
      return constantAt(nodes, sum.args[side]?.node) === 1 && other !== undefined
        ? powerOfE(nodes, other)
        : null;
    })
    .find((found) => found !== null);
  if (!power || power.factor !== -1) return null;
  return { kind: 'sigmoid', members: new Set([last, below, ...power.members]) };
}

/** What 1 is divided by, however that is written. */
function denominatorOf(nodes: Nodes, gate: RunGate | null): NodeIndex | null {
  const [first, second] = gate?.args ?? [];
  if (gate?.op === 'divide' && constantAt(nodes, first?.node) === 1) return second?.node ?? null;
  if (gate?.op === 'reciprocal') return first?.node ?? null;
  return gate?.op === 'power' && constantAt(nodes, second?.node) === -1 ? (first?.node ?? null) : null;
}

/** (e^x - e^-x) / (e^x + e^-x), or (e^2x - 1) / (e^2x + 1). */
function tanhAt(nodes: Nodes, last: NodeIndex): Spelled | null {
  const gate = gateAt(nodes, last);
  const [above, below] = (gate?.op === 'divide' ? gate.args : []).map(({ node }) => node);
  if (above === undefined || below === undefined) return null;
  const [difference, sum] = [gateAt(nodes, above), gateAt(nodes, below)];
  if (difference?.op !== 'subtract' || sum?.op !== 'add') return null;
  const [rising, falling] = difference.args.map(({ node }) => termOf(nodes, node));
  const both = sum.args.map(({ node }) => termOf(nodes, node));
  const terms = [rising, falling, ...both];
  if (!rising || !falling || !terms.every((term) => term !== null && term !== undefined)) return null;
  const bases = new Set(terms.flatMap(({ factor, base }) => (factor === 0 ? [] : [base])));
  const factors = both.map((term) => term?.factor).sort((a = 0, b = 0) => b - a);
  const symmetric = rising.factor === 1 && falling.factor === -1;
  const shifted = rising.factor === 2 && falling.factor === 0;
  const fits = factors[0] === rising.factor && factors[1] === falling.factor;
  if (bases.size !== 1 || !(symmetric || shifted) || !fits) return null;
  return { kind: 'tanh', members: new Set([last, above, below, ...terms.flatMap(({ members }) => members)]) };
}

/** e^(factor base), with the gates that spell it. */
interface PowerOfE {
  readonly factor: number;
  readonly base: NodeIndex;
  readonly members: readonly NodeIndex[];
}

/** A power of e, or the number 1 as e^0. */
function termOf(nodes: Nodes, index: NodeIndex): PowerOfE | null {
  return constantAt(nodes, index) === 1 ? { factor: 0, base: index, members: [] } : powerOfE(nodes, index);
}

function powerOfE(nodes: Nodes, index: NodeIndex): PowerOfE | null {
  const gate = gateAt(nodes, index);
  const exponent = gate?.op === 'exp' ? gate.args[0]?.node : undefined;
  if (exponent === undefined) return null;
  const inner = gateAt(nodes, exponent);
  const [first, second] = (inner?.args ?? []).map(({ node }) => node);
  if (inner?.op === 'negate' && first !== undefined)
    return { factor: -1, base: first, members: [index, exponent] };
  const [left, right] = [constantAt(nodes, first), constantAt(nodes, second)];
  if (inner?.op === 'multiply' && left !== null && second !== undefined)
    return { factor: left, base: second, members: [index, exponent] };
  if (inner?.op === 'multiply' && right !== null && first !== undefined)
    return { factor: right, base: first, members: [index, exponent] };
  return { factor: 1, base: exponent, members: [index] };
}

function gateAt(nodes: Nodes, index: NodeIndex): RunGate | null {
  const node = nodes.get(index);
  return node?.kind === 'gate' ? node : null;
}

function constantAt(nodes: Nodes, index: NodeIndex | undefined): number | null {
  const node = index === undefined ? undefined : nodes.get(index);
  return node?.kind === 'constant' ? node.value : null;
}
