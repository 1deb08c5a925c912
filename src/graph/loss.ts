/** What each loss compares a prediction with, and the nodes that compute it. */
import type { Span } from '../base/span';
import type { OpCall } from '../ops/table';
import type { Attributes } from '../ops/op';
import type { LossName } from '../ops/losses/table';
import type { Shape } from '../tensor/tensor';
import type { NetworkBuilder } from './builder';
import type { Network, TargetNode, Value } from './network';

/** The target of a loss, its place left out. */
export type TargetShape = Omit<TargetNode, 'kind' | 'span'>;

/** What a source can say about targets that the op learns from the target itself. */
export interface TargetOptions {
  /** Probabilities in place of class indices, where a loss takes both. */
  readonly soft?: boolean;
  /** The number of labels of one sample: ctc. */
  readonly length?: number;
  /** The number of classes, where the prediction does not say it: circle. */
  readonly classes?: number;
}

type TargetOf = (sample: Shape, attributes: Attributes, options: TargetOptions) => TargetShape;

/** How a loss is called. */
interface LossUse {
  /** The target by the shape of one predicted sample; null for losses that compare with nothing. */
  readonly target: TargetOf | null;
  /** Where the target stands among the arguments; behind the first prediction unless said. */
  readonly place?: number;
}

/** Floats of the shape of the prediction. */
const like =
  (meaning: 'values' | 'probabilities' | 'binary' | 'signs' | 'counts'): TargetOf =>
  (sample) => ({ sampleShape: sample, meaning, classCount: 0 });

function classTarget(sample: Shape, place: number, soft: boolean): TargetShape {
  if (soft) return { sampleShape: sample, meaning: 'probabilities', classCount: 0 };
  return {
    sampleShape: sample.filter((_, index) => index !== place),
    meaning: 'classes',
    classCount: sample[place] ?? 0,
  };
}

/** Class indices where the scores have an axis of classes: the first behind the samples, as in PyTorch, or the last. */
const classIndices: TargetOf = (sample, { axis, ignoreIndex = -100 }, { soft = false }) => ({
  ...classTarget(sample, axis === -1 ? sample.length - 1 : 0, soft),
  ...(typeof ignoreIndex === 'number' && !soft && { ignored: ignoreIndex }),
});

const lastClasses: TargetOf = (sample, _attributes, { soft = false }) =>
  classTarget(sample, sample.length - 1, soft);

/** Lists of classes as long as there are classes, filled up with -1. */
const classLists: TargetOf = (sample) => ({
  sampleShape: sample,
  meaning: 'classes',
  classCount: sample.at(-1) ?? 0,
  ignored: -1,
});

/** As many labels as the source says; without a word as many as fit with a blank beside each. */
const labelSequence: TargetOf = ([times = 1, classCount = 0], { blank = 0 }, { length }) => ({
  sampleShape: [length ?? Math.max(1, Math.floor(times / 2))],
  meaning: 'classes',
  classCount,
  ...(typeof blank === 'number' && { blank }),
});

const oneLabel: TargetOf = (_sample, _attributes, { classes = 10 }) => ({
  sampleShape: [],
  meaning: 'classes',
  classCount: classes,
});

const oneSign: TargetOf = (sample) => ({ sampleShape: sample.slice(0, -1), meaning: 'signs', classCount: 0 });

const values: LossUse = { target: like('values') };
const binary: LossUse = { target: like('binary') };
const signs: LossUse = { target: like('signs') };
const counts: LossUse = { target: like('counts') };
const rows: LossUse = { target: lastClasses };

const uses: Readonly<Record<LossName, LossUse>> = {
  mse: values,
  l1: values,
  'smooth-l1': values,
  huber: values,
  'log-cosh': values,
  'mean-absolute-percentage': values,
  'mean-squared-logarithmic': counts,
  'cross-entropy': { target: classIndices },
  nll: { target: classIndices },
  'categorical-focal': rows,
  'generalized-cross-entropy': rows,
  'binary-cross-entropy': binary,
  'bce-logits': binary,
  focal: binary,
  dice: binary,
  tversky: binary,
  kl: { target: like('probabilities') },
  'poisson-nll': counts,
  'gaussian-nll': values,
  hinge: binary,
  'squared-hinge': binary,
  'soft-margin': signs,
  'hinge-embedding': signs,
  'categorical-hinge': rows,
  'multi-margin': rows,
  'multi-label-margin': { target: classLists },
  'multi-label-soft-margin': binary,
  'margin-ranking': { ...signs, place: 2 },
  'cosine-embedding': { target: oneSign, place: 2 },
  'cosine-similarity': values,
  'triplet-margin': { target: null },
  circle: { target: oneLabel },
  ctc: { target: labelSequence },
  'output-energy': { target: null },
};

/** Losses that know their two classes as -1 and 1 as well as 0 and 1. */
export const signedLosses: ReadonlySet<string> = new Set<LossName>(['hinge', 'squared-hinge']);

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
  options: TargetOptions = {},
): AddedLoss {
  const [prediction] = predictions;
  const type = prediction && builder.typeOf(prediction);
  if (!type) return { loss: null, target: null };
  const { target: targetOf, place = 1 } = uses[call.op];
  const shape = targetOf?.(type.shape.slice(1), call.attributes, options);
  const target: TargetNode | null = shape ? { kind: 'target', ...shape, span } : null;
  const args = target ? predictions.toSpliced(place, 0, builder.target(target)) : predictions;
  const value = builder.op(call, args, null, span);
  const loss = builder.typeOf(value) && { node: value.node, name: call.op, span };
  return { loss, target: loss && target };
}
