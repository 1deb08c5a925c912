/** Runs a circuit in float64 and gives every gate with its value, its gradient and its local derivatives, before anything is put in words. */
import type { Span } from '../../base/span';
import { initialParameters } from '../../engine/parameters';
import { drawProbe } from '../../engine/probe';
import { gradientOf, runNetwork, valueOf, type Trace } from '../../engine/trace';
import type { Circuit, CircuitOutput } from '../../graph/circuit';
import type { Network, NodeIndex, OpNode, Value } from '../../graph/network';
import { ops, type OpCall, type OpName } from '../../ops/table';
import { randomStream } from '../../tensor/random';
import { referenceKernels } from '../../tensor/reference';
import { scalarOf, tensorOf, type Tensor } from '../../tensor/tensor';

/** A circuit with numbers, its nodes by their index in the network. */
export interface RunCircuit {
  readonly circuit: Circuit;
  /** The expression that is differentiated. */
  readonly output: CircuitOutput;
  /** In running order. */
  readonly nodes: ReadonlyMap<NodeIndex, RunNode>;
}

/** A node with its numbers. */
export type RunNode = RunLeaf | RunGate;

interface Numbers {
  readonly name: string;
  readonly value: number;
  readonly gradient: number | null;
}

/** A variable or a written number. */
export interface RunLeaf extends Numbers {
  readonly kind: 'input' | 'constant';
  readonly assumed: boolean;
  readonly span: Span;
}

/** A gate, or a group of gates that is drawn as one. */
export interface RunGate extends Numbers {
  readonly kind: 'gate';
  /** An op; `group` for gates folded into no function of a name. */
  readonly op: string;
  readonly text: string;
  readonly args: readonly { readonly node: NodeIndex; readonly local: number | null }[];
  readonly gates: number;
  readonly span: Span;
}

const kernels = referenceKernels('float64');
const nothing = { training: false, random: randomStream(0, 0) };

/** The network with other values of its variables, and differentiated by another of its expressions. */
export function variantOf(
  network: Network,
  values: ReadonlyMap<string, number>,
  output: CircuitOutput | null,
): Network {
  return {
    ...network,
    nodes: network.nodes.map((node) => {
      const value = node.kind === 'parameter' ? values.get(node.name) : undefined;
      if (node.kind !== 'parameter' || value === undefined) return node;
      return { ...node, initialisation: { name: 'constant', argument: value } };
    }),
    loss: output && { node: output.node, name: output.name, span: network.span },
  };
}

/** The value of an expression, with other values of some variables. */
export function valueAt(
  network: Network,
  output: CircuitOutput,
  values: ReadonlyMap<string, number>,
): number {
  const trace = traceOf(variantOf(network, values, null));
  const found = valueOf(trace, { node: output.node, output: 0 });
  return found ? scalarOf(found) : NaN;
}

/** Runs a network that has `circuit`, forward and back from its loss, and keeps everything. */
export function runCircuit(network: Network, circuit: Circuit, output: CircuitOutput): RunCircuit {
  const trace = traceOf(network);
  const texts = new Map(circuit.texts.map(({ node, text }) => [node, text]));
  const assumed = new Map(circuit.variables.map((variable) => [variable.node, variable.assumed]));
  const nodes = new Map<NodeIndex, RunNode>();
  network.nodes.forEach((node, index) => {
    const value = valueOf(trace, { node: index, output: 0 });
    if (!value) return;
    const numbers = {
      value: scalarOf(value),
      gradient: scalarOrNull(gradientOf(trace, { node: index, output: 0 })),
    };
    const { span } = node;
    if (node.kind === 'parameter') {
      nodes.set(index, {
        kind: 'input',
        name: node.name,
        ...numbers,
        assumed: assumed.get(index) ?? false,
        span,
      });
    } else if (node.kind === 'op' && node.layer === null) {
      const constant = { kind: 'constant', name: String(numbers.value), assumed: false, span } as const;
      nodes.set(index, { ...constant, ...numbers, gradient: null });
    } else if (node.kind === 'op') {
      const name = network.layers[node.layer ?? 0]?.name ?? '';
      const gate = { kind: 'gate', name, op: node.call.op, gates: 1, span } as const;
      nodes.set(index, {
        ...gate,
        ...numbers,
        text: texts.get(index) ?? '',
        args: argumentsOf(node, trace, nodes),
      });
    }
  });
  return { circuit, output, nodes };
}

function traceOf(network: Network): Trace {
  const { seed } = network;
  const options = { kernels, seed, training: false, checkpoint: () => undefined };
  return runNetwork(
    network,
    initialParameters(network, seed, kernels),
    drawProbe(network, 1, seed, kernels),
    options,
  );
}

function argumentsOf({ call, args }: OpNode, trace: Trace, nodes: RunCircuit['nodes']): RunGate['args'] {
  const tensors = args.map((arg) => valueOf(trace, arg)).filter((arg) => arg !== undefined);
  const locals = localDerivatives(call, tensors);
  return args.map(({ node }: Value, at) => ({
    node,
    local: nodes.get(node)?.kind === 'constant' ? null : (locals[at] ?? null),
  }));
}

/** The op's own way back, from a gradient of 1. */
function localDerivatives<Name extends OpName>(
  { op, attributes }: OpCall<Name>,
  args: readonly Tensor[],
): readonly (number | null)[] {
  const { backward } = ops[op].forward(kernels, args, attributes, nothing);
  const one = tensorOf('float64', [], [1]);
  return backward(
    [one],
    args.map(() => true),
  ).map(scalarOrNull);
}

function scalarOrNull(tensor: Tensor | null): number | null {
  return tensor && scalarOf(tensor);
}
