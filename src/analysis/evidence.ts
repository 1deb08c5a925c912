/** Evidence: facts about a run that rules need and the report does not carry. */
import { parametersOf } from '../engine/parameters';
import type { Trace } from '../engine/trace';
import type { OpNode } from '../graph/network';
import type { Tensor } from '../tensor/tensor';
import type { Row } from './rows';
import type { Evidence, NonFiniteEvidence } from './rules/rule';

/**
 * Gathers the evidence of one trace. `secondRun` is asked for only when a parameter's gradient is exactly zero, to tell a zero
 * by chance from one by construction.
 */
export function evidenceOf(trace: Trace, rows: readonly Row[], secondRun: () => Trace): Evidence {
  const parameters = parametersOf(trace.network);
  const isZero = (gradient: Tensor | null | undefined): boolean | null =>
    gradient?.data.every((value) => value === 0) ?? null;
  const zeroGradient = new Map(
    parameters.map(({ name }) => [name, isZero(trace.parameterGradients.get(name))]),
  );
  if ([...zeroGradient.values()].includes(true)) {
    const second = secondRun();
    for (const [name, zero] of zeroGradient) {
      if (zero) zeroGradient.set(name, isZero(second.parameterGradients.get(name)));
    }
  }
  return {
    firstNonFinite: firstNonFinite(trace, rows, 'forward'),
    firstNonFiniteGradient: firstNonFinite(trace, rows, 'backward'),
    inputNotFinite: notFinite(trace.probe.input),
    zeroGradient,
    constantWeights: new Map(parameters.map(({ name }) => [name, isConstant(trace.parameters.get(name))])),
  };
}

/** The first op in running order (forward), or the last one (the first that backward meets), with a number that is not finite. */
function firstNonFinite(
  trace: Trace,
  rows: readonly Row[],
  direction: 'forward' | 'backward',
): NonFiniteEvidence | null {
  const { nodes } = trace.network;
  const order = nodes.map((_, place) => (direction === 'forward' ? place : nodes.length - 1 - place));
  for (const index of order) {
    const node = nodes[index];
    if (node?.kind !== 'op') continue;
    const tensors = (direction === 'forward' ? trace.values : trace.gradients)[index] ?? [];
    for (const tensor of tensors) {
      const count = tensor ? notFinite(tensor) : 0;
      if (tensor && count > 0) return evidence(node, rows, count, tensor.data.length);
    }
  }
  return null;
}

function evidence(node: OpNode, rows: readonly Row[], count: number, of: number): NonFiniteEvidence {
  // The loss belongs to no layer.
  const belongs = ({ layer, activationLayer }: Row): boolean =>
    node.layer !== null && (layer === node.layer || activationLayer === node.layer);
  const row = rows.findIndex(belongs);
  return { layer: row === -1 ? null : row, op: node.call.op, count, of, span: node.span };
}

function notFinite({ data }: Tensor): number {
  let count = 0;
  for (const value of data) if (!Number.isFinite(value)) count += 1;
  return count;
}

function isConstant(tensor: Tensor | undefined): boolean {
  return tensor !== undefined && tensor.data.every((value) => value === tensor.data[0]);
}
