/** Another loss in the call of compile, by Keras's own word for it. */
import { Refused, type Change } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import type { Plain } from '../../reader';
import { argumentOf, pythonText, setArgument } from '../../program/edit/callText';
import type { Call } from '../../program/edit/page';
import type { Site } from '../../program/edit/site';

/**
 * Our losses by Keras's words. What takes logarithms of probabilities here takes the probabilities there; what takes scores is no word
 * in Keras but an object that is told from_logits=True.
 */
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

/** The changes. @throws Refused where a word cannot say it */
export function setLoss(site: Site, to: Plain): readonly Change[] {
  const [word, number] = wordOf(to);
  const own = word === null || number !== null ? undefined : words[word];
  if (own === undefined) throw new Refused('Keras has no word for this loss; please write it by hand.');
  const compile = compileOf(site);
  const given = argumentOf(compile, 1, 'loss');
  if (given && /^(List|Tuple|Dict)$/.test(given.nodeType))
    throw new Refused('compile gives each output a loss of its own; please change it there.');
  return setArgument(site.page, compile, 1, 'loss', pythonText(own));
}

/** The call of compile. @throws Refused where none says how the model is trained */
export function compileOf({ network, callAt }: Site): Call {
  const span = network.training?.span;
  if (!span) throw new Refused('No call of compile says how the model is trained.');
  return callAt(span, 'compile');
}
