/** Mistakes in the last activation, the loss and the number of outputs. */
import type { Draft, Part } from '../draft';
import { append, endsWith, exchangeLast, head, withoutData, type Mutation } from '../mutation';

const distances = ['mse', 'l1', 'huber'];

/** Every kind by its name. */
export const outputMutations = {
  'softmax before cross-entropy': { rules: ['loss-mismatch'], apply: (draft) => scored(draft, 'softmax') },
  'sigmoid before cross-entropy': {
    rules: ['output-activation'],
    apply: (draft) => scored(draft, 'sigmoid'),
  },
  'tanh before cross-entropy': { rules: ['output-activation'], apply: (draft) => scored(draft, 'tanh') },
  'relu before cross-entropy': { rules: ['output-activation'], apply: (draft) => scored(draft, 'relu') },
  'scores into the negative log-likelihood': {
    rules: ['loss-mismatch'],
    apply: (draft) => {
      if (draft.loss === 'nll' && endsWith(draft, 'log-softmax')) draft.layers.pop();
      else if (isScored(draft)) draft.loss = 'nll';
      else return null;
      return ['loss', head(draft)];
    },
  },
  'probabilities into the negative log-likelihood': {
    rules: ['loss-mismatch'],
    apply: (draft) => {
      if (draft.loss === 'nll' && endsWith(draft, 'log-softmax'))
        return ['loss', exchangeLast(draft, 'softmax'), head(draft)];
      if (!isScored(draft)) return null;
      draft.loss = 'nll';
      return ['loss', append(draft, 'softmax'), head(draft)];
    },
  },
  'softmax on one unit': {
    rules: ['output-activation'],
    apply: (draft) => {
      if (!isBinary(draft)) return null;
      const softmax = endsWith(draft, 'sigmoid') ? exchangeLast(draft, 'softmax') : append(draft, 'softmax');
      draft.loss = 'binary-cross-entropy';
      return [softmax, head(draft)];
    },
  },
  'sigmoid before a loss that has one': {
    rules: ['loss-mismatch'],
    apply: (draft) => {
      if (draft.loss === 'bce-logits') return ['loss', append(draft, 'sigmoid'), head(draft)];
      if (!endsWith(draft, 'sigmoid') || draft.loss !== 'binary-cross-entropy') return null;
      draft.loss = 'bce-logits';
      return ['loss', draft.layers.at(-1) ?? 'network', head(draft)];
    },
  },
  'scores into binary cross-entropy': {
    rules: ['loss-mismatch'],
    apply: (draft) => {
      if (draft.loss === 'bce-logits') draft.loss = 'binary-cross-entropy';
      else if (draft.loss === 'binary-cross-entropy' && endsWith(draft, 'sigmoid')) draft.layers.pop();
      else return null;
      return ['loss', head(draft)];
    },
  },
  'tanh before binary cross-entropy': {
    rules: ['output-activation'],
    apply: (draft) => bounded(draft, 'tanh'),
  },
  'relu before binary cross-entropy': {
    rules: ['output-activation'],
    apply: (draft) => bounded(draft, 'relu'),
  },
  'relu behind a regression with negative targets': {
    rules: ['output-activation'],
    apply: (draft) => regressed(draft, 'relu'),
  },
  'sigmoid behind a regression beyond 0 to 1': {
    rules: ['output-activation'],
    apply: (draft) => regressed(draft, 'sigmoid'),
  },
  'tanh behind a regression beyond -1 to 1': {
    rules: ['output-activation'],
    apply: (draft) => regressed(draft, 'tanh'),
  },
  'squared error of a softmax': {
    rules: ['loss-mismatch'],
    apply: (draft) => {
      if (!isScored(draft)) return null;
      withoutData(draft);
      draft.loss = 'mse';
      return ['loss', append(draft, 'softmax'), head(draft)];
    },
  },
  'binary cross-entropy of a softmax over several classes': {
    rules: ['loss-mismatch'],
    apply: (draft) => {
      if (!isScored(draft)) return null;
      withoutData(draft);
      draft.loss = 'binary-cross-entropy';
      return ['loss', append(draft, 'softmax'), head(draft)];
    },
  },
  'cross-entropy over one output': {
    rules: ['output-units', 'output-activation'],
    apply: (draft) => {
      if (!isBinary(draft)) return null;
      if (endsWith(draft, 'sigmoid')) draft.layers.pop();
      withoutData(draft);
      draft.loss = 'cross-entropy';
      return [head(draft)];
    },
  },
  'twice as many outputs as classes': {
    rules: ['output-units'],
    apply: (draft) => {
      const { linear } = head(draft);
      if (!draft.data || !['cross-entropy', 'nll'].includes(draft.loss) || typeof linear !== 'number')
        return null;
      head(draft)['linear'] = 2 * linear;
      return [head(draft)];
    },
  },
} as const satisfies Record<string, Mutation>;

function isScored({ loss }: Draft): boolean {
  return loss === 'cross-entropy';
}

/** One unit for two classes. */
function isBinary(draft: Draft): boolean {
  return ['binary-cross-entropy', 'bce-logits'].includes(draft.loss) && head(draft)['linear'] === 1;
}

function scored(draft: Draft, activation: string): readonly Part[] | null {
  return isScored(draft) ? [append(draft, activation), head(draft)] : null;
}

function bounded(draft: Draft, activation: string): readonly Part[] | null {
  if (draft.loss === 'bce-logits') return [append(draft, activation), head(draft)];
  if (draft.loss !== 'binary-cross-entropy' || !endsWith(draft, 'sigmoid')) return null;
  return [exchangeLast(draft, activation), head(draft)];
}

/** Only where the targets are known; those of the corpus are about standard normal. */
function regressed(draft: Draft, activation: string): readonly Part[] | null {
  if (!distances.includes(draft.loss) || !draft.data || !endsWith(draft, 'linear')) return null;
  return [append(draft, activation), head(draft)];
}
