/** Linear stack: two weight layers with nothing between them that is not linear. */
import { counted } from '../../base/numbers';
import type { Network, NodeIndex, OpNode, ParameterNode } from '../../graph/network';
import { usersOf, type Users } from '../../graph/users';
import { sizeOf } from '../../tensor/tensor';
import { usualLimits } from './limits';
import { opAt, parametersOf, roleOf } from './paths';
import type { Rule, Subject, Verdict } from './rule';
import { isCall, layerName, opsOf, passesOn, placeIn, shapeOf } from './structure';

/** Pairs of fully connected or convolutional layers that are one layer in what they can do. */
export const linearStack: Rule = {
  title: 'Layers without an activation between them',
  why: 'Two linear layers in a row can do no more than one: the second costs numbers and time, and the network is less deep than it looks.',
  *check(subject) {
    for (const pair of linearPairs(subject.network)) yield verdict(subject, pair);
  },
  together: (_subject, worst, verdicts) =>
    `${counted(verdicts.length, 'pair')} of layers with no activation between them, first ${pairs(verdicts)} (limit ${worst.limit}).`,
};

/** Two layers with weights, and whether a max pool stands between them. */
export type LinearPair = readonly [first: OpNode, second: OpNode, pooled: boolean];

/** Pairs of layers with weights that nothing but linear stands between, or a max pool at most. */
export function* linearPairs(network: Network): Iterable<LinearPair> {
  const users = usersOf(network);
  const alone = weightedAlone(network);
  for (const [index, first] of opsOf(network)) {
    const second = alone.has(index) ? linearBehind(network, users, index) : null;
    if (second === null || !alone.has(second.index)) continue;
    const behind = opAt(network, second.index);
    if (behind && isStack(network, first, behind)) yield [first, behind, second.pooled];
  }
}

/** The name of the first pair as its own message has it. */
function pairs([first]: readonly Verdict[]): string {
  return (
    /^No(?:thing but a max pool| activation) stands between (.+) \(/.exec(first?.message ?? '')?.[1] ?? ''
  );
}

/**
 * The weighted ops that are the only one of their layer, with ordinary parameters: attention, recurrent layers and the like are
 * several, with reasons of their own.
 */
function weightedAlone(network: Network): ReadonlySet<NodeIndex> {
  const byLayer = new Map<number, NodeIndex[]>();
  for (const [index, node] of opsOf(network)) {
    if (node.layer === null || roleOf(node) !== 'weighted') continue;
    const known = byLayer.get(node.layer);
    if (known) known.push(index);
    else byLayer.set(node.layer, [index]);
  }
  const single = [...byLayer.values()].flatMap(([first, ...others]) =>
    first !== undefined && others.length === 0 ? [first] : [],
  );
  return new Set(
    single.filter((index) => {
      const node = opAt(network, index);
      return node !== null && isPlain(node) && parametersOf(network, node).every(isOrdinary);
    }),
  );
}

/** Whether a parameter trains and starts from a rule: one that is frozen or written number by number is what its author wants it to be. */
function isOrdinary({ trainable, initialisation, written }: ParameterNode): boolean {
  return trainable && (written === null || initialisation.values === undefined);
}

/** Fully connected layers, and convolutions that see all channels in windows of equal sides: parts of separable ones do not. */
function isPlain(node: OpNode): boolean {
  return isCall(node, 'linear') || (isCall(node, 'convolution') && node.call.attributes.groups === 1);
}

/** The weighted op that an op's output goes to and to nothing else, with moves, identities, dropout and batch norm alone between, or a max pool; or null. */
function linearBehind(
  network: Network,
  users: Users,
  from: NodeIndex,
): { readonly index: NodeIndex; readonly pooled: boolean } | null {
  const outputs = new Set(network.outputs.map(({ node }) => node));
  let index = from;
  let pooled = false;
  for (;;) {
    const [user, ...others] = users[index] ?? [];
    const node = user === undefined ? null : opAt(network, user);
    if (user === undefined || !node || others.length > 0 || outputs.has(index)) return null;
    if (node.args[0]?.node !== index) return null;
    if (roleOf(node) === 'weighted') return { index: user, pooled };
    pooled ||= isCall(node, 'max-pool');
    if (!passesOn(network, node) && !isCall(node, 'dropout', 'feature-dropout', 'batch-norm', 'max-pool'))
      return null;
    index = user;
  }
}

/** Numbers that a layer makes each output from, and how many outputs; null where its weight is not known. */
function widthsOf(
  network: Network,
  { args }: OpNode,
): { readonly inputs: number; readonly outputs: number } | null {
  const weight = args[1] && shapeOf(network, args[1]);
  if (!weight || weight.length < 2) return null;
  return { inputs: sizeOf(weight.slice(1)), outputs: weight[0] ?? 0 };
}

/**
 * A pair that is narrower between than at both ends is a factorisation: it has fewer numbers than one layer, on purpose. Windows with
 * unequal sides (3 x 1, 1 x 3) are parts of one, and single units in a chain have nothing to stack.
 */
function isStack(network: Network, first: OpNode, second: OpNode): boolean {
  const [before, behind] = [widthsOf(network, first), widthsOf(network, second)];
  if (!before || !behind) return false;
  const narrow = before.outputs < before.inputs && before.outputs < behind.outputs;
  const chain = before.inputs === 1 && before.outputs === 1 && behind.outputs === 1;
  return !narrow && !chain && hasEqualSides(network, first) && hasEqualSides(network, second);
}

function hasEqualSides(network: Network, { args }: OpNode): boolean {
  const sides = args[1] ? shapeOf(network, args[1]).slice(2) : [];
  return sides.every((side) => side === sides[0]);
}

/** The maximum of a window bends too, but lets no unit be silent: Caffe's LeNet had nothing else, a network without any activation is a slip. */
function verdict(subject: Subject, [first, second, pooled]: LinearPair): Verdict {
  const { network } = subject;
  const [one, other] = [layerName(network, first), layerName(network, second)];
  const { value: limit } = usualLimits['linear-stack'].warning;
  return {
    severity: pooled && hasHiddenActivation(network) ? 'information' : 'warning',
    value: 1,
    limit,
    message: `${pooled ? 'Nothing but a max pool' : 'No activation'} stands between ${one} and ${other} (1 pair, limit ${limit}).`,
    cause: pooled
      ? 'Where the pool takes the same places the two are one layer.'
      : 'The product of their weights is one matrix: a single layer can do the same.',
    remedies: ['Put an activation between them, ReLU for one.', 'Or leave one of them out.'],
    ...placeIn(subject, first),
  };
}

/** Whether anything between layers with weights bends but their pools: an activation whose output goes on to weights. */
function hasHiddenActivation(network: Network): boolean {
  const ops = opsOf(network).map(([, node]) => node);
  const last = ops.findLastIndex((node) => roleOf(node) === 'weighted');
  return ops.slice(0, last).some((node) => roleOf(node) === 'activation' && !isCall(node, 'identity'));
}
