/** Misplaced nonlinearity: exponential, step or softmax where a hidden activation should stand. */
import type { NodeIndex, OpNode } from '../../graph/network';
import { usersOf, type Users } from '../../graph/users';
import type { OpRole } from '../../ops/op';
import { usualLimits } from './limits';
import { feedsLoss, opAt, parametersOf, roleOf } from './paths';
import type { Rule, Subject, Verdict } from './rule';
import { isCall, layerName, opsOf, passesOn, placeIn } from './structure';

/** Activations that are made for something else than for hidden layers. */
export const nonlinearityMisplaced: Rule = {
  title: 'Misplaced nonlinearity',
  why: 'A step lets no gradient pass, a softmax makes the units of a layer compete for a sum of 1, and an exponential grows without measure.',
  *check(subject) {
    const { network } = subject;
    const users = usersOf(network);
    const found: OpNode[] = [];
    for (const [index, node] of opsOf(network)) {
      if (!isCall(node, 'step', 'exponential', 'softmax', 'softmin')) continue;
      if (!weightsBefore(subject, node)) continue;
      const hidden = goesToWeights(subject, users, index);
      if (node.call.op === 'step' ? feedsLoss(network, users, index) : hidden) found.push(node);
    }
    const exponentials = found.filter((node) => isCall(node, 'exponential')).length;
    for (const node of found) yield verdict(subject, node, exponentials);
  },
};

/** Whether what an op takes comes straight from a layer with trainable weights, a norm at most between. */
function weightsBefore({ network }: Subject, { args }: OpNode): boolean {
  let value = args[0];
  for (;;) {
    const node = value && opAt(network, value.node);
    if (!node) return false;
    if (isCall(node, 'linear', 'convolution', 'transposed-convolution')) {
      return parametersOf(network, node).some(({ role, trainable }) => role === 'weight' && trainable);
    }
    if (!passesOn(network, node) && roleOf(node) !== 'normalisation') return false;
    value = node.args[0];
  }
}

/** Whether all that an op gives is multiplied with the weights of a next layer: a softmax that weighs other values is no hidden activation. */
function goesToWeights({ network }: Subject, users: Users, from: NodeIndex): boolean {
  const outputs = new Set(network.outputs.map(({ node }) => node));
  const reached = new Set([from]);
  let weights = false;
  // Nodes that join the set while it is gone through are gone through as well.
  for (const index of reached) {
    if (outputs.has(index)) return false;
    for (const user of users[index] ?? []) {
      const node = opAt(network, user);
      if (node?.args[0]?.node !== index) return false;
      if (isCall(node, 'linear', 'convolution')) {
        if (!parametersOf(network, node).some(({ role }) => role === 'weight')) return false;
        weights = true;
      } else if (passesOn(network, node) || between.has(roleOf(node))) reached.add(user);
      else return false;
    }
  }
  return weights;
}

/** What may stand between a hidden activation and the next weights. */
const between: ReadonlySet<OpRole> = new Set<OpRole>(['normalisation', 'noise', 'pooling']);

const causes = {
  step: 'The derivative of a step is 0 everywhere: nothing before it gets a gradient.',
  exponential:
    'Its outputs and its derivative grow alike without end: one large score outweighs all others, forward and backward.',
  softmax:
    'Its outputs sum to 1, about one over the number of units each, and its derivatives are smaller still.',
} as const;

/** `exponentials`: how many hidden ones the network has; e to the power of e^x is beyond every number format from x = 7 on. */
function verdict(subject: Subject, node: OpNode, exponentials: number): Verdict {
  const { op } = node.call;
  const kind = op === 'step' || op === 'exponential' ? op : 'softmax';
  const count = kind === 'exponential' ? exponentials : 1;
  const severity = kind === 'step' || count > 1 ? 'error' : 'warning';
  return {
    severity,
    value: count,
    limit: usualLimits['nonlinearity-misplaced'][severity].value,
    message: `The ${op} ${layerName(subject.network, node)} stands ${kind === 'step' ? 'on the way of the gradient' : 'between two layers of weights'} (limit 0).`,
    cause: causes[kind],
    remedies:
      kind === 'step'
        ? ['Take sigmoid, which is a smooth step.', 'Or ReLU in a hidden layer.']
        : ['Take ReLU or tanh in a hidden layer.'],
    ...placeIn(subject, node),
  };
}
