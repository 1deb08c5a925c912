/** The text that makes a layer of Keras: activations, norms, dropout and scaling, in the style of a call beside it. */
import { Refused } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import { pythonText } from '../../program/edit/callText';
import type { Call } from '../../program/edit/page';
import type { Site } from '../../program/edit/site';
import type { Plain } from '../../reader';
import { isKeras1, spellLayer } from './spelling';

/** Our activations whose names are Keras's but for the dashes. */
const activations = new Set(
  'relu relu6 leaky-relu elu selu celu gelu silu mish softplus softsign tanh sigmoid hard-sigmoid softmax log-softmax exponential'.split(
    ' ',
  ),
);

/** Activations that are classes of keras.layers as well. */
const classes: Readonly<Record<string, string>> = {
  relu: 'ReLU',
  'leaky-relu': 'LeakyReLU',
  elu: 'ELU',
  prelu: 'PReLU',
  softmax: 'Softmax',
};

/** Whether Keras has the activation that an intent names. */
export function isActivation(layer: Plain): boolean {
  const [word] = wordOf(layer);
  return word !== null && activations.has(word);
}

/** Keras's word for an activation without numbers, `leaky_relu`; null where it takes an object. @throws Refused */
export function activationWord(to: Plain): string | null {
  const [word, number] = wordOf(to);
  if (word === 'identity' && number === null) return 'linear';
  if (word === null || !(activations.has(word) || Object.hasOwn(classes, word)))
    throw new Refused('Keras has no word for this activation; please write it by hand.');
  return number === null && activations.has(word) ? word.replaceAll('-', '_') : null;
}

/** An activation as an argument: a word, or a layer where it has a number. @throws Refused */
export function activationText(site: Site, beside: Call, to: Plain): string {
  const word = activationWord(to);
  return word === null ? classText(site, beside, to) : pythonText(word);
}

/** An activation as a layer of its own: `ReLU()` where `ownClass` asks for that and there is one, else `Activation('relu')`. @throws Refused */
export function activationLayer(site: Site, beside: Call, to: Plain, ownClass = false): string {
  const word = activationWord(to);
  const [name] = wordOf(to);
  if (word === null || (ownClass && name !== null && Object.hasOwn(classes, name))) {
    return classText(site, beside, to);
  }
  return `${spellLayer(site, beside, 'Activation')}(${pythonText(word)})`;
}

/** `LeakyReLU(0.2)`: the first argument has another name in every Keras, and the same place. */
function classText(site: Site, beside: Call, to: Plain): string {
  const [word, argument] = wordOf(to);
  const cls = word === null ? undefined : classes[word];
  const numbers = argument !== null && typeof argument === 'object' ? Object.values(argument) : [argument];
  const [first = null, ...others] = numbers as readonly Plain[]; // values of what is plain are plain
  if (cls === undefined || others.length > 0 || (first !== null && !/leaky-relu|elu/.test(word ?? '')))
    throw new Refused('Keras has no such activation with numbers; please write it by hand.');
  return `${spellLayer(site, beside, cls)}(${first === null ? '' : pythonText(first)})`;
}

/** Any layer that an intent may add. @throws Refused */
export function layerText(site: Site, beside: Call, layer: Plain): string {
  const [word, argument] = wordOf(layer);
  if (isActivation(layer)) return activationLayer(site, beside, layer);
  const named = (cls: string, given = ''): string => `${spellLayer(site, beside, cls)}(${given})`;
  if (word === 'batch-norm') return named('BatchNormalization');
  if (word === 'layer-norm') {
    if (isKeras1(site)) throw new Refused('The Keras of this program has no LayerNormalization yet.');
    return named('LayerNormalization');
  }
  if (word === 'dropout')
    return named('Dropout', typeof argument === 'number' ? pythonText(argument) : '0.5');
  if (word === 'rescaling' && typeof argument === 'number') return named('Rescaling', pythonText(argument));
  throw new Refused(`A layer ${word ?? ''} cannot be put into a program from here; please write it by hand.`);
}
