/** Stepping through a circuit: forward gate by gate, then back gate by gate, and what is known after each step. */
import { shortNumber } from '../../src/base/numbers';
import type { CircuitGate, CircuitReport } from '../../src/studies/circuit';

/** One step at one gate. */
export interface Step {
  readonly direction: 'forward' | 'backward';
  /** Index of the gate. */
  readonly gate: number;
}

/** What is known after some steps. */
export interface Known {
  /** Indices of nodes with a known value. */
  readonly values: ReadonlySet<number>;
  /** Indices of nodes whose gradient is complete. */
  readonly gradients: ReadonlySet<number>;
  /** Indices of gates that have gone back. */
  readonly locals: ReadonlySet<number>;
  /** The gate of the last step; null before the first. */
  readonly at: number | null;
}

/** All steps in order; gates that the chosen expression does not depend on only go forward. */
export function stepsOf({ nodes }: CircuitReport): readonly Step[] {
  const gates = nodes.flatMap((node, index) => (node.kind === 'gate' ? [index] : []));
  const back = gates.toReversed().filter((index) => nodes[index]?.gradient != null);
  return [
    ...gates.map((gate): Step => ({ direction: 'forward', gate })),
    ...back.map((gate): Step => ({ direction: 'backward', gate })),
  ];
}

/** What is known after the first `count` steps. */
export function knownAfter(circuit: CircuitReport, steps: readonly Step[], count: number): Known {
  const done = steps.slice(0, count);
  const values = new Set(circuit.nodes.flatMap((node, index) => (node.kind === 'gate' ? [] : [index])));
  const locals = new Set<number>();
  for (const { direction, gate } of done) (direction === 'forward' ? values : locals).add(gate);
  const goesBack = done.some(({ direction }) => direction === 'backward');
  const gradients = new Set<number>();
  circuit.nodes.forEach(({ gradient }, index) => {
    if (gradient === null || !goesBack) return;
    if (steps.every(({ direction, gate }) => !waits(circuit, direction, gate, index, locals)))
      gradients.add(index);
  });
  return { values, gradients, locals, at: done.at(-1)?.gate ?? null };
}

/** Whether a gradient still waits for what comes back through a gate. */
function waits(
  { nodes }: CircuitReport,
  direction: Step['direction'],
  gate: number,
  index: number,
  locals: ReadonlySet<number>,
): boolean {
  const node = nodes[gate];
  if (direction === 'forward' || locals.has(gate) || node?.kind !== 'gate') return false;
  return node.arguments.some((argument) => argument.node === index && argument.gradient !== null);
}

/** A step in words, with its formulas and numbers. */
export function stepText(circuit: CircuitReport, { direction, gate }: Step): string {
  const node = circuit.nodes[gate];
  if (node?.kind !== 'gate') return '';
  return direction === 'forward' ? `${node.forward}.` : backwardText(circuit, node);
}

function backwardText(circuit: CircuitReport, node: CircuitGate): string {
  const name = circuit.outputs[circuit.chosen]?.name ?? 'f';
  const own = node.name === name ? `d${name}/d${name} = 1 to begin with. ` : '';
  const chains = node.arguments.flatMap(({ chain }) => (chain === '' ? [] : [chain]));
  if (chains.length === 0) return `${own}Nothing goes further back.`;
  const forks = node.arguments.flatMap(({ node: from }) => {
    const sum = circuit.nodes[from]?.sum ?? null;
    return sum === null ? [] : [sum];
  });
  const summed = forks.length === 0 ? '' : ` In all ${[...new Set(forks)].join('; ')}.`;
  return `${own}${chains.join('; ')}.${summed} ${node.note}`;
}

/** What a circuit comes to, in one sentence. */
export function circuitSentence(circuit: CircuitReport): string {
  const output = circuit.outputs[circuit.chosen];
  if (output === undefined) return '';
  const value = circuit.nodes[output.node ?? -1]?.value;
  const inputs = circuit.nodes.filter((node) => node.kind === 'input');
  const reached = inputs.filter(({ gradient }) => gradient !== null);
  const shown = reached.slice(0, 6).map((node) => `${shortNumber(node.gradient ?? NaN)} by ${node.name}`);
  const more = reached.length > shown.length ? ` and ${reached.length - shown.length} more` : '';
  const by = shown.length === 0 ? 'it depends on no input' : `its derivatives are ${shown.join(', ')}${more}`;
  return `${output.name} = ${shortNumber(value ?? NaN)}; ${by}.`;
}
