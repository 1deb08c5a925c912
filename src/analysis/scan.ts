/** The scan: activation and loss gradient of every layer of a one-unit network over its input x (lessons.md, L3). */
import { runNetwork, valueOf, type RunOptions, type Trace } from '../engine/trace';
import type { ParameterValues } from '../engine/parameters';
import type { Plan } from '../engine/plan';
import { batchFor } from '../graph/batchSizes';
import type { Network } from '../graph/network';
import {
  isFloat,
  scalarOf,
  sizeOf,
  tensorOf,
  type Shape,
  type Tensor,
  type TensorType,
} from '../tensor/tensor';
import { normOf } from '../tensor/summary';
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
  const x = scanPoints(halfRange, points);
  return {
    x,
    target: scalarOf(target),
    layers: scanLayers(
      { network, rows, parameters, target, inputShape: probe.inputs[0]?.shape.slice(1) ?? [], unit: null },
      x,
      options,
    ),
  };
}

/** Evenly spaced points from minus to plus `half`. */
export function scanPoints(half: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, step) => -half + (2 * half * step) / (count - 1));
}

/** A network of one input number that is to be scanned. */
export interface ScanTask {
  readonly network: Network;
  readonly rows: readonly Row[];
  readonly parameters: ParameterValues;
  /** One sample. */
  readonly target: Tensor | null;
  readonly inputShape: Shape;
  /** The unit of each layer that is looked at; null: the RMS over all of them. One unit alone keeps its sign. */
  readonly unit: number | null;
}

/** Activation and loss gradient of every weight layer at each x; NaN where a layer has no such unit, or nothing reaches it. */
export function scanLayers(task: ScanTask, x: readonly number[], options: RunOptions): Scan['layers'] {
  const { network, rows, parameters, target, inputShape, unit } = task;
  const layers = rows
    .filter((row) => row.role === 'weighted')
    .map((row) => ({
      name: network.layers[row.layer]?.name ?? '',
      weight: network.nodes.find(
        (node) => node.kind === 'parameter' && node.layer === row.layer && node.role === 'weight',
      ),
      row,
      activation: [] as number[],
      gradient: [] as number[],
    }));
  for (const value of x) {
    const input = tensorOf(options.kernels.floatType, [1, ...inputShape], [value]);
    const run = runNetwork(network, parameters, { batch: 1, inputs: [input], target }, options);
    for (const layer of layers) {
      const name = layer.weight?.kind === 'parameter' ? layer.weight.name : '';
      layer.activation.push(sizeOfUnit(valueOf(run, layer.row.after), 1, unit));
      layer.gradient.push(sizeOfUnit(run.parameterGradients.get(name), 0, unit));
    }
  }
  return layers.map(({ name, activation, gradient }) => ({ name, activation, gradient }));
}

/** The numbers of a unit, or of all units along an axis: one as it is, several as their RMS. */
function sizeOfUnit(tensor: Tensor | null | undefined, axis: number, unit: number | null): number {
  if (!tensor) return NaN;
  const units = tensor.shape[axis] ?? 1;
  if (unit !== null && unit >= units) return NaN;
  const width = tensor.data.length / units;
  const data = unit === null ? tensor.data : tensor.data.slice(unit * width, (unit + 1) * width);
  return data.length === 1 ? (data[0] ?? NaN) : normOf(data) / Math.sqrt(data.length);
}

/** Whether input, target and every layer hold one number per sample. */
function isChainOfUnits(
  network: Network,
  rows: readonly Row[],
  { types, batch }: Plan,
  { probe }: Trace,
): boolean {
  const [input, another] = probe.inputs;
  const weights = network.nodes.filter((node) => node.kind === 'parameter' && node.role === 'weight');
  const perSample = (type: TensorType | null | undefined): number => (type ? sizeOf(type.shape) / batch : 0);
  return (
    weights.length > 0 &&
    // Every x is run by itself.
    batchFor(network, 1) === 1 &&
    // Indices cannot be scanned.
    input !== undefined &&
    another === undefined &&
    isFloat(input.elementType) &&
    perSample(input) === 1 &&
    perSample(probe.target) === 1 &&
    weights.every((node) => node.kind === 'parameter' && sizeOf(node.shape) === 1) &&
    rows.every((row) => perSample(types[row.after.node]?.[row.after.output]) === 1)
  );
}

function firstSample(tensor: Tensor): Tensor {
  return tensorOf(tensor.elementType, [1, ...tensor.shape.slice(1)], tensor.data.slice(0, 1));
}
