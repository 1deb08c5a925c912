/** What each intent changes in the text of a Keras program: arguments of the calls that make layers and optimizers. */
import { Refused, type Change } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import type { LayerIndex } from '../../../graph/network';
import type { Expression, StatementOf } from '../../python/parse/syntax';
import type { Intent, Plain } from '../../reader';
import { argumentOf, pythonText, setArgument } from '../../program/edit/callText';
import type { ModelIntent } from '../../program/edit/modelIntent';
import { isCall, type Call, type Page } from '../../program/edit/page';
import { placesOf, type Place, type Site } from '../../program/edit/site';
import { compileOf, setLoss } from './losses';

/** The changes. @throws Refused when it cannot be done */
export function kerasChangesFor(intent: ModelIntent, site: Site): readonly Change[] {
  switch (intent.kind) {
    case 'initialise':
      return placesOf(site, intent.layers).flatMap((place) => initialise(site, place, intent.to));
    case 'activate':
      return placesOf(site, intent.layers).flatMap((place) => activate(site, place, intent.to));
    case 'set-option':
      return setOption(site, intent.layers, intent.option, intent.to);
    case 'set-loss':
      return setLoss(site, intent.to);
    case 'set-training':
      return setTraining(site, intent.field, intent.to);
    case 'insert':
      return insertActivation(site, intent);
    case 'remove':
      return placesOf(site, intent.layers).flatMap((place) => withoutActivation(site, place));
  }
}

