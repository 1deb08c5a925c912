/** Lets weights start otherwise: the arguments `kernel_initializer` and its kin, by a word or by an object of keras.initializers. */
import { Refused, type Change } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import type { LayerIndex } from '../../../graph/network';
import type { Plain } from '../../reader';
import { pythonText, setArgument } from '../../program/edit/callText';
import { placesOf, type Place, type Site } from '../../program/edit/site';
import { calleeOf, isKeras1, spell } from './spelling';

/** The changes. @throws Refused */
export function initialise(site: Site, layers: readonly LayerIndex[], to: Plain): readonly Change[] {
  return placesOf(site, layers).flatMap((place) => started(site, place, to));
}

/** Our initialisations by Keras's words. Its normal ones are cut at two standard deviations and have the same variance. */
const words: Readonly<Record<string, string>> = {
  'he-normal': 'he_normal',
  'truncated-he-normal': 'he_normal',
  'he-uniform': 'he_uniform',
  'xavier-normal': 'glorot_normal',
  'truncated-xavier-normal': 'glorot_normal',
  'xavier-uniform': 'glorot_uniform',
  'lecun-normal': 'lecun_normal',
  'truncated-lecun-normal': 'lecun_normal',
  'lecun-uniform': 'lecun_uniform',
  orthogonal: 'orthogonal',
  zeros: 'zeros',
  ones: 'ones',
  keras: 'glorot_uniform',
};

/** Initialisations with a number: the class, and what it is given. */
const objects: Readonly<Record<string, readonly [cls: string, given: (value: number) => string]>> = {
  normal: ['RandomNormal', (std) => `stddev=${pythonText(std)}`],
  'truncated-normal': ['TruncatedNormal', (std) => `stddev=${pythonText(std)}`],
  uniform: ['RandomUniform', (bound) => `minval=${pythonText(-bound)}, maxval=${pythonText(bound)}`],
  constant: ['Constant', (value) => `value=${pythonText(value)}`],
  orthogonal: ['Orthogonal', (gain) => `gain=${pythonText(gain)}`],
};

/** A start as an argument has it. @throws Refused where Keras has none */
export function startText(site: Site, to: Plain): string {
  const [word, argument] = wordOf(to);
  const own = word === null || argument !== null ? undefined : words[word];
  if (own !== undefined) return pythonText(own);
  if (isKeras1(site)) throw new Refused('The starts of Keras 1 are words; please write this one by hand.');
  const found = word === null ? undefined : objects[word];
  if (!found || typeof argument !== 'number')
    throw new Refused('Keras has no word for this start; please write it by hand.');
  const [cls, given] = found;
  return `${spell(site, `initializers.${cls}`)}(${given(argument)})`;
}

/** Layers with weights, and the arguments that say how those of each start. */
const rows: readonly (readonly [callees: RegExp, names: readonly string[]])[] = [
  [/^SeparableConv/, ['depthwise_initializer', 'pointwise_initializer']],
  [/^DepthwiseConv/, ['depthwise_initializer']],
  [/^Embedding$/, ['embeddings_initializer']],
  [/Dense|Conv|LSTM|GRU|RNN|MultiHeadAttention/, ['kernel_initializer']],
];

function started(site: Site, { call, name }: Place, to: Plain): readonly Change[] {
  const callee = calleeOf(site.page, call);
  const names = rows.find(([callees]) => callees.test(callee))?.[1];
  if (!names) throw new Refused(`${name} has no weights that start by a word.`);
  const text = startText(site, to);
  return names.flatMap((each) => setArgument(site.page, call, null, isKeras1(site) ? 'init' : each, text));
}
