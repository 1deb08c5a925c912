/** Another loss in the call of compile: Keras's own word for it, or the object that is told from_logits=True. */
import { Refused, type Change } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import type { Expression } from '../../python/parse/syntax';
import type { Plain } from '../../reader';
import { argumentOf, pythonText, setArgument } from '../../program/edit/callText';
import { isCall, type Call, type Page } from '../../program/edit/page';
import type { Site } from '../../program/edit/site';
import { lossNamed } from '../loss/table';
import { assigned } from './assigned';
import { isKeras1, spell } from './spelling';

/** Our losses by Keras's words. What takes logarithms of probabilities here takes the probabilities there. */
const words: Readonly<Record<string, string>> = {
  mse: 'mean_squared_error',
  l1: 'mean_absolute_error',
  huber: 'huber',
  'log-cosh': 'log_cosh',
  'binary-cross-entropy': 'binary_crossentropy',
  nll: 'categorical_crossentropy',
  kl: 'kl_divergence',
  hinge: 'hinge',
  'squared-hinge': 'squared_hinge',
  'categorical-hinge': 'categorical_hinge',
};

/** Losses of scores are no words in Keras. */
const ofScores: Readonly<Record<string, string>> = {
  'cross-entropy': 'categorical_crossentropy',
  'bce-logits': 'binary_crossentropy',
};

/** The changes. @throws Refused where Keras has no such loss */
export function setLoss(site: Site, to: Plain): readonly Change[] {
  const { page } = site;
  const [word, number] = wordOf(to);
  const known = word === null || number !== null ? undefined : (ofScores[word] ?? words[word]);
  if (word === null || known === undefined)
    throw new Refused('Keras has no word for this loss; please write it by hand.');
  const compile = compileOf(site);
  const given = argumentOf(compile, 1, 'loss');
  const held = given?.nodeType === 'Name' ? (assigned(page, given.id) ?? given) : given;
  if (held && /^(?:List|Tuple|Dict)$/.test(held.nodeType))
    throw new Refused('compile gives each output a loss of its own; please change it there.');
  const old = held && nameOf(page, held);
  // Labels that are numbers of classes stay so.
  const name = known === 'categorical_crossentropy' && old === `sparse_${known}` ? old : known;
  const logits = Object.hasOwn(ofScores, word);
  if (logits && isKeras1(site)) throw new Refused('The losses of Keras 1 take no scores.');
  if (isCall(held) && old === name)
    return setArgument(page, held, null, 'from_logits', logits ? 'True' : null);
  const text = logits ? `${spell(site, `losses.${classOf(name)}`)}(from_logits=True)` : pythonText(name);
  if (held && held !== given && isPlainly(held)) return [{ range: page.range(held), text }];
  return setArgument(page, compile, 1, 'loss', text);
}

/** What another text may take the place of: a word, a name of Keras, or a call of one. */
function isPlainly({ nodeType }: Expression): boolean {
  return nodeType === 'Constant' || nodeType === 'Attribute' || nodeType === 'Call';
}

/** The word of the loss that an expression is: a string, a function or class of keras.losses. */
function nameOf(page: Page, expression: Expression): string | undefined {
  const made = isCall(expression) ? expression.func : expression;
  const text: unknown = made.nodeType === 'Constant' ? made.value : page.textOf(made).split('.').at(-1);
  return typeof text === 'string' ? lossNamed.get(text)?.name : undefined;
}

function classOf(name: string): string {
  return lossNamed.get(name)?.className ?? name;
}

/** The call of compile. @throws Refused where none says how the model is trained */
export function compileOf({ network, callAt }: Site): Call {
  const span = network.training?.span;
  if (!span) throw new Refused('No call of compile says how the model is trained.');
  return callAt(span, 'compile');
}
