/** The report on a circuit: its gates with values, gradients and the chain rule in words, folded where somebody asked for it. */
import { shortNumber } from '../../base/numbers';
import type { Network, NodeIndex } from '../../graph/network';
import { foldableOf, folded } from './fold';
import { runCircuit, variantOf, type RunCircuit, type RunGate, type RunNode } from './gates';
import type { CircuitArgument, CircuitGate, CircuitNode, CircuitReport } from './report';
import { derivative, derivativeText, factor, familyOf, formulaOf, named, noteOf, symbolOf } from './words';

/** At which point a circuit is looked at, and how. */
export interface CircuitView {
  /** Values in place of the source's own. */
  readonly values: ReadonlyMap<string, number>;
  /** The name of the expression to differentiate; null or unknown: the last one. */
  readonly output: string | null;
  /** The ids of groups to draw as one gate. */
  readonly folded: readonly string[];
}

/** As the source has it. */
export const plainView: CircuitView = { values: new Map(), output: null, folded: [] };

/** The report on a circuit; null for networks that are none, and where no expression could be read. */
export function circuitReport(network: Network, view: CircuitView = plainView): CircuitReport | null {
  const { circuit } = network;
  const output = circuit?.outputs.find(({ name }) => name === view.output) ?? circuit?.outputs.at(-1);
  if (!circuit || !output) return null;
  const plain = runCircuit(variantOf(network, view.values, output), circuit, output);
  const shown = folded(plain, view.folded);
  const places = new Map([...shown.nodes.keys()].map((index, at) => [index, at]));
  const foldable = foldableOf(plain);
  return {
    outputs: circuit.outputs.map(({ name, text, node }) => ({ name, text, node: places.get(node) ?? null })),
    chosen: circuit.outputs.indexOf(output),
    nodes: worded(shown, places),
    foldable,
    folded: view.folded.filter((id) => foldable.some((group) => group.id === id)),
  };
}

/** All nodes with their words. */
function worded(run: RunCircuit, places: ReadonlyMap<NodeIndex, number>): readonly CircuitNode[] {
  const parts = new Map<NodeIndex, number[]>();
  const gates = new Map<NodeIndex, CircuitGate>();
  for (const [index, node] of run.nodes) {
    if (node.kind !== 'gate') continue;
    const gate = wordedGate(run, node, places);
    gates.set(index, gate);
    gate.arguments.forEach(({ gradient }, at) => {
      const from = node.args[at]?.node ?? -1;
      if (gradient !== null) parts.set(from, [...(parts.get(from) ?? []), gradient]);
    });
  }
  return [...run.nodes].map(([index, node]) => {
    const sum = sumText(run, node, parts.get(index) ?? []);
    const gate = gates.get(index);
    if (gate) return { ...gate, sum };
    const { name, value, gradient, assumed, span } = node as Exclude<RunNode, RunGate>; // every gate is among `gates`
    return node.kind === 'constant'
      ? { kind: 'constant', name: shortNumber(value), value, gradient, sum: null }
      : { kind: 'input', name, value, gradient, sum, assumed, span };
  });
}

function wordedGate(run: RunCircuit, gate: RunGate, places: ReadonlyMap<NodeIndex, number>): CircuitGate {
  const { name, op, value, gradient, text, gates, span } = gate;
  const from = gate.args.map(({ node }) => run.nodes.get(node));
  const names = from.map((node) => (node?.kind === 'constant' ? factor(node.value) : (node?.name ?? '')));
  const numbers = from.map((node, at) =>
    (at === 0 && op !== 'power' ? shortNumber : factor)(node?.value ?? NaN),
  );
  const inNumbers = op === 'negate' ? from.map((node) => factor(node?.value ?? NaN)) : numbers;
  const steps = [formulaOf(op, names), formulaOf(op, inNumbers), shortNumber(value)];
  const locals = gate.args.map(({ local }) => local);
  return {
    kind: 'gate',
    name,
    op,
    family: gates > 1 ? 'other' : familyOf(op),
    symbol: symbolOf(op),
    text,
    value,
    gradient,
    sum: null,
    arguments: gate.args.map((arg, at) => wordedArgument(run, gate, arg, { at, names, places })),
    forward: [name, ...steps.filter((step, at) => step !== steps[at - 1])].join(' = '),
    note: noteOf({ op, gates, names, locals }),
    gates,
    span,
  };
}

function wordedArgument(
  { output }: RunCircuit,
  { name, op, gradient: from }: RunGate,
  { node, local }: RunGate['args'][number],
  {
    at,
    names,
    places,
  }: {
    readonly at: number;
    readonly names: readonly string[];
    readonly places: ReadonlyMap<NodeIndex, number>;
  },
): CircuitArgument {
  const place = places.get(node) ?? -1;
  if (local === null) return { node: place, local, gradient: null, rule: '', chain: '' };
  const argument = names[at] ?? '';
  const gradient = from === null ? null : from * local;
  const partial = `∂${named(name)}/∂${named(argument)}`;
  const formula = derivativeText(op, at, name, names);
  const number = shortNumber(local);
  const rule = [partial, ...(formula === '' || formula === number ? [] : [formula]), number].join(' = ');
  if (from === null || gradient === null) return { node: place, local, gradient, rule, chain: '' };
  const f = output.name;
  const chain = `${derivative(f, argument)} = ${derivative(f, name)} × ${partial} = ${shortNumber(from)} × ${factor(local)} = ${shortNumber(gradient)}`;
  return { node: place, local, gradient, rule, chain };
}

/** df/dx = 2 + (-3) = -1, for a value that goes several ways. */
function sumText(
  { output }: RunCircuit,
  { name, gradient }: RunNode,
  parts: readonly number[],
): string | null {
  if (parts.length < 2 || gradient === null) return null;
  const [first = NaN, ...others] = parts;
  const sum = [shortNumber(first), ...others.map(factor)].join(' + ');
  return `${derivative(output.name, name)} = ${sum} = ${shortNumber(gradient)}`;
}
