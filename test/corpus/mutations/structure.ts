/** Mistakes in what stands between the layers. */
import {
  beside,
  everyLayer,
  exchange,
  takeOut,
  wordOf,
  type Draft,
  type Layer,
  type Part,
  type Standing,
} from '../draft';
import {
  hiddenActivations,
  hiddenPlain,
  isPerceptron,
  layersOf,
  norms,
  weighted,
  type Mutation,
} from '../mutation';

/** Every kind by its name. */
export const structureMutations = {
  'sigmoid, seven layers deeper': {
    rules: ['vanishing'],
    apply: (draft) => {
      if (!isPerceptron(draft)) return null;
      for (const standing of hiddenActivations(draft)) exchange(standing, { sigmoid: null });
      return deeper(draft, 7, 'sigmoid', { init: 'xavier-uniform' });
    },
  },
  'sigmoid in six convolutions': {
    rules: ['vanishing'],
    apply: (draft) => {
      const convolutions = hiddenPlain(draft).filter(({ layer }) => 'conv2d' in layer);
      const [first] = convolutions;
      if (convolutions.length < 2 || !first || norms(draft).length > 0) return null;
      for (const standing of hiddenActivations(draft)) exchange(standing, { sigmoid: null });
      const [activated] = hiddenActivations(draft);
      if (!activated) return null;
      const more = { conv2d: first.layer['conv2d'], kernel: 3, padding: 1, init: 'xavier-uniform' };
      beside(activated, 'behind', { repeat: 6 - convolutions.length, layers: [more, { sigmoid: null }] });
      return [first.layer];
    },
  },
  "tanh, twenty layers deeper under PyTorch's default": {
    rules: ['vanishing'],
    apply: (draft) => deeper(draft, 20, 'tanh', {}),
  },
  "ReLU, twenty layers deeper under PyTorch's default": {
    rules: ['vanishing'],
    apply: (draft) => deeper(draft, 20, 'relu', {}),
  },
  'no activation anywhere between layers': {
    rules: ['linear-stack'],
    apply: (draft) => {
      const found = betweenPlain(draft);
      for (const standing of found) takeOut(standing);
      return found.length === 0 ? null : layersOf(weighted(draft));
    },
  },
  'one activation forgotten': {
    rules: ['linear-stack'],
    apply: (draft) => {
      const [first] = betweenPlain(draft);
      if (!first) return null;
      const neighbours = around(draft, first.layer);
      takeOut(first);
      return neighbours;
    },
  },
  'a hidden exponential': {
    rules: ['nonlinearity-misplaced'],
    apply: (draft) => firstHidden(draft, 'exponential'),
  },
  'a hidden softmax': {
    rules: ['nonlinearity-misplaced'],
    apply: (draft) => firstHidden(draft, 'softmax'),
  },
  'a hidden step': {
    rules: ['nonlinearity-misplaced', 'no-gradient'],
    apply: (draft) => firstHidden(draft, 'step'),
  },
  'a layer that nothing uses': {
    rules: ['no-gradient'],
    apply: (draft) => {
      const last = weighted(draft).at(-1);
      const before = last?.list[last.list.indexOf(last.layer) - 1];
      if (!last || !before || wordOf(before) === 'repeat' || draft.input.length > 2) return null;
      before['id'] ??= 'before-head';
      last.layer['from'] = before['id'];
      return [beside(last, 'before', { linear: 8, id: 'unused' })];
    },
  },
  'dropout of 0.9': {
    rules: ['dropout'],
    apply: (draft) => {
      const written = everyLayer(draft).find(({ layer }) => wordOf(layer) === 'dropout');
      if (written) return [exchange(written, { dropout: 0.9 })];
      const last = hiddenActivations(draft).at(-1);
      if (!last) return null;
      const dropout = beside(last, 'behind', { dropout: 0.9 });
      return [dropout];
    },
  },
  'dropout before batch norm': {
    rules: ['norm-misuse'],
    apply: (draft) => {
      const norm = norms(draft).findLast(({ layer }) => wordOf(layer) === 'batch-norm');
      return norm ? [beside(norm, 'before', { dropout: 0.5 })] : null;
    },
  },
  'biases before batch norm': {
    rules: ['norm-misuse'],
    severity: 'information',
    apply: (draft) => {
      const biased = weighted(draft).filter(({ layer }) => layer['bias'] === false);
      for (const { layer } of biased) delete layer['bias'];
      return biased.length === 0 ? null : layersOf(biased);
    },
  },
} as const satisfies Record<string, Mutation>;

/** Puts layers of the first hidden width behind the first hidden activation of a plain chain. */
function deeper(draft: Draft, times: number, activation: string, options: Layer): readonly Part[] | null {
  const [activated] = hiddenActivations(draft);
  const [first] = weighted(draft);
  if (!isPerceptron(draft) || !activated || !first) return null;
  const layers = [{ linear: first.layer['linear'], ...options }, { [activation]: null }];
  beside(activated, 'behind', { repeat: times, layers });
  return [first.layer];
}

/** Activations between two layers that make a linear one together; a maximum between them is no linear function. */
function betweenPlain(draft: Draft): readonly Standing[] {
  const plain = new Set(layersOf(hiddenPlain(draft)));
  const words = everyLayer(draft).map(({ layer }) => wordOf(layer));
  if (words.includes('lstm') || words.includes('gru') || words.includes('rnn')) return [];
  return hiddenActivations(draft).filter(({ layer }) => {
    if ('id' in layer) return false;
    const [before, after] = around(draft, layer);
    return (
      before !== undefined && plain.has(before) && after !== undefined && !hasMaximum(draft, before, after)
    );
  });
}

function hasMaximum(draft: Draft, before: Layer, after: Layer): boolean {
  const all = layersOf(everyLayer(draft));
  return all.slice(all.indexOf(before), all.indexOf(after)).some((layer) => wordOf(layer) === 'max-pool');
}

/** The nearest layers with weights before and behind a layer. */
function around(draft: Draft, layer: Layer): readonly Layer[] {
  const all = layersOf(everyLayer(draft));
  const weights = new Set(layersOf(weighted(draft)));
  const place = all.indexOf(layer);
  const before = all.slice(0, place).findLast((each) => weights.has(each));
  const after = all.slice(place).find((each) => weights.has(each));
  return [before, after].filter((each) => each !== undefined);
}

/** Puts another function in the place of the first hidden activation that nothing names. */
function firstHidden(draft: Draft, word: string): readonly Part[] | null {
  const standing = hiddenActivations(draft).find(({ layer }) => !('id' in layer));
  if (!standing) return null;
  const neighbours = around(draft, standing.layer).slice(0, 1);
  return [exchange(standing, { [word]: null }), ...neighbours];
}