/** Our initialisations by Keras's words. Its normal ones are cut at two standard deviations and have the same variance. */
const starts: Readonly<Record<string, string>> = {
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

/** The last part of what a call calls: `Dense`. */
function calleeOf(page: Page, call: Call): string {
  return page.textOf(call.func).split('.').at(-1) ?? '';
}

function initialise({ page }: Site, { call, name }: Place, to: Plain): readonly Change[] {
  const [word, number] = wordOf(to);
  const own = word === null || number !== null ? undefined : starts[word];
  if (own === undefined) throw new Refused(`Keras has no word for this start; please write it by hand.`);
  const callee = calleeOf(page, call);
  if (!/Dense|Conv|LSTM|GRU|RNN|Embedding/.test(callee))
    throw new Refused(`${name} has no weights that start by a word.`);
  const usual = callee === 'Embedding' ? 'embeddings_initializer' : 'kernel_initializer';
  const argument = argumentOf(call, null, 'init') ? 'init' : usual;
  return setArgument(page, call, null, argument, pythonText(own));
}

/** Our activations whose names are Keras's but for the dashes. */
const activations = new Set(
  'relu relu6 leaky-relu elu selu celu gelu silu mish softplus softsign tanh sigmoid hard-sigmoid softmax log-softmax exponential'.split(
    ' ',
  ),
);

function activate({ page }: Site, { call, name }: Place, to: Plain): readonly Change[] {
  const [word, number] = wordOf(to);
  const isNone = word === 'identity';
  if (word === null || number !== null || !(isNone || activations.has(word)))
    throw new Refused('Keras has no word for this activation; please write it by hand.');
  const text = pythonText(isNone ? 'linear' : word.replaceAll('-', '_'));
  const callee = calleeOf(page, call);
  if (callee === 'Activation') return setArgument(page, call, 0, 'activation', text);
  const given = argumentOf(call, callee === 'Dense' ? 1 : null, 'activation');
  if (!given) throw new Refused(`${name} is no activation that a word names; please change it by hand.`);
  return setArgument(page, call, callee === 'Dense' ? 1 : null, 'activation', text);
}

/** An activation behind a layer that has none is an argument of that layer; all other layers are for a person to write. */
function insertActivation(
  site: Site,
  { layers, side, layer }: Extract<Intent, { readonly kind: 'insert' }>,
): readonly Change[] {
  const [word, number] = wordOf(layer);
  if (side !== 'after' || word === null || number !== null || !activations.has(word))
    throw new Refused('Layers of a Keras program are added by hand for now.');
  const text = pythonText(word.replaceAll('-', '_'));
  return placesOf(site, layers).flatMap(({ call, name }) => {
    const callee = calleeOf(site.page, call);
    const place = callee === 'Dense' ? 1 : null;
    const isFree = argumentOf(call, place, 'activation') === undefined;
    if (!isFree || !/^(Dense|Conv\dD)$/.test(callee))
      throw new Refused(`${name} has no room for an activation; please add a layer by hand.`);
    return setArgument(site.page, call, place, 'activation', text);
  });
}

/** An activation is taken away where it is named: the layer, or the argument, stays and does nothing. */
function withoutActivation(site: Site, place: Place): readonly Change[] {
  const isActivation = activations.has(place.kind.replaceAll('_', '-'));
  if (!isActivation && calleeOf(site.page, place.call) !== 'Activation')
    throw new Refused('Layers of a Keras program are taken away by hand for now.');
  return activate(site, place, 'identity');
}

/** An argument of Keras: its place among those without a name, and its name. */
type Argument = readonly [place: number | null, name: string];

/** Our options by what Keras calls them, for layers whose class fits; the first row that does. */
const options: readonly (readonly [callees: RegExp, names: Readonly<Record<string, Argument>>])[] = [
  [/^Dense$/, { units: [0, 'units'], channels: [0, 'units'], bias: [null, 'use_bias'] }],
  [
    /^(Conv\dD|SeparableConv\dD|Conv\dDTranspose)$/,
    {
      ...{ channels: [0, 'filters'], units: [0, 'filters'], kernel: [1, 'kernel_size'] },
      ...{ stride: [null, 'strides'], padding: [null, 'padding'], bias: [null, 'use_bias'] },
    },
  ],
  [/Dropout/, { rate: [0, 'rate'] }],
  [/Normalization$/, { momentum: [null, 'momentum'], epsilon: [null, 'epsilon'] }],
  [/^(SimpleRNN|LSTM|GRU)$/, { units: [0, 'units'], bias: [null, 'use_bias'], dropout: [null, 'dropout'] }],
  [/^Embedding$/, { units: [1, 'output_dim'] }],
];

function setOption(site: Site, layers: readonly LayerIndex[], option: string, to: Plain): readonly Change[] {
  const { page } = site;
  return placesOf(site, layers).flatMap(({ call, name }) => {
    const callee = calleeOf(page, call);
    const found = options.find(([callees]) => callees.test(callee))?.[1][option];
    if (!found) throw new Refused(`${name} has no option ${option} that can be set from here.`);
    return setArgument(page, call, found[0], found[1], to === null ? null : pythonText(to));
  });
}

/** Our fields by what Keras's optimizers call them; the first that is written there already, else the first. */
const fields: Readonly<Record<string, readonly string[]>> = {
  rate: ['learning_rate', 'lr'],
  momentum: ['momentum'],
  'weight-decay': ['weight_decay'],
  'clip-norm': ['global_clipnorm', 'clipnorm'],
  'clip-value': ['clipvalue'],
};

function setTraining(site: Site, field: string, to: Plain): readonly Change[] {
  const { page } = site;
  const text = to === null ? null : pythonText(to);
  if (field === 'batch') {
    const fit = page.calls().find(({ func }) => /\.fit$/.test(page.textOf(func)));
    if (!fit) throw new Refused('No call of fit says how large a batch is.');
    return setArgument(page, fit, 2, 'batch_size', text);
  }
  const names = fields[field];
  if (!names) throw new Refused(`A program says ${field} in its own way; please change it there.`);
  const optimizer = optimizerOf(site);
  const written = names.find((name) => argumentOf(optimizer, null, name) !== undefined);
  const [usual = ''] = names;
  const place = field === 'rate' && written === undefined && optimizer.args.length > 0 ? 0 : null;
  return setArgument(page, optimizer, place, written ?? usual, text);
}

/** The call that makes the optimizer of compile. @throws Refused where compile names it by a word */
function optimizerOf(site: Site): Call {
  const { page } = site;
  const compile = compileOf(site);
  const given = argumentOf(compile, 0, 'optimizer');
  const made = given?.nodeType === 'Name' ? assigned(page, given.id) : given;
  if (isCall(made)) return made;
  throw new Refused(
    'compile names the optimizer by a word; please write it as a call, such as keras.optimizers.Adam(learning_rate=0.001).',
  );
}

/** What a name stands for that is assigned once. */
function assigned(page: Page, name: string): Expression | undefined {
  const found = page.nodes.flatMap((node) => {
    if (node.nodeType !== 'Assign') return [];
    const { targets, value } = node as unknown as StatementOf<'Assign'>; // its type was just looked at
    return targets.some((target) => target.nodeType === 'Name' && target.id === name) ? [value] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}
