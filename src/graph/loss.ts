/** What each loss compares a prediction with, and the nodes that compute it. */
import type { Span } from '../base/span';
import type { OpCall } from '../ops/table';
import type { LossName } from '../ops/losses/table';
import type { Shape } from '../tensor/tensor';
import type { NetworkBuilder } from './builder';
import type { Network, TargetNode, Value } from './network';

/** The target of a loss, its place left out. */
export type TargetShape = Omit<TargetNode, 'kind' | 'span'>;

const sameValues = (sample: Shape): TargetShape => ({
  sampleShape: sample,
  meaning: 'values',
  classCount: 0,
});

const probabilities = (sample: Shape): TargetShape => ({
  sampleShape: sample,
  meaning: 'probabilities',
  classCount: 0,
});

const binary = (sample: Shape): TargetShape => ({ sampleShape: sample, meaning: 'binary', classCount: 0 });

/** One class index where the prediction has a score per class along its first axis behind the batch, as in PyTorch. */
const classes = ([count = 0, ...others]: Shape): TargetShape => ({
  sampleShape: others,
  meaning: 'classes',
  classCount: count,
});

/** The target of every loss by the shape of one predicted sample; null for losses that compare with nothing. */
const targets: Readonly<Record<LossName, ((sample: Shape) => TargetShape) | null>> = {
  mse: sameValues,
  l1: sameValues,
  huber: sameValues,
  'cross-entropy': classes,
  nll: classes,
  'binary-cross-entropy': binary,
  'bce-logits': binary,
  hinge: binary,
  kl: probabilities,
  'output-energy': null,
};

/** A call of a loss. */
export type LossCall = OpCall<LossName>;

/** The loss of a network, and what it compares with. */
export interface AddedLoss {
  readonly loss: Network['loss'];
  readonly target: TargetNode | null;
}

/**
 * Adds the target and the loss. There is no loss when an opaque node stands in the way or the prediction does not fit, which is
 * then reported at `span`.
 */
export function addLoss(
  builder: NetworkBuilder,
  call: LossCall,
  predictions: readonly Value[],
  span: Span,
): AddedLoss {
  const [prediction] = predictions;
  const type = prediction && builder.typeOf(prediction);
  if (!type) return { loss: null, target: null };
  const shape = targets[call.op]?.(type.shape.slice(1));
  const target: TargetNode | null = shape ? { kind: 'target', ...shape, span } : null;
  const args = target ? [prediction, builder.target(target)] : predictions;
  const value = builder.op(call, args, null, span);
  const loss = builder.typeOf(value) && { node: value.node, name: call.op, span };
  return { loss, target: loss && target };
}
