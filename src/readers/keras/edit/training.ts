/** Sets how a Keras program trains: arguments of its optimizer and of fit. An optimizer that is a word becomes an object where it gets an argument. */
import { Refused, type Change } from '../../edit/draft';
import type { Expression } from '../../python/parse/syntax';
import type { Plain } from '../../reader';
import { argumentOf, pythonText, setArgument } from '../../program/edit/callText';
import { isCall } from '../../program/edit/page';
import type { Site } from '../../program/edit/site';
import { numberAt } from '../../program/edit/training';
import { optimizerNamed } from '../outside/optimizers';
import { assigned } from './assigned';
import { compileOf } from './losses';
import { saysLr, spell } from './spelling';

/** Our fields by what Keras's optimizers call them; the first that is written there already, else the first. */
const fields: Readonly<Record<string, readonly string[]>> = {
  rate: ['learning_rate', 'lr'],
  momentum: ['momentum'],
  'weight-decay': ['weight_decay'],
  'clip-norm': ['global_clipnorm', 'clipnorm'],
  'clip-value': ['clipvalue'],
};

/** The same in the Keras of old, which clips each weight by itself. */
const oldFields: Readonly<Record<string, readonly string[]>> = {
  rate: ['lr', 'learning_rate'],
  'clip-norm': ['clipnorm'],
};

/** Arguments of which an optimizer takes one. */
const limits: readonly string[] = ['global_clipnorm', 'clipnorm', 'clipvalue'];

/** The changes; null takes a field away. @throws Refused */
export function setTraining(site: Site, field: string, to: Plain): readonly Change[] {
  const { page } = site;
  if (field === 'batch') {
    const fit = page.calls().find(({ func }) => /\.fit$/.test(page.textOf(func)));
    if (!fit) throw new Refused('No call of fit says how large a batch is.');
    return numberAt(site, fit, 2, 'batch_size', to);
  }
  const names = (saysLr(site) ? oldFields[field] : undefined) ?? fields[field];
  if (!names) throw new Refused(`A program says ${field} in its own way; please change it there.`);
  const compile = compileOf(site);
  const given = argumentOf(compile, 0, 'optimizer');
  const held = given?.nodeType === 'Name' ? assigned(page, given.id) : given;
  const [usual = ''] = names;
  if (!isCall(held)) {
    if (to === null) return [];
    const text = `${spell(site, `optimizers.${classOf(held)}`)}(${usual}=${pythonText(to)})`;
    return held ? [{ range: page.range(held), text }] : setArgument(page, compile, 0, 'optimizer', text);
  }
  if (to === null) return names.flatMap((name) => setArgument(page, held, null, name, null));
  const written = names.find((name) => argumentOf(held, null, name) !== undefined);
  // Keras takes one limit only: another one goes.
  const other = held.keywords.find(({ arg = '' }) => limits.includes(arg) && !names.includes(arg));
  if (other && written === undefined && limits.includes(usual)) {
    return [{ range: page.range(other), text: `${usual}=${pythonText(to)}` }];
  }
  const place = field === 'rate' && written === undefined && held.args.length > 0 ? 0 : null;
  return numberAt(site, held, place, written ?? usual, to);
}

/** The class of an optimizer that compile names by a word, or not at all: then it is RMSprop. @throws Refused */
function classOf(held: Expression | undefined): string {
  const word = held?.nodeType === 'Constant' && typeof held.value === 'string' ? held.value : null;
  const cls = held === undefined ? 'RMSprop' : word === null ? undefined : optimizerNamed(word);
  if (cls === undefined)
    throw new Refused('The optimizer is made in an unusual way; please change it by hand.');
  return cls;
}
