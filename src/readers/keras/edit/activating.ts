/** Puts another activation in the place of one: an argument, a layer of its own, or a function, each as the program writes it. */
import { Refused, type Change } from '../../edit/draft';
import type { LayerIndex } from '../../../graph/network';
import type { Plain } from '../../reader';
import { argumentOf, pythonText, setArgument } from '../../program/edit/callText';
import type { Call } from '../../program/edit/page';
import { placesOf, type Place, type Site } from '../../program/edit/site';
import { activationLayer, activationText, activationWord } from './layerText';
import { calleeOf, callsFunction, rootOf } from './spelling';

/** The changes. @throws Refused */
export function activate(site: Site, layers: readonly LayerIndex[], to: Plain): readonly Change[] {
  return placesOf(site, layers).flatMap((place) => otherActivation(site, place, to));
}

/** Where the activation stands among the arguments without a name; null: it has none such. */
export function activationPlace(callee: string): number | null {
  return callee === 'Dense' ? 1 : callee === 'Activation' ? 0 : null;
}

/** Classes of keras.layers that are activations. */
const activationClass = /^(?:ReLU|LeakyReLU|PReLU|ELU|ThresholdedReLU|Softmax)$/;

function otherActivation(site: Site, place: Place, to: Plain): readonly Change[] {
  const { page } = site;
  const { call, name } = place;
  const callee = calleeOf(page, call);
  if (callsFunction(page, call)) return otherFunction(site, place, to);
  if (activationClass.test(callee)) return [{ range: page.range(call), text: withName(site, call, to) }];
  const at = activationPlace(callee);
  const isOwn = callee === 'Activation';
  if (isOwn && activationWord(to) === null) {
    return [{ range: page.range(call), text: withName(site, call, to) }];
  }
  if (!isOwn && !argumentOf(call, at, 'activation'))
    throw new Refused(`${name} is no activation that a word names; please change it by hand.`);
  return setArgument(page, call, at, 'activation', activationText(site, call, to));
}

/** The new layer under the name and with the shape of input that the old one was given. */
function withName(site: Site, call: Call, to: Plain): string {
  const text = activationLayer(site, call, to, true);
  const kept = call.keywords
    .filter(({ arg }) => arg === 'name' || arg === 'input_shape')
    .map((keyword) => site.page.textOf(keyword));
  if (kept.length === 0) return text;
  const inner = text.endsWith('()') ? '' : ', ';
  return `${text.slice(0, -1)}${inner}${kept.join(', ')})`;
}

/** Modules of functions, with those of our activations that they have. */
const functions: readonly (readonly [module: RegExp, words: ReadonlySet<string>])[] = [
  [
    /(?:^|\.)keras\.ops(?:\.nn)?$/,
    wordsOf(
      'relu relu6 leaky_relu elu selu celu gelu silu softplus softsign tanh sigmoid hard_sigmoid softmax log_softmax',
    ),
  ],
  [
    /^tensorflow\.nn$/,
    wordsOf('relu relu6 leaky_relu elu selu gelu silu softplus softsign tanh sigmoid softmax log_softmax'),
  ],
  [
    /(?:^|keras\.)activations$/,
    wordsOf('relu elu selu gelu softplus softsign tanh sigmoid hard_sigmoid softmax exponential'),
  ],
  [/(?:^|keras\.)backend$/, wordsOf('relu elu softplus softsign tanh sigmoid hard_sigmoid softmax')],
  [/^tensorflow(?:\.math)?$/, wordsOf('tanh sigmoid')],
];

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** `tf.nn.relu(x)` for `tf.nn.sigmoid(x)`: of the same module where that has it, else of keras.activations. */
function otherFunction(site: Site, { call, name }: Place, to: Plain): readonly Change[] {
  const { page, imports } = site;
  const word = activationWord(to);
  const path = imports.dotted(call.func);
  if (word === null || path === null || call.args.length !== 1 || call.keywords.length > 0)
    throw new Refused(`${name} is called in an unusual way; please change it by hand.`);
  const module = path.slice(0, path.lastIndexOf('.'));
  const known = functions.find(([each]) => each.test(module))?.[1];
  const range = page.range(call.func);
  if (known?.has(word) === true && call.func.nodeType === 'Attribute') {
    return [{ range: { start: range.end - call.func.attr.length, end: range.end }, text: word }];
  }
  if (known?.has(word) === true) return [{ range, text: imports.spellAmong(module, word) }];
  const home = module === 'tensorflow' || module === 'tensorflow.math' ? 'tensorflow.nn' : null;
  const text = imports.spell(`${home ?? `${rootOf(imports)}.activations`}.${word}`);
  return [{ range, text }];
}

/** An activation that is an argument goes with its name; one without a name becomes None where more stands behind it. */
export function withoutArgument({ page }: Site, call: Call): readonly Change[] {
  const at = activationPlace(calleeOf(page, call));
  if (argumentOf(call, null, 'activation')) return setArgument(page, call, null, 'activation', null);
  if (at === null)
    throw new Refused('This activation is written in an unusual way; please change it by hand.');
  const [own, before] = [call.args[at], call.args[at - 1]];
  if (!own) return [];
  if (call.args.length > at + 1 || !before)
    return setArgument(page, call, at, 'activation', pythonText(null));
  return [{ range: { start: page.range(before).end, end: page.range(own).end }, text: '' }];
}
