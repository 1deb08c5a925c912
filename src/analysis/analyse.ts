/** Analysis of one network: everything in its report that follows from one trace; controls and findings come on top. */
import type { Plan } from '../engine/plan';
import { buffersOf, countOf, parametersOf } from '../engine/parameters';
import type { RunOptions, Trace } from '../engine/trace';
import { weightsFrom } from '../graph/givenWeights';
import type { BufferNode, Network, ParameterNode, Value } from '../graph/network';
import { usualTraining } from '../graph/training';
import type { Shape } from '../tensor/tensor';
import { activationReports } from './activations';
import { blameOf } from './blame/blame';
import { chanceOf } from './chance';
import { circuitReport } from './circuit/circuit';
import { flowOf } from './flow';
import { layerReports } from './layers';
import type { Measures } from './measures';
import type { HalfPrecision, LossReport, NetworkReport } from './report';
import type { Row } from './rows';
import { scanOf } from './scan';
import { euclideanNorm } from './statistics';

/** A report before the controls have run and the rules have spoken. */
export type Analysis = Omit<NetworkReport, 'controls' | 'findings'>;

/** The parts of a report that need no run: also what is left when a run is refused. */
export function describe({
  network,
  plan,
  refusal,
}: Pick<Trace, 'network'> & { plan: Plan; refusal: string | null }): Analysis {
  const parameters = parametersOf(network);
  const shapesOf = (values: readonly Value[]): readonly Shape[] =>
    values
      .map(({ node, output }) => plan.types[node]?.[output]?.shape)
      .filter((shape) => shape !== undefined);
  const inputs = network.nodes.flatMap((node, index) =>
    node.kind === 'input' ? [{ node: index, output: 0 }] : [],
  );
  const weights = weightsFrom(network);
  const count = (nodes: readonly (ParameterNode | BufferNode)[]): number =>
    nodes.reduce((sum, node) => sum + countOf(node), 0);
  // Keras counts running statistics among the parameters that are not trainable, PyTorch calls them no parameters.
  const statistics = network.framework === 'keras' ? count(buffersOf(network)) : 0;
  return {
    name: network.name,
    span: network.span,
    trainableParameters: count(parameters.filter((node) => node.trainable)),
    parameters: count(parameters) + statistics,
    inputShapes: shapesOf(inputs),
    outputShapes: shapesOf(network.outputs),
    batch: plan.batch,
    seed: network.seed,
    data: network.dataset?.name ?? null,
    ...(weights && { weights }),
    training: network.training ?? usualTraining,
    loss: null,
    gradientNorm: null,
    halfPrecision: null,
    layers: [],
    flow: null,
    blame: null,
    activations: [],
    scan: null,
    circuit: null,
    firstSteps: null,
    assumptions: network.assumptions,
    refusal,
    bytes: plan.bytes,
    work: plan.work,
  };
}

/** All numbers of one run; of its tensors only parameters and probe are looked at. */
export function analyse(
  trace: Trace,
  rows: readonly Row[],
  measures: Measures,
  { plan, options }: { readonly plan: Plan; readonly options: RunOptions },
): Analysis {
  const layers = layerReports(trace.network, rows, measures);
  const flow = flowOf(rows, layers);
  return {
    ...describe({ network: trace.network, plan, refusal: null }),
    loss: lossReport(trace),
    gradientNorm: trace.loss === null ? null : gradientNorm(trace.network, measures),
    halfPrecision: trace.loss === null ? null : halfPrecision(trace.network, measures),
    layers,
    flow,
    blame: flow && blameOf(trace.network, rows, flow, measures.passages),
    activations: activationReports(rows),
    scan: scanOf(trace, rows, plan, options),
    circuit: circuitReport(trace.network),
  };
}

function lossReport({ network, loss }: Trace): LossReport | null {
  if (!network.loss || loss === null) return null;
  const { name, span } = network.loss;
  const node = network.nodes.find((candidate) => candidate.kind === 'target');
  // Targets that we drew ourselves say nothing about the user's problem.
  const computed = network.nodes[network.loss.node];
  const known = node && network.dataset && computed?.kind === 'op';
  const chance = known ? chanceOf(computed.call, node, network.dataset) : null;
  return { name, span, value: loss, chance };
}

function gradientNorm(network: Network, { parameters }: Measures): number {
  const norms = parametersOf(network)
    .filter((node) => node.trainable)
    .map((node) => parameters.get(node.name)?.gradient?.norm ?? 0);
  return euclideanNorm(norms);
}

function halfPrecision(network: Network, { parameters }: Measures): HalfPrecision {
  const counts = parametersOf(network)
    .filter((node) => node.trainable)
    .map((node) => parameters.get(node.name)?.gradient ?? null);
  return {
    flushed: counts.reduce((sum, gradient) => sum + (gradient?.flushed ?? 0), 0),
    of: counts.reduce((sum, gradient) => sum + (gradient?.nonZero ?? 0), 0),
  };
}
