/** What rules read of a network that need no run: what feeds the loss, what stands before and behind an op, and where it is written. */
import type { Network, Node, NodeIndex, OpNode, Value } from '../../graph/network';
import { typesOf } from '../../graph/shapes';
import type { OpCall, OpName } from '../../ops/table';
import type { Shape } from '../../tensor/tensor';
import { rowsOf, type Row } from '../rows';
import { roleOf } from './paths';
import type { Subject, Verdict } from './rule';

/** What the loss is given: the activations from the loss backwards, and the node behind which they stand. */
export interface Prediction {
  readonly loss: OpNode;
  /** Whether it takes probabilities where its op alone takes scores or logarithms: so do the losses of Keras unless they are told of logits. */
  readonly ofProbabilities: boolean;
  /** The nearest to the loss first; identities and ops that only move elements are left out. */
  readonly activations: readonly OpNode[];
  readonly source: Node | undefined;
}

/** The prediction that the loss takes; null without a loss, where the loss is not the user's word, and where it is the sum of several. */
export function predictionOf(network: Network): Prediction | null {
  const [only = null, ...others] = predictionsOf(network);
  return others.length === 0 ? only : null;
}

/** The predictions of all outputs that have a loss of their own, whose sum the network's is; none where the loss is not the user's word. */
export function predictionsOf(network: Network): readonly Prediction[] {
  const { loss, nodes, assumptions } = network;
  if (!loss || assumptions.some(({ about }) => about === 'loss')) return [];
  const predictions: Prediction[] = [];
  const open = [loss.node];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const node = nodes[index];
    if (isCall(node, 'add')) open.push(...node.args.map((value) => value.node).reverse());
    else if (node?.kind === 'op') predictions.push(predictionBefore(network, node));
  }
  return predictions;
}

function predictionBefore(network: Network, loss: OpNode): Prediction {
  const activations: OpNode[] = [];
  const given = network.framework === 'keras' ? givenToKeras(network, loss) : null;
  const ofProbabilities = given !== null;
  let value = given ?? loss.args[0];
  for (;;) {
    const node = value && network.nodes[value.node];
    const passed = node?.kind === 'op' && (passesOn(network, node) || roleOf(node) === 'activation');
    if (!passed) return { loss, ofProbabilities, activations, source: node };
    if (!passesOn(network, node)) activations.push(node);
    value = node.args[0];
  }
}

/**
 * The probabilities that a loss of Keras takes, before what it does to them itself: it divides those of classes by their sum, keeps them
 * off 0 and 1, and takes their logarithms, or takes the scores of a softmax in the place of its shares. Null where it takes none.
 */
function givenToKeras({ nodes, outputs }: Network, { call, args: [taken] }: OpNode): Value | null {
  if (!taken) return null;
  const behind = (value: Value | undefined, ...names: readonly OpName[]): Value | undefined => {
    const node = value && nodes[value.node];
    return isCall(node, ...names) ? node.args[0] : undefined;
  };
  if (call.op === 'binary-cross-entropy') return behind(taken, 'clamp') ?? taken;
  if (call.op === 'nll') return behind(behind(behind(taken, 'log'), 'clamp'), 'divide') ?? null;
  if (call.op === 'kl') return behind(behind(taken, 'log'), 'clamp') ?? null;
  if (call.op !== 'cross-entropy' || outputs.some((output) => isSame(output, taken))) return null;
  return (
    outputs.find((output) => {
      const scores = behind(output, 'softmax');
      return scores && isSame(scores, taken);
    }) ?? null
  );
}

function isSame(one: Value, other: Value): boolean {
  return one.node === other.node && one.output === other.output;
}

/** Whether an op hands on the elements of the one value that it takes, each as it was, though maybe not all. */
export function passesOn(network: Network, node: OpNode): boolean {
  if (isCall(node, 'identity')) return true;
  return roleOf(node) === 'movement' && !isCall(node, 'pad') && computedArguments(network, node) === 1;
}

/** How many of its arguments are computed or fed in, and no parameters, buffers or constants. */
function computedArguments({ nodes }: Network, { args }: OpNode): number {
  return args.filter(({ node }) => !['parameter', 'buffer', 'constant'].includes(nodes[node]?.kind ?? ''))
    .length;
}

/** Whether a node is an op of one of these names. */
export function isCall<Name extends OpName>(
  node: Node | undefined,
  ...names: readonly Name[]
): node is OpNode & { readonly call: OpCall<Name> } {
  return node?.kind === 'op' && names.some((name) => name === node.call.op);
}

/** The shape of a value for a batch of two; empty where it is not known. */
export function shapeOf(network: Network, { node, output }: Value): Shape {
  const types = known(shapes, network, () => typesOf(network, 2, 'float32'));
  return types[node]?.[output]?.shape ?? [];
}

const shapes = new WeakMap<Network, ReturnType<typeof typesOf>>();

/** How many classes a loss of class scores is given; 0 where that is not known. */
export function classesOf(network: Network, { call, args: [prediction] }: OpNode): number {
  const shape = prediction ? shapeOf(network, prediction) : [];
  const byAxis = call.op === 'cross-entropy' || call.op === 'nll';
  return (byAxis ? shape.at(call.attributes.axis ?? 1) : shape.at(-1)) ?? 0;
}

/** The name of the layer that an op belongs to, as the report calls it. */
export function layerName({ layers }: Network, { layer, call }: OpNode): string {
  return (layer === null ? undefined : layers[layer]?.name) ?? call.op;
}

/** Where an op is written, and its row in the report; a network that could not be run has no rows. */
export function placeIn(
  { network, report }: Subject,
  { layer, span }: OpNode,
): Pick<Verdict, 'layer' | 'span'> {
  const rows = known(rowsKnown, network, () => rowsOf(network));
  const row = rows.findIndex(
    (each) => layer !== null && (each.layer === layer || each.activationLayer === layer),
  );
  return {
    layer: report.layers[row] ? row : null,
    span: (layer === null ? undefined : network.layers[layer]?.span) ?? span,
  };
}

const rowsKnown = new WeakMap<Network, readonly Row[]>();

/** What is kept by network, since several rules ask for it. */
function known<Result>(store: WeakMap<Network, Result>, network: Network, make: () => Result): Result {
  const found = store.get(network) ?? make();
  store.set(network, found);
  return found;
}

/** All ops of a network with their indices. */
export function opsOf({ nodes }: Network): readonly (readonly [index: NodeIndex, node: OpNode])[] {
  return nodes.flatMap((node, index) => (node.kind === 'op' ? [[index, node] as const] : []));
}
