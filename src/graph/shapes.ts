/** The shape check: what every node of a network gives, and whether the graph is legal at all. */
import { ops, type OpCall, type OpName } from '../ops/table';
import type { ShapeError } from '../ops/op';
import { sizeOf, type FloatType, type TensorType } from '../tensor/tensor';
import { batchFor, callAt, checkedBatches } from './batchSizes';
import type { ConstantNode, Network, Node, Value } from './network';

/** The output types of an op call, or why its arguments do not fit. */
export function shapeOfCall<Name extends OpName>(
  call: OpCall<Name>,
  args: readonly TensorType[],
  floatType: FloatType,
): readonly TensorType[] | ShapeError {
  return ops[call.op].shape(args, call.attributes, floatType);
}

/** The types of a node's outputs for a given batch; null where they cannot be known, since the node is opaque or behind one. */
export function outputTypes(
  node: Node,
  args: readonly (TensorType | null)[],
  batch: number,
  floatType: FloatType,
): readonly TensorType[] | ShapeError | null {
  switch (node.kind) {
    case 'input':
      return [
        {
          elementType: node.indexCount > 0 ? 'int32' : floatType,
          shape: node.whole ? node.sampleShape : [batch, ...node.sampleShape],
        },
      ];
    case 'target':
      return [
        {
          elementType: node.meaning === 'classes' ? 'int32' : floatType,
          shape: [batch, ...node.sampleShape],
        },
      ];
    case 'parameter':
    case 'buffer':
      return [{ elementType: floatType, shape: node.shape }];
    case 'constant':
      return [constantType(node, floatType)];
    case 'opaque':
      return null;
    case 'op': {
      const known = args.filter((arg) => arg !== null);
      return known.length < args.length ? null : shapeOfCall(callAt(node, batch), known, floatType);
    }
  }
}

/** The type of a constant in a run with these floats. */
export function constantType({ elementType, shape }: ConstantNode, floatType: FloatType): TensorType {
  return { elementType: elementType === 'float' ? floatType : elementType, shape };
}

/**
 * The types of all outputs of all nodes for a batch, or for the only one for which the graph holds; empty for opaque nodes, for illegal
 * ones and for everything behind them.
 */
export function typesOf(
  network: Network,
  batch: number,
  floatType: FloatType,
): readonly (readonly TensorType[])[] {
  const types: (readonly TensorType[])[] = [];
  for (const node of network.nodes) {
    const found = outputTypes(
      node,
      argumentsOf(node).map((arg) => types[arg.node]?.[arg.output] ?? null),
      batchFor(network, batch),
      floatType,
    );
    types.push(found === null || 'error' in found ? [] : found);
  }
  return types;
}

/** The values that a node takes; none for inputs, targets, parameters and constants. */
export function argumentsOf(node: Node): readonly Value[] {
  return node.kind === 'op' || node.kind === 'opaque' ? node.args : [];
}

/** Why a graph is illegal: one sentence, and the node at fault where there is one. */
export interface Fault {
  readonly message: string;
  readonly node: number | null;
}

/** Everything that makes a network illegal; empty for every network that a reader returns. */
export function faultsOf(network: Network): readonly Fault[] {
  return [
    ...network.nodes.flatMap((node, index) => orderFaults(network, node, index)),
    ...typeFaults(network),
    ...nameFaults(network),
    ...outputFaults(network),
  ];
}

function orderFaults(network: Network, node: Node, index: number): Fault[] {
  const faults: Fault[] = [];
  for (const arg of argumentsOf(node)) {
    if (!Number.isInteger(arg.node) || arg.node < 0 || arg.node >= index) {
      faults.push({ message: `argument %${arg.node} does not stand before its user`, node: index });
    }
  }
  const layer = 'layer' in node ? node.layer : null;
  if (layer !== null && !network.layers[layer])
    faults.push({ message: `there is no layer ${layer}`, node: index });
  if (node.kind === 'parameter') {
    const { shape, initialisation } = node;
    if (!shape.every(isSize))
      faults.push({ message: 'a parameter has an axis without elements', node: index });
    if (initialisation.values && initialisation.values.length !== sizeOf(shape)) {
      faults.push({ message: 'the given values do not fill the parameter', node: index });
    }
  }
  if (node.kind === 'constant') {
    const sizes = node.shape.every((size) => Number.isSafeInteger(size) && size >= 0);
    if (!sizes) faults.push({ message: 'a constant has an axis that is no size', node: index });
    else if (node.values.length !== sizeOf(node.shape)) {
      faults.push({ message: 'the values do not fill the constant', node: index });
    }
  }
  if ((node.kind === 'input' || node.kind === 'target') && !node.sampleShape.every(isSize)) {
    faults.push({ message: 'a sample has an axis without elements', node: index });
  }
  return faults;
}

function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size > 0;
}

function typeFaults(network: Network): Fault[] {
  const faults = new Map<number, Fault>();
  for (const batch of checkedBatches(network)) {
    const types: (readonly TensorType[] | null)[] = [];
    network.nodes.forEach((node, index) => {
      const args: (TensorType | null)[] = [];
      for (const { node: from, output } of argumentsOf(node)) {
        const outputs = types[from] ?? null;
        args.push(outputs?.[output] ?? null);
        if (outputs && !outputs[output]) {
          faults.set(index, { message: `%${from} has no output ${output}`, node: index });
        }
      }
      const found = outputTypes(node, args, batch, 'float64');
      if (found !== null && 'error' in found) faults.set(index, { message: found.error, node: index });
      types.push(found !== null && 'error' in found ? null : found);
    });
  }
  return [...faults.values()];
}

function nameFaults(network: Network): Fault[] {
  const faults: Fault[] = [];
  const layers = new Set<string>();
  for (const { name } of network.layers) {
    if (layers.has(name)) faults.push({ message: `two layers are called ${name}`, node: null });
    layers.add(name);
  }
  const parameters = new Set<string>();
  network.nodes.forEach((node, index) => {
    if (node.kind !== 'parameter') return;
    if (parameters.has(node.name)) {
      faults.push({ message: `two parameters are called ${node.name}`, node: index });
    }
    parameters.add(node.name);
  });
  return faults;
}

function outputFaults(network: Network): Fault[] {
  const faults: Fault[] = [];
  for (const { node } of network.outputs) {
    if (!network.nodes[node]) faults.push({ message: `output %${node} does not exist`, node: null });
  }
  if (network.loss) {
    const { node: index } = network.loss;
    const node = network.nodes[index];
    // Of a circuit any value can be differentiated.
    const isLoss =
      node?.kind === 'op' && (network.circuit !== undefined || ops[node.call.op].role === 'loss');
    if (!isLoss) {
      faults.push({ message: 'the loss is not computed by a loss op', node: index });
    } else if (typesOf(network, checkedBatches(network)[0], 'float64')[index]?.[0]?.shape.length !== 0) {
      faults.push({ message: 'the loss is not a single number', node: index });
    }
  }
  return faults;
}
