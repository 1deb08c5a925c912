/** The trace: one forward and backward pass over a network, with every value and every gradient kept. */
import type { Network, OpNode, Value } from '../graph/network';
import { ops, type OpCall, type OpName } from '../ops/table';
import type { Forward, Run } from '../ops/op';
import type { Kernels } from '../tensor/kernels';
import { randomStream } from '../tensor/random';
import { scalarOf, type Tensor } from '../tensor/tensor';
import { streams, type ParameterValues } from './parameters';
import type { Probe } from './probe';

/** What one run knows. */
export interface Trace {
  readonly network: Network;
  readonly probe: Probe;
  readonly parameters: ParameterValues;
  /** Outputs of every node; empty for nodes that could not be computed (opaque ones and what lies behind). */
  readonly values: readonly (readonly Tensor[])[];
  /** Gradient of the loss for every output of every node; null where the loss is not reached. */
  readonly gradients: readonly (readonly (Tensor | null)[])[];
  /** Gradient of the loss by parameter name; null where the loss is not reached. */
  readonly parameterGradients: ReadonlyMap<string, Tensor | null>;
  /** The loss, or null when it could not be computed. */
  readonly loss: number | null;
  /** How many samples the loss is a mean over. */
  readonly batch: number;
}

/** How to run. */
export interface RunOptions {
  readonly kernels: Kernels;
  readonly seed: number;
  readonly training: boolean;
  /** Called before every op; may throw to end the run. */
  readonly checkpoint: (stage: 'forward' | 'backward') => void;
}

/** Runs a network on a probe with given parameters, forward and (when it has a loss) back. */
export function runNetwork(
  network: Network,
  parameters: ParameterValues,
  probe: Probe,
  options: RunOptions,
): Trace {
  const { values, passes } = forwardPass(network, parameters, probe, options);
  const lossTensor = network.loss && values[network.loss.node]?.[0];
  const gradients = lossTensor
    ? backwardPass(network, values, passes, options)
    : network.nodes.map((_, index) => (values[index] ?? []).map(() => null));
  return {
    network,
    probe,
    parameters,
    values,
    gradients,
    parameterGradients: new Map(
      network.nodes.flatMap((node, index) =>
        node.kind === 'parameter' ? [[node.name, gradients[index]?.[0] ?? null]] : [],
      ),
    ),
    loss: lossTensor ? scalarOf(lossTensor) : null,
    batch: probe.input.shape[0] ?? 1,
  };
}

/** The tensor behind a value, if it was computed. */
export function valueOf(trace: Pick<Trace, 'values'>, value: Value): Tensor | undefined {
  return trace.values[value.node]?.[value.output];
}

/** The loss gradient of a value, if the loss reaches it. */
export function gradientOf(trace: Pick<Trace, 'gradients'>, value: Value): Tensor | null {
  return trace.gradients[value.node]?.[value.output] ?? null;
}

interface ForwardResult {
  readonly values: readonly (readonly Tensor[])[];
  readonly passes: readonly (Forward | null)[];
}

function forwardPass(
  network: Network,
  parameters: ParameterValues,
  probe: Probe,
  options: RunOptions,
): ForwardResult {
  const random = randomStream(options.seed, streams.nodes);
  const values: (readonly Tensor[])[] = [];
  const passes: (Forward | null)[] = [];
  network.nodes.forEach((node, index) => {
    options.checkpoint('forward');
    let pass: Forward | null = null;
    let outputs: readonly Tensor[] = [];
    if (node.kind === 'input') outputs = [probe.input];
    else if (node.kind === 'target') outputs = probe.target ? [probe.target] : [];
    else if (node.kind === 'parameter' || node.kind === 'buffer') outputs = given(parameters.get(node.name));
    else if (node.kind === 'op') {
      const args = node.args.map((arg) => values[arg.node]?.[arg.output]);
      if (args.every((arg) => arg !== undefined)) {
        pass = forwardOf(node.call, options.kernels, args, {
          training: options.training,
          random: random.fork(index),
        });
        outputs = pass.outputs;
      }
    }
    values.push(outputs);
    passes.push(pass);
  });
  return { values, passes };
}

function given(tensor: Tensor | undefined): readonly Tensor[] {
  return tensor ? [tensor] : [];
}

function forwardOf<Name extends OpName>(
  call: OpCall<Name>,
  kernels: Kernels,
  args: readonly Tensor[],
  run: Run,
): Forward {
  return ops[call.op].forward(kernels, args, call.attributes, run);
}

/** Reverse mode: nodes in reverse topological order, each adding its arguments' gradients to what other users added. */
function backwardPass(
  network: Network,
  values: readonly (readonly Tensor[])[],
  passes: readonly (Forward | null)[],
  options: RunOptions,
): readonly (readonly (Tensor | null)[])[] {
  const { kernels } = options;
  const gradients: (Tensor | null)[][] = values.map((outputs) => outputs.map(() => null));
  const wanted = nodesWithGradient(network);
  const lossNode = network.loss?.node ?? -1;
  const seedGradient = kernels.allocate([]);
  kernels.fill(1, seedGradient);
  const lossGradients = gradients[lossNode];
  if (lossGradients) lossGradients[0] = seedGradient;
  for (let index = lossNode; index >= 0; index -= 1) {
    const node = network.nodes[index];
    const own = gradients[index];
    const pass = passes[index];
    if (node?.kind !== 'op' || !own || !pass || own.every((gradient) => gradient === null)) continue;
    options.checkpoint('backward');
    const argGradients = pass.backward(
      own,
      node.args.map((arg) => wanted[arg.node] === true),
    );
    addGradients(node, argGradients, gradients, kernels);
  }
  return gradients;
}

function addGradients(
  node: OpNode,
  argGradients: readonly (Tensor | null)[],
  gradients: (Tensor | null)[][],
  kernels: Kernels,
): void {
  node.args.forEach((arg, position) => {
    const gradient = argGradients[position] ?? null;
    const into = gradients[arg.node];
    if (!gradient || !into) return;
    const before = into[arg.output] ?? null;
    if (!before) {
      into[arg.output] = gradient;
      return;
    }
    // A gradient may be shared between arguments (add hands on the same tensor), so the sum gets storage of its own.
    const sum = kernels.allocate(before.shape);
    kernels.pairwise('add', before, gradient, sum);
    into[arg.output] = sum;
  });
}

/** Whether a node's gradient is of use: parameters, and every op that one of them reaches. Inputs and targets are spared. */
function nodesWithGradient(network: Network): readonly boolean[] {
  const wanted: boolean[] = [];
  for (const node of network.nodes) {
    if (node.kind === 'parameter') wanted.push(true);
    else if (node.kind === 'op') wanted.push(node.args.some((arg) => wanted[arg.node] === true));
    else wanted.push(false);
  }
  return wanted;
}
