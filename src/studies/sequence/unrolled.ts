/** A network with one recurrent pass unrolled into elementary ops: the same function, in which every step has nodes of its own. */
import type { Network, Node, NodeIndex, Value } from '../../graph/network';
import { usersOf } from '../../graph/users';
import { cellSteps, type Gate, type Spell } from './cells';
import { argumentsByName, type Pass } from './passes';

/** The nodes of one step. The gradient of a state is whole: what the loss asks of this step, and of all that run after it. */
export interface StepNodes {
  readonly hidden: Value;
  /** The state as the step that runs next takes it: its gradient comes from later steps alone. Null for the last step. */
  readonly hiddenAhead: Value | null;
  /** Null for cells that are no LSTM. */
  readonly cell: Value | null;
  /** The cells as everything behind this step takes them. */
  readonly cellAhead: Value | null;
  readonly gates: readonly Gate[];
}

/** A network with a pass unrolled. */
export interface Unrolled {
  readonly network: Network;
  /** In the order in which they run, which is that of time unless the pass runs backwards. */
  readonly steps: readonly StepNodes[];
}

/** What is known of the pass besides its node. */
export interface Sizes {
  readonly steps: number;
  readonly units: number;
  readonly outputs: number;
}

/** Unrolls one pass; parameters and their order stay, so that the same seed gives the same values. */
export function unrolled(network: Network, pass: Pass, sizes: Sizes): Unrolled {
  const nodes: Node[] = [];
  const places: NodeIndex[] = [];
  let steps: readonly StepNodes[] = [];
  let results: readonly Value[] = [];
  const moved = (value: Value): Value =>
    value.node === pass.node
      ? (results[value.output] ?? value)
      : { ...value, node: places[value.node] ?? value.node };
  network.nodes.forEach((node, index) => {
    if (index === pass.node) {
      const args = pass.op.args.map(moved);
      const spelled = spellOut(nodes, { ...pass, op: { ...pass.op, args } }, sizes, isUsed(network, index));
      ({ steps, results } = spelled);
    } else {
      const args = 'args' in node ? { args: node.args.map(moved) } : {};
      nodes.push({ ...node, ...args });
    }
    places[index] = nodes.length - 1;
  });
  const { loss } = network;
  return {
    network: {
      ...network,
      nodes,
      outputs: network.outputs.map(moved),
      loss: loss && { ...loss, node: places[loss.node] ?? loss.node },
    },
    steps,
  };
}

/** Whether somebody takes the states of all steps. */
function isUsed(network: Network, node: NodeIndex): boolean {
  const isSequence = (value: Value): boolean => value.node === node && value.output === 0;
  const users = usersOf(network)[node] ?? [];
  return (
    network.outputs.some(isSequence) ||
    users.some((user) => {
      const found = network.nodes[user];
      return found !== undefined && 'args' in found && found.args.some(isSequence);
    })
  );
}

/** Appends the nodes of all steps; what stands for the outputs of the op: all states, the last one, the last cells. */
function spellOut(
  nodes: Node[],
  { op }: Pass,
  { steps, units, outputs }: Sizes,
  sequence: boolean,
): { readonly steps: readonly StepNodes[]; readonly results: readonly Value[] } {
  const { layer, span, call } = op;
  const { reverse, timeMajor } = call.attributes;
  const spell: Spell = (spelled, ...args) => {
    nodes.push({ kind: 'op', call: spelled, args, layer, span });
    return { node: nodes.length - 1, output: 0 };
  };
  const weights = argumentsByName(op);
  const { input, inputWeights, inputBias } = weights;
  if (!input || !inputWeights) throw new RangeError('a recurrent layer has an input with weights');
  // One product for the inputs of all steps, then a piece for each.
  const product = spell(
    { op: 'linear', attributes: {} },
    input,
    inputWeights,
    ...(inputBias ? [inputBias] : []),
  );
  const { node: cut } = spell({ op: 'unbind', attributes: { axis: timeMajor ? 0 : 1 } }, product);
  const inputAt = (turn: number): Value => ({ node: cut, output: reverse ? steps - 1 - turn : turn });
  // A state passes on through a view of its own, whose gradient is that of the later steps.
  const ahead = (value: Value): Value => spell({ op: 'reshape', attributes: { sizes: [0, 0] } }, value);
  let hidden = weights.hidden ?? zeroState(spell, inputAt(0), outputs);
  let cell = call.op === 'lstm' ? (weights.cell ?? zeroState(spell, inputAt(0), units)) : null;
  const done: StepNodes[] = [];
  for (let turn = 0; turn < steps; turn += 1) {
    const given = { spell, call, units, input: inputAt(turn), hidden, cell, weights };
    const result = cellSteps[call.op](given);
    const hiddenAhead = turn === steps - 1 ? null : ahead(result.hidden);
    const cellAhead = result.cell && ahead(result.cell);
    done.push({ ...result, hiddenAhead, cellAhead });
    hidden = hiddenAhead ?? result.hidden;
    cell = cellAhead;
  }
  const states = done.map((step) => step.hidden);
  const inTime = reverse ? states.toReversed() : states;
  const all = sequence ? spell({ op: 'stack', attributes: { axis: timeMajor ? 0 : 1 } }, ...inTime) : hidden;
  return { steps: done, results: [all, hidden, ...(cell ? [cell] : [])] };
}

/** Zeros for every sample: a number is never less than itself, not even NaN. */
function zeroState(spell: Spell, like: Value, size: number): Value {
  const { node } = spell({ op: 'slice', attributes: { axis: 1, start: 0, end: 1, step: 1 } }, like);
  const first = { node, output: 0 };
  const nothing = spell({ op: 'less', attributes: {} }, first, first);
  const zero = spell({ op: 'cast', attributes: { elementType: 'float' } }, nothing);
  return spell({ op: 'expand', attributes: { sizes: [-1, size] } }, zero);
}
