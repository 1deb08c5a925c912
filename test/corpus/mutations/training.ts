/** Mistakes in the training and in the data. */
import { wordOf, type Draft, type Part } from '../draft';
import { head, hiddenPlain, layersOf, norms, weighted, type Mutation } from '../mutation';

/** Every kind by its name. */
export const trainingMutations = {
  'rate times 100': {
    rules: ['learning-rate', 'update-ratio'],
    apply: (draft) => rated(draft, (rate) => rate * 100),
  },
  'rate times 1000': {
    rules: ['learning-rate', 'update-ratio'],
    apply: (draft) => rated(draft, (rate) => rate * 1000),
  },
  'rate over 100,000': {
    rules: ['learning-rate', 'update-ratio'],
    apply: (draft) => rated(draft, (rate) => rate / 1e5),
  },
  'rate of zero': { rules: ['learning-rate', 'update-ratio'], apply: (draft) => rated(draft, () => 0) },
  'clipped at a norm of a millionth': {
    rules: ['clipping', 'update-ratio'],
    apply: (draft) => {
      if (!draft.train) return null;
      draft.train['clip-norm'] = 1e-6;
      return ['train', 'network', ...layersOf(weighted(draft))];
    },
  },
  'gradients never zeroed': {
    rules: ['missing-zero-grad'],
    apply: (draft) => {
      if (!draft.train) return null;
      draft.train['zero-grad'] = false;
      return ['train', 'network'];
    },
  },
  'batches of one with batch norm': {
    rules: ['norm-misuse'],
    apply: (draft) => {
      const flat =
        draft.input.length === 1 && norms(draft).some(({ layer }) => wordOf(layer) === 'batch-norm');
      if (!flat || !draft.train) return null;
      draft.batch = 1;
      draft.train['batch'] = 1;
      return layersOf([...norms(draft), ...hiddenPlain(draft)]);
    },
  },
  'inputs 255 times as large': {
    rules: ['input-scale'],
    apply: (draft) => {
      if (!draft.data || !('file' in draft.data)) return null;
      const { scale } = draft.data;
      draft.data['scale'] = 255 * (typeof scale === 'number' ? scale : 1);
      return ['data'];
    },
  },
  'missing numbers in the inputs': {
    rules: ['non-finite'],
    apply: (draft) => withTable(draft, 'gaps', ['data']),
  },
  'raw pixels': {
    rules: ['input-scale'],
    apply: (draft) => {
      if (draft.data?.['scale'] === undefined) return null;
      delete draft.data['scale'];
      return ['data'];
    },
  },
  'prices in dollars': {
    rules: ['initial-loss'],
    apply: (draft) =>
      draft.loss === 'mse' ? withTable(draft, 'dollars', ['data', 'loss', 'network']) : null,
  },
  'targets of a ten-millionth': {
    // Plain gradient descent does not move either.
    rules: ['half-precision', 'update-ratio'],
    severity: 'information',
    apply: (draft) => {
      const found = withTable(draft, 'tiny', ['data', 'network', ...layersOf(weighted(draft))]);
      // With a head of any other size the first loss would be far over chance, which is another mistake.
      if (found) head(draft)['init'] = 'zeros';
      return found;
    },
  },
} as const satisfies Record<string, Mutation>;

function rated(draft: Draft, change: (rate: number) => number): readonly Part[] | null {
  const rate = draft.train?.['rate'];
  if (!draft.train || typeof rate !== 'number') return null;
  draft.train['rate'] = change(rate);
  return ['train', 'network', ...layersOf(weighted(draft))];
}

/** The originals that have a table in another variant. */
const variants = {
  gaps: /^(housing|sensors|tags)\.csv$/,
  dollars: /^housing\.csv$/,
  tiny: /^(housing|sensors)\.csv$/,
} as const;

/** Takes another variant of the corpus's own table; those of the examples have none. */
function withTable(
  draft: Draft,
  variant: keyof typeof variants,
  parts: readonly Part[],
): readonly Part[] | null {
  const file = draft.data?.['file'];
  if (!draft.data || typeof file !== 'string' || !variants[variant].test(file)) return null;
  draft.data['file'] = file.replace('.csv', `-${variant}.csv`);
  return parts;
}
