/** What a mutation is: one kind of mistake that people make, and what a diagnosis of it has to say. */
import type { Severity } from '../../src/base/problem';
import type { RuleId } from '../../src/analysis/report';
import { everyLayer, wordOf, type Draft, type Layer, type Part, type Standing } from './draft';

/** One kind of mistake. */
export interface Mutation {
  /** The rules that name it; any of them. */
  readonly rules: readonly RuleId[];
  /** Rules that name something which follows from the mistake as well, under which one of `rules` may be folded. */
  readonly under?: readonly RuleId[];
  /** The least severity that it deserves; a warning unless given. */
  readonly severity?: Severity;
  /** Makes the mistake in a draft and says at which parts a finding about it may point; null where it would be no mistake. */
  apply(draft: Draft): readonly Part[] | null;
}

const weightWords = ['linear', 'conv2d', 'rnn', 'lstm', 'gru', 'attention'];
const recurrentWords = ['rnn', 'lstm', 'gru'];
const normWords = ['batch-norm', 'layer-norm'];
const activationWords = ['relu', 'leaky-relu', 'tanh', 'sigmoid', 'selu', 'gelu', 'softmax', 'log-softmax'];

function among(draft: Draft, words: readonly string[]): readonly Standing[] {
  return everyLayer(draft).filter(({ layer }) => words.includes(wordOf(layer)));
}

/** The layers with weights, from the first to the head. */
export const weighted = (draft: Draft): readonly Standing[] => among(draft, weightWords);

/** The recurrent layers. */
export const recurrent = (draft: Draft): readonly Standing[] => among(draft, recurrentWords);

/** The tables of vectors. */
export const embeddings = (draft: Draft): readonly Standing[] => among(draft, ['embedding']);

/** The norms. */
export const norms = (draft: Draft): readonly Standing[] => among(draft, normWords);

/** The activations that stand before a layer with weights. */
export function hiddenActivations(draft: Draft): readonly Standing[] {
  const all = everyLayer(draft);
  const last = all.findLastIndex(({ layer }) => weightWords.includes(wordOf(layer)));
  return all.slice(0, last).filter(({ layer }) => activationWords.includes(wordOf(layer)));
}

/** Fully connected and convolutional layers before the head. */
export function hiddenPlain(draft: Draft): readonly Standing[] {
  return weighted(draft)
    .slice(0, -1)
    .filter(({ layer }) => ['linear', 'conv2d'].includes(wordOf(layer)));
}

/** The last layer with weights. */
export function head(draft: Draft): Layer {
  const found = weighted(draft).at(-1);
  if (!found) throw new Error('an original has layers with weights');
  return found.layer;
}

/** The layer that stands right behind another one in its list. */
export function behind({ layer, list }: Standing): Layer | undefined {
  return list[list.indexOf(layer) + 1];
}

/** Whether anything normalises what the weights make. */
export const isNormalised = (draft: Draft): boolean => norms(draft).length > 0;

/** Whether branches come together. */
export const isResidual = (draft: Draft): boolean => among(draft, ['add']).length > 0;

/** Whether it is a plain chain of fully connected layers with activations. */
export function isPerceptron(draft: Draft): boolean {
  const words = new Set(everyLayer(draft).map(({ layer }) => wordOf(layer)));
  return [...words].every(
    (word) => word === 'linear' || word === 'dropout' || activationWords.includes(word),
  );
}

/** The layers of several standings. */
export const layersOf = (standings: readonly Standing[]): readonly Layer[] =>
  standings.map(({ layer }) => layer);

/** Whether the last layer of all is of one of these words. */
export function endsWith(draft: Draft, ...words: readonly string[]): boolean {
  const last = draft.layers.at(-1);
  return last !== undefined && words.includes(wordOf(last));
}

/** Puts an activation behind the last layer. */
export function append(draft: Draft, word: string): Layer {
  const layer = { [word]: null };
  draft.layers.push(layer);
  return layer;
}

/** Puts another activation in the place of the last layer. */
export function exchangeLast(draft: Draft, word: string): Layer {
  draft.layers.pop();
  return append(draft, word);
}

/** Lets noise of the same shape stand for the data, where the mistake would make the targets no targets. */
export function withoutData(draft: Draft): void {
  delete draft.data;
}
