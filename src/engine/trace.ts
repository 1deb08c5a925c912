/** The trace: one forward and backward pass over a network, with the values and gradients that somebody wants to keep. */
import { callAt } from '../graph/batchSizes';
import type { ConstantNode, Network, NodeIndex, OpNode, Value } from '../graph/network';
import { constantType } from '../graph/shapes';
import { ops, type OpCall, type OpName } from '../ops/table';
import type { Forward, Run } from '../ops/op';
import type { Kernels, StorageKey } from '../tensor/kernels';
import { randomStream, type RandomStream } from '../tensor/random';
import { scalarOf, type Tensor } from '../tensor/tensor';
import { streams, type ParameterValues } from './parameters';
import { createLedger, type Ledger } from './ledger';
import type { Probe } from './probe';
import { scheduleOf, type Schedule } from './schedule';

/** What one run knows. */
export interface Trace {
  readonly network: Network;
  readonly probe: Probe;
  readonly parameters: ParameterValues;
  /** Outputs of every node; empty for nodes that could not be computed (opaque ones and what lies behind), and for those not kept. */
  readonly values: readonly (readonly Tensor[])[];
  /** Gradient of the loss for every output of every node; null where the loss is not reached, and where it was not kept. */
  readonly gradients: readonly (readonly (Tensor | null)[])[];
  /** Gradient of the loss by parameter name; null where the loss is not reached, and where it was not kept. */
  readonly parameterGradients: ReadonlyMap<string, Tensor | null>;
  /** The loss, or null when it could not be computed. */
  readonly loss: number | null;
  /** How many samples the loss is a mean over: those of the probe. */
  readonly batch: number;
}

/** How to run. */
export interface RunOptions {
  readonly kernels: Kernels;
  readonly seed: number;
  readonly training: boolean;
  /** Called before every op; may throw to end the run. */
  readonly checkpoint: (stage: 'forward' | 'backward') => void;
  /** What stays in the trace; left out: everything. */
  readonly keep?: Keep;
  /** Hears of every value and gradient of the run. */
  readonly observe?: Observer | undefined;
  /** The random numbers of the nodes, each of which takes a fork of its own; left out: those of the seed. */
  readonly random?: RandomStream;
  /** The schedule, where it is known from an earlier run; one without a loss runs forward only. */
  readonly schedule?: Schedule;
}

/** The nodes whose values and gradients stay; all others are given back as soon as backprop has done with them. */
export interface Keep {
  readonly values: ReadonlySet<NodeIndex>;
  readonly gradients: ReadonlySet<NodeIndex>;
}

/** Keeps nothing: for those who observe. */
export const keepNothing: Keep = { values: new Set(), gradients: new Set() };

/** Sees each tensor once, when it is complete, and may look at it during the call only. */
export interface Observer {
  /** Nodes come in running order. */
  value(node: NodeIndex, output: number, tensor: Tensor): void;
  /** Nodes come in the reverse of the running order. */
  gradient(node: NodeIndex, output: number, tensor: Tensor): void;
  /** What an op hands back to one of its arguments, before the parts of all its users are added up. */
  part?(user: NodeIndex, position: number, tensor: Tensor): void;
  /** RMS of delta at every step of an op that runs over time, in the order in which they run. */
  steps?(node: NodeIndex, deltas: Float64Array): void;
}

