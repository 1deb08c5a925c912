/** Mistakes in how weights and biases start. */
import { wordOf, type Draft, type Layer, type Part } from '../draft';
import {
  behind,
  embeddings,
  hiddenActivations,
  hiddenPlain,
  isNormalised,
  isResidual,
  layersOf,
  recurrent,
  weighted,
  type Mutation,
} from '../mutation';

/** Every kind by its name. */
export const initialisationMutations = {
  'all weights zero': {
    rules: ['symmetric-init', 'no-gradient', 'init-scale'],
    apply: (draft) => initialised(draft, 'zeros'),
  },
  'all weights one constant': {
    rules: ['symmetric-init'],
    apply: (draft) => initialised(draft, { constant: 0.05 }),
  },
  'one hidden layer zero': {
    rules: ['symmetric-init', 'no-gradient', 'dead-relu', 'init-scale'],
    apply: (draft) => inTheMiddle(draft, (layer) => (layer['init'] = 'zeros')),
  },
  'weights N(0, 0.001)': {
    rules: ['init-scale', 'vanishing'],
    apply: (draft) => (isNormalised(draft) ? null : initialised(draft, { normal: 0.001 })),
  },
  'deep with weights N(0, 0.01)': {
    rules: ['init-scale', 'vanishing'],
    apply: (draft) =>
      isNormalised(draft) || weighted(draft).length < 4 ? null : initialised(draft, { normal: 0.01 }),
  },
  'weights N(0, 1)': {
    rules: ['init-scale', 'exploding', 'saturation'],
    // With few inputs it is no other than He's, and sigmoids bear four times Glorot's (Glorot and Bengio 2010).
    apply: (draft) => {
      const sigmoids = hiddenActivations(draft).some(({ layer }) => 'sigmoid' in layer);
      const wide = hiddenPlain(draft).some(({ layer }) => Number(layer['linear']) >= 48);
      return wide && !sigmoids && !isNormalised(draft) ? initialised(draft, { normal: 1 }) : null;
    },
  },
  'bounded activations saturated by weights N(0, 5)': {
    rules: ['saturation', 'init-scale', 'vanishing', 'exploding'],
    apply: (draft) => {
      const bounded = hiddenActivations(draft).some(({ layer }) => /^(tanh|sigmoid)$/.test(wordOf(layer)));
      return bounded ? initialised(draft, { normal: 5 }) : null;
    },
  },
  'one layer a thousand times too large': {
    rules: ['layer-imbalance', 'init-scale'],
    under: ['exploding', 'saturation'],
    apply: (draft) => inTheMiddle(draft, (layer) => (layer['init'] = { 'he-normal': 1000 })),
  },
  'one layer a thousand times too small': {
    rules: ['layer-imbalance', 'init-scale'],
    under: ['vanishing'],
    apply: (draft) => inTheMiddle(draft, (layer) => (layer['init'] = { 'he-normal': 0.001 })),
  },
  'biases at -10 before a ReLU': {
    rules: ['dead-relu', 'no-gradient'],
    apply: (draft) => inTheMiddle(draft, (layer) => (layer['bias-init'] = { constant: -10 }), ['relu']),
  },
  'exploding recurrent weights': {
    rules: ['recurrent-gradient', 'init-scale', 'exploding', 'saturation'],
    // Gates bound what they let pass; a plain recurrence multiplies at every step.
    apply: (draft) => {
      if (!recurrent(draft).some(({ layer }) => 'rnn' in layer)) return null;
      return ofTheRecurrence(draft, { normal: 1 });
    },
  },
  'vanishing recurrent weights over a long sequence': {
    rules: ['recurrent-gradient', 'init-scale', 'vanishing'],
    apply: (draft) => {
      if (draft.input.length === 2 && recurrent(draft).length > 0) draft.input = longer(draft);
      return ofTheRecurrence(draft, { normal: 0.01 });
    },
  },
} as const satisfies Record<string, Mutation>;

function initialised(draft: Draft, init: unknown): readonly Part[] {
  const all = layersOf(weighted(draft));
  for (const layer of all) {
    layer['init'] = init;
    delete layer['recurrent-init'];
  }
  // What stands before the first of them loses its gradient too.
  return [...all, ...layersOf(embeddings(draft))];
}

/** Changes one hidden layer of a plain chain, the middle one, which no norm follows but one of these activations, if any are given. */
function inTheMiddle(
  draft: Draft,
  change: (layer: Layer) => void,
  activations: readonly string[] = [],
): readonly Part[] | null {
  if (isResidual(draft)) return null;
  const able = hiddenPlain(draft).filter((standing) => {
    const next = behind(standing);
    const word = next ? wordOf(next) : '';
    return word !== 'batch-norm' && (activations.length === 0 || activations.includes(word));
  });
  const layer = able[able.length >> 1]?.layer;
  if (!layer) return null;
  change(layer);
  return [layer];
}

function ofTheRecurrence(draft: Draft, init: unknown): readonly Part[] | null {
  const found = layersOf(recurrent(draft));
  for (const layer of found) layer['recurrent-init'] = init;
  return found.length === 0 ? null : found;
}

/** As many numbers in more steps where they are data, else more noise. */
function longer({ input: [time = 1, features = 1], data }: Draft): number[] {
  return data ? [time * features, 1] : [100, features];
}
