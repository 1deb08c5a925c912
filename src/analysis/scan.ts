/** The scan: activation and loss gradient of every layer of a one-unit network over its input x (lessons.md, L3). */
import { runNetwork, valueOf, type RunOptions, type Trace } from '../engine/trace';
import type { Plan } from '../engine/plan';
import type { Network } from '../graph/network';
import { isFloat, scalarOf, sizeOf, tensorOf, type Tensor, type TensorType } from '../tensor/tensor';
import type { Scan } from './report';
import type { Row } from './rows';

const halfRange = 7;
const points = 100;

/** Scans x over [-7, 7] in 100 points against the target of the first probe sample; null unless every layer has one unit. */
export function scanOf(
  trace: Trace,
  rows: readonly Row[],
  plan: Plan,
  { kernels, seed, training, checkpoint }: RunOptions,
): Scan | null {
  const { network, parameters, probe } = trace;
  if (!isChainOfUnits(network, rows, plan, trace) || !probe.target || trace.loss === null) return null;
  // Every value is looked at, and none by the observer of the run proper.
  const options = { kernels, seed, training, checkpoint };
  const target = firstSample(probe.target);
  const x = Array.from({ length: points }, (_, step) => -halfRange + (2 * halfRange * step) / (points - 1));
  const weighted = rows.filter((row) => row.role === 'weighted');
  const layers = weighted.map((row) => ({
    name: network.layers[row.layer]?.name ?? '',
    weight: network.nodes.find(
      (node) => node.kind === 'parameter' && node.layer === row.layer && node.role === 'weight',
    ),
    row,
    activation: [] as number[],
    gradient: [] as number[],
  }));
  for (const value of x) {
    const input = tensorOf(trace.probe.input.elementType, firstSample(probe.input).shape, [value]);
    const run = runNetwork(network, parameters, { input, target }, options);
    for (const layer of layers) {
      const output = valueOf(run, layer.row.after);
      const name = layer.weight?.kind === 'parameter' ? layer.weight.name : '';
      const gradient = run.parameterGradients.get(name);
      layer.activation.push(output ? scalarOf(output) : NaN);
      layer.gradient.push(gradient ? scalarOf(gradient) : NaN);
    }
  }
  return {
    x,
    target: scalarOf(target),
    layers: layers.map(({ name, activation, gradient }) => ({ name, activation, gradient })),
  };
}

/** Whether input, target and every layer hold one number per sample. */
function isChainOfUnits(
  network: Network,
  rows: readonly Row[],
  { types, batch }: Plan,
  { probe }: Trace,
): boolean {
  const weights = network.nodes.filter((node) => node.kind === 'parameter' && node.role === 'weight');
  const perSample = (type: TensorType | null | undefined): number => (type ? sizeOf(type.shape) / batch : 0);
  return (
    weights.length > 0 &&
    // Indices cannot be scanned.
    isFloat(probe.input.elementType) &&
    perSample(probe.input) === 1 &&
    perSample(probe.target) === 1 &&
    weights.every((node) => node.kind === 'parameter' && sizeOf(node.shape) === 1) &&
    rows.every((row) => perSample(types[row.after.node]?.[row.after.output]) === 1)
  );
}

function firstSample(tensor: Tensor): Tensor {
  return tensorOf(tensor.elementType, [1, ...tensor.shape.slice(1)], tensor.data.slice(0, 1));
}