/** Runs a network on a probe with given parameters, forward and (when it has a loss) back. */
export function runNetwork(
  network: Network,
  parameters: ParameterValues,
  probe: Probe,
  options: RunOptions,
): Trace {
  const running: Running = {
    network,
    options,
    schedule: options.schedule ?? scheduleOf(network),
    ledger: createLedger(options.kernels),
    values: [],
    passes: [],
    gradients: [],
  };
  const loss = forward(running, parameters, probe);
  backward(running, loss !== null);
  const { values, gradients } = running;
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
    loss,
    batch: probe.batch,
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

/** A run in progress. */
interface Running {
  readonly network: Network;
  readonly options: RunOptions;
  readonly schedule: Schedule;
  readonly ledger: Ledger;
  readonly values: (readonly Tensor[])[];
  /** The way back of every op that has one, with the storage that it may need. */
  readonly passes: (Pass | null)[];
  readonly gradients: (Tensor | null)[][];
}

interface Pass {
  readonly forward: Forward;
  readonly storages: readonly StorageKey[];
}

/** Computes all values; gives the loss, or null where there is none. */
function forward(running: Running, parameters: ParameterValues, probe: Probe): number | null {
  const { network, options, schedule, ledger, values } = running;
  const random = options.random ?? randomStream(options.seed, streams.nodes);
  let loss: number | null = null;
  let inputs = 0;
  let targets = 0;
  network.nodes.forEach((node, index) => {
    options.checkpoint('forward');
    let outputs: readonly Tensor[] = [];
    let pass: Pass | null = null;
    let made: readonly StorageKey[] = [];
    if (node.kind === 'input') outputs = given(probe.inputs[inputs++]);
    else if (node.kind === 'target') outputs = given(targetAt(probe, targets++));
    else if (node.kind === 'parameter' || node.kind === 'buffer') outputs = given(parameters.get(node.name));
    else if (node.kind === 'constant') {
      const { result, storages } = ledger.adopting(() => constantOf(node, options.kernels));
      outputs = [result];
      made = storages;
    } else if (node.kind === 'op') {
      pass = passOf(running, node, probe.batch, runOf(options.training, random, index));
      outputs = pass?.forward.outputs ?? [];
    }
    outputs.forEach((tensor, output) => {
      ledger.hold(tensor);
      options.observe?.value(index, output, tensor);
    });
    if (index === network.loss?.node && outputs[0]) loss = scalarOf(outputs[0]);
    values.push(outputs);
    ledger.dropAll(made);
    // An op that is not run backward needs no more than its outputs.
    if (pass && schedule.runsBack[index] !== true) ledger.dropAll(pass.storages);
    running.passes.push(schedule.runsBack[index] === true ? pass : null);
    for (const done of schedule.lastUses[index] ?? []) forgetValue(running, done);
  });
  return loss;
}

/** Few ops draw numbers, and a stream costs more than a small op. */
function runOf(training: boolean, random: RandomStream, index: NodeIndex): Run {
  return {
    training,
    get random() {
      return random.fork(index);
    },
  };
}

function targetAt({ target, otherTargets }: Probe, place: number): Tensor | null {
  return place === 0 ? target : (otherTargets?.[place - 1] ?? null);
}

function given(tensor: Tensor | undefined | null): readonly Tensor[] {
  return tensor ? [tensor] : [];
}

function constantOf(node: ConstantNode, kernels: Kernels): Tensor {
  const { shape, elementType } = constantType(node, kernels.floatType);
  const tensor = kernels.allocate(shape, elementType);
  tensor.data.set(node.values);
  return tensor;
}

function passOf({ ledger, values, options }: Running, node: OpNode, batch: number, run: Run): Pass | null {
  const args = node.args.map((arg) => values[arg.node]?.[arg.output]);
  if (!args.every((arg) => arg !== undefined)) return null;
  const { result, storages } = ledger.adopting(() =>
    forwardOf(callAt(node, batch), options.kernels, args, run),
  );
  return { forward: result, storages };
}

/** Runs one op forward, with the way back. */
export function forwardOf<Name extends OpName>(
  call: OpCall<Name>,
  kernels: Kernels,
  args: readonly Tensor[],
  run: Run,
): Forward {
  return ops[call.op].forward(kernels, args, call.attributes, run);
}

function forgetValue({ ledger, values, options }: Running, index: NodeIndex): void {
  if (!options.keep || options.keep.values.has(index)) return;
  for (const tensor of values[index] ?? []) ledger.drop(tensor);
  values[index] = [];
}

/** Reverse mode: nodes in reverse topological order, each adding its arguments' gradients to what other users added. */
function backward(running: Running, hasLoss: boolean): void {
  const { network, options, ledger, values, gradients } = running;
  const { kernels } = options;
  for (const outputs of values) gradients.push(outputs.map(() => null));
  const slots = hasLoss && network.loss ? (gradients[network.loss.node] ??= []) : null;
  if (slots) {
    const { result, storages } = ledger.adopting(() => kernels.allocate([]));
    kernels.fill(1, result);
    slots[0] = result;
    ledger.hold(result);
    ledger.dropAll(storages);
  }
  for (let index = network.nodes.length - 1; index >= 0; index -= 1) {
    const own = gradients[index] ?? [];
    own.forEach((gradient, output) => {
      if (gradient) options.observe?.gradient(index, output, gradient);
    });
    goBack(running, index, own);
    forgetNode(running, index);
  }
}

function goBack(
  { network, options, schedule, ledger, passes, gradients }: Running,
  index: NodeIndex,
  own: readonly (Tensor | null)[],
): void {
  const node = network.nodes[index];
  const pass = passes[index];
  if (node?.kind !== 'op' || !pass || own.every((gradient) => gradient === null)) return;
  options.checkpoint('backward');
  const wanted = node.args.map((arg) => schedule.wanted[arg.node] === true);
  const { result, storages } = ledger.adopting(() => pass.forward.backward(own, wanted));
  const deltas = pass.forward.stepDeltas?.();
  if (deltas) options.observe?.steps?.(index, deltas);
  result.forEach((part, position) => {
    if (part) options.observe?.part?.(index, position, part);
  });
  addGradients(node, result, gradients, { ledger, kernels: options.kernels });
  // What no gradient holds was only needed on the way.
  ledger.dropAll(storages);
}

/** Nobody needs the node's value, gradient and way back any more, unless they are to be kept. */
function forgetNode(running: Running, index: NodeIndex): void {
  const { options, schedule, ledger, passes, gradients } = running;
  ledger.dropAll(passes[index]?.storages ?? []);
  passes[index] = null;
  if (schedule.staysForBackward[index] === true) forgetValue(running, index);
  if (!options.keep || options.keep.gradients.has(index)) return;
  for (const gradient of gradients[index] ?? []) if (gradient) ledger.drop(gradient);
  gradients[index] = (gradients[index] ?? []).map(() => null);
}

function addGradients(
  node: OpNode,
  argGradients: readonly (Tensor | null)[],
  gradients: (Tensor | null)[][],
  { ledger, kernels }: { readonly ledger: Ledger; readonly kernels: Kernels },
): void {
  node.args.forEach((arg, position) => {
    const gradient = argGradients[position] ?? null;
    const into = gradients[arg.node];
    if (!gradient || !into) return;
    const before = into[arg.output] ?? null;
    if (!before) {
      into[arg.output] = gradient;
      ledger.hold(gradient);
      return;
    }
    // A gradient may be shared between arguments (add hands on the same tensor), so the sum gets storage of its own.
    const { result: sum, storages } = ledger.adopting(() => {
      const storage = kernels.allocate(before.shape);
      kernels.pairwise('add', before, gradient, storage);
      return storage;
    });
    into[arg.output] = sum;
    ledger.hold(sum);
    ledger.drop(before);
    ledger.dropAll(storages);
  });
}
