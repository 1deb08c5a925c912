/** How rules speak of a loss: by our names, or as a program of Keras writes it, where one name takes probabilities or, when it is told so, scores. */
import type { Network } from '../../graph/network';
import { isCall, type Prediction } from './structure';

/** What sentences about one loss are made of. */
export interface LossWords {
  readonly name: string;
  /** How the same loss takes probabilities in place of scores; empty where we have no such loss. */
  readonly withoutLogits: readonly string[];
  /** How the same loss takes scores in place of probabilities. */
  readonly withLogits: readonly string[];
  /** How a softmax of this name gets a loss that suits it; without a point. */
  readonly forShares: (softmax: string) => string;
  /** The loss for two classes in one unit, after the word "Or"; without a point. */
  readonly forOneUnit: string;
}

/** The words for the loss of a network. */
export function lossWords({ framework }: Network, prediction: Prediction): LossWords {
  return framework === 'keras' ? kerasWords(prediction) : ownWords(prediction);
}

function ownWords({ loss }: Prediction): LossWords {
  const isBinary = isCall(loss, 'binary-cross-entropy');
  return {
    name: loss.call.op,
    withoutLogits: isCall(loss, 'bce-logits') ? ['Or take the loss binary-cross-entropy.'] : [],
    withLogits: isBinary ? ['Or take the loss bce-logits, which has the sigmoid within it.'] : [],
    forShares: (softmax) => `Take the loss cross-entropy and delete ${softmax}`,
    forOneUnit: 'take the loss bce-logits for two classes in one unit',
  };
}

/** The losses that Keras names otherwise. */
const names: Readonly<Record<string, string>> = {
  'cross-entropy': 'categorical_crossentropy',
  nll: 'categorical_crossentropy',
  'binary-cross-entropy': 'binary_crossentropy',
  'bce-logits': 'binary_crossentropy',
  kl: 'kl_divergence',
  mse: 'mean_squared_error',
  l1: 'mean_absolute_error',
  'log-cosh': 'log_cosh',
};

function kerasWords({ loss, ofProbabilities }: Prediction): LossWords {
  const word = names[loss.call.op] ?? loss.call.op;
  const ofLogits = isCall(loss, 'bce-logits') || (isCall(loss, 'cross-entropy') && !ofProbabilities);
  const isEntropy = isCall(loss, 'cross-entropy', 'nll', 'binary-cross-entropy', 'bce-logits');
  return {
    name: ofLogits ? `${word} with from_logits=True` : word,
    withoutLogits: ofLogits ? ['Or leave out from_logits=True.'] : [],
    withLogits: isEntropy && !ofLogits ? ['Or tell the loss from_logits=True.'] : [],
    forShares: () => 'Take the loss categorical_crossentropy, which suits a softmax',
    forOneUnit: 'take sigmoid and the loss binary_crossentropy for two classes in one unit',
  };
}
