/** The loss of a network as a function of any one element of its parameters, everything else held fixed. */
import { initialParameters, type ParameterValues } from '../../engine/parameters';
import { drawProbe, type Probe } from '../../engine/probe';
import { runNetwork, type RunOptions } from '../../engine/trace';
import type { Network, NodeIndex } from '../../graph/network';
import type { Kernels } from '../../tensor/kernels';
import { isFloat, scalarOf, type FloatType, type Tensor } from '../../tensor/tensor';

/** One element of one parameter. */
export interface Place {
  readonly parameter: string;
  /** In row-major order. */
  readonly index: number;
}

/** The loss over one small batch. Dropout and its like draw the same numbers in every run, since they depend on seed and node only. */
export interface Loss {
  readonly network: Network;
  readonly parameters: ParameterValues;
  readonly probe: Probe;
  readonly kernels: Kernels;
  /** The loss with the parameters as they are; NaN where it cannot be computed. */
  readonly here: number;
  /** The element's own value. */
  valueOf(place: Place): number;
  /** The loss with one element replaced. */
  at(place: Place, value: number): number;
  /** The values of some nodes with one element replaced. */
  valuesAt(place: Place, value: number, nodes: ReadonlySet<NodeIndex>): readonly (readonly Tensor[])[];
}

/** The gradient of the loss by parameter name; null where the loss is not reached. */
export type Gradient = ReadonlyMap<string, Tensor | null>;

/** The loss at the network's first parameters, over the first samples of its probe, run as training does. */
export function lossOf(network: Network, batch: number, kernels: Kernels, checkpoint: () => void): Loss {
  const parameters = initialParameters(network, network.seed, kernels);
  return lossWith(network, parameters, drawProbe(network, batch, network.seed, kernels), {
    kernels,
    checkpoint,
  });
}

/** The same function with every number rounded to the float type of other kernels. */
export function lossIn(loss: Loss, kernels: Kernels, checkpoint: () => void): Loss {
  const { floatType } = kernels;
  const { batch, inputs, target } = loss.probe;
  const parameters = new Map(
    [...loss.parameters].map(([name, tensor]) => [name, roundedTo(floatType, tensor, kernels)]),
  );
  const probe = {
    batch,
    inputs: inputs.map((input) => roundedTo(floatType, input, kernels)),
    target: target && roundedTo(floatType, target, kernels),
  };
  return lossWith(loss.network, parameters, probe, { kernels, checkpoint });
}

/** The gradient of the loss at the parameters as they are. */
export function gradientOf(loss: Loss, checkpoint: () => void): Gradient {
  const { network, kernels } = loss;
  const nodes = network.nodes.flatMap(({ kind }, index) => (kind === 'parameter' ? [index] : []));
  const keep = { values: new Set<NodeIndex>(), gradients: new Set(nodes) };
  const options = runOptions(network, kernels, checkpoint);
  return runNetwork(network, loss.parameters, loss.probe, { ...options, keep }).parameterGradients;
}

function lossWith(
  network: Network,
  parameters: ParameterValues,
  probe: Probe,
  { kernels, checkpoint }: { readonly kernels: Kernels; readonly checkpoint: () => void },
): Loss {
  const end = network.loss?.node ?? -1;
  // Without a loss to go back from, a run is only a forward pass.
  const forwardOnly: Network = { ...network, loss: null };
  const options = runOptions(network, kernels, checkpoint);
  const values = (nodes: ReadonlySet<NodeIndex>): readonly (readonly Tensor[])[] =>
    runNetwork(forwardOnly, parameters, probe, { ...options, keep: { values: nodes, gradients: new Set() } })
      .values;
  const justLoss = new Set([end]);
  const lossNow = (): number => {
    const tensor = values(justLoss)[end]?.[0];
    return tensor ? scalarOf(tensor) : NaN;
  };
  const replaced = <T>({ parameter, index }: Place, value: number, work: () => T): T => {
    const data = parameters.get(parameter)?.data;
    const before = data?.[index];
    if (!data || before === undefined) throw new RangeError(`${parameter} has no element ${index}`);
    data[index] = value;
    try {
      return work();
    } finally {
      data[index] = before;
    }
  };
  return {
    network,
    parameters,
    probe,
    kernels,
    here: lossNow(),
    valueOf: ({ parameter, index }) => parameters.get(parameter)?.data[index] ?? NaN,
    at: (place, value) => replaced(place, value, lossNow),
    valuesAt: (place, value, nodes) => replaced(place, value, () => values(nodes)),
  };
}

function runOptions({ seed, mode }: Network, kernels: Kernels, checkpoint: () => void): RunOptions {
  return { kernels, seed, training: mode !== 'eval', checkpoint };
}

function roundedTo(floatType: FloatType, tensor: Tensor, kernels: Kernels): Tensor {
  if (!isFloat(tensor.elementType)) return tensor;
  const rounded = kernels.allocate(tensor.shape, floatType);
  rounded.data.set(tensor.data);
  return rounded;
}
