/** Misuse of normalisation: a batch of one number, a bias that is taken away again, dropout directly before. */
import { percent, shortNumber } from '../../base/numbers';
import { listed } from '../../base/words';
import type { NodeIndex, OpNode } from '../../graph/network';
import { usersOf } from '../../graph/users';
import { sizeOf } from '../../tensor/tensor';
import { above, usualLimits, varianceShift } from './limits';
import { opAt, parametersOf, roleOf } from './paths';
import type { Rule, Subject, Verdict } from './rule';
import { isCall, layerName, opsOf, passesOn, placeIn, shapeOf } from './structure';

/** What stands directly before batch norm, and how many numbers it normalises. */
export const normMisuse: Rule = {
  title: 'Misuse of normalisation',
  why: 'Batch norm compares the samples of a batch: with one sample nothing is left, and what is added to all of them before is taken away again.',
  *check(subject) {
    const { network } = subject;
    const biased: OpNode[] = [];
    for (const [, node] of opsOf(network)) {
      if (!isCall(node, 'batch-norm')) continue;
      const single = singleNumber(subject, node);
      if (single) yield single;
      const before = sourceOf(subject, node);
      const dropped = before && shiftingDropout(subject, before);
      if (dropped) yield dropped;
      if (before && hasOwnBias(subject, before)) biased.push(before.node);
    }
    const useless = uselessBiases(subject, biased);
    if (useless) yield useless;
  },
};

interface Source {
  readonly index: NodeIndex;
  readonly node: OpNode;
}

/** The op that an op takes its first argument from, ops that only move elements left out. */
function sourceOf({ network }: Subject, { args }: OpNode): Source | null {
  let value = args[0];
  for (;;) {
    const node = value && opAt(network, value.node);
    if (!value || !node) return null;
    if (!passesOn(network, node)) return { index: value.node, node };
    value = node.args[0];
  }
}

/** How many samples a step has, where the source says so or the data have no more. */
function writtenBatch({ network }: Subject): number | null {
  const written = network.training?.batch ?? network.batch;
  const samples = network.dataset?.training.length ?? Infinity;
  if (written === null) return samples === 1 ? 1 : null;
  return Math.min(written, samples);
}

/** A channel of one number has mean itself and variance 0: its output is the shift, whatever comes in. */
function singleNumber(subject: Subject, node: OpNode): Verdict | null {
  if (!isCall(node, 'batch-norm') || writtenBatch(subject) !== 1 || !node.args[0]) return null;
  const shape = shapeOf(subject.network, node.args[0]);
  const { axis } = node.call.attributes;
  // Shapes are of two samples.
  const numbers = sizeOf(shape) / (shape.at(axis) ?? NaN) / 2;
  if (numbers !== 1) return null;
  const name = layerName(subject.network, node);
  return {
    severity: 'error',
    value: 1,
    limit: usualLimits['norm-misuse'].error.value,
    message: `The batch norm ${name} has 1 number a channel in training (limit: 2 or more).`,
    cause:
      'The batch is one sample: every number is its own mean, the output is the same for all inputs, and no gradient passes.',
    remedies: ['Take a batch of 16 samples or more.', `Or take layer norm in place of ${name}.`],
    ...placeIn(subject, node),
  };
}

/** Dropout with rate p makes the variance of inputs of mean 0 larger by 1 / (1 - p) in training than in evaluation (Li et al. 2018). */
function shiftingDropout(subject: Subject, { node }: Source): Verdict | null {
  if (!isCall(node, 'dropout', 'feature-dropout', 'gaussian-dropout')) return null;
  const { rate } = node.call.attributes;
  const factor = 1 / (1 - rate);
  const passed = above(factor, varianceShift);
  if (!passed || rate >= 1) return null;
  const name = layerName(subject.network, node);
  return {
    ...passed,
    value: factor,
    message: `The dropout ${name} of ${percent(rate)} stands directly before a batch norm: up to ${shortNumber(factor)} times the variance in training (limit ${shortNumber(passed.limit)}).`,
    cause: 'The running variance is learned with dropout and used without it.',
    remedies: ['Put dropout behind the last batch norm.', 'Or leave it out.'],
    ...placeIn(subject, node),
  };
}

/** Whether an op with weights adds a trainable bias of its own, and gives its output to the one op behind it alone. */
function hasOwnBias({ network }: Subject, { index, node }: Source): boolean {
  if (roleOf(node) !== 'weighted' || !isCall(node, 'linear', 'convolution', 'transposed-convolution'))
    return false;
  const bias = parametersOf(network, node).find(({ role }) => role === 'bias');
  return bias?.trainable === true && usersOf(network)[index]?.length === 1;
}

/** Batch norm subtracts the mean of each channel, and with it the bias; its own shift does what the bias was for. */
function uselessBiases(subject: Subject, nodes: readonly OpNode[]): Verdict | null {
  const [first] = nodes;
  if (!first) return null;
  const names = [...new Set(nodes.map((node) => layerName(subject.network, node)))];
  const who =
    names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} other layers` : listed(names);
  return {
    severity: 'information',
    value: nodes.length,
    limit: usualLimits['norm-misuse'].information.value,
    message: `The ${names.length === 1 ? 'bias' : 'biases'} of ${who} ${names.length === 1 ? 'stands' : 'stand'} directly before a batch norm (limit 0).`,
    cause:
      'Batch norm takes every constant away again and adds a shift of its own: the bias does nothing and learns nothing.',
    remedies: ['Leave the bias out (bias: false); it does no harm.'],
    ...placeIn(subject, first),
  };
}
