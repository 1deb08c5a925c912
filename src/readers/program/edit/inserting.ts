/** Puts a layer beside others: an item of nn.Sequential, or an attribute of its own that forward calls. */
import { normalised } from './sizes';
import { Refused, type Change } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import type { LayerIndex } from '../../../graph/network';
import type { Statement } from '../../python/parse/syntax';
import type { Plain } from '../../reader';
import { openingOf, pythonText } from './callText';
import { functionPath } from './activating';
import { addBeside, containerOf } from './containers';
import { insertion, type Call } from './page';
import { ownAttribute, placesOf, usesOf, type Place, type Site } from './site';
import { activationAsked, activationWords } from './words';

type Side = 'before' | 'after';

/** The changes. @throws Refused */
export function insertLayer(
  site: Site,
  layers: readonly LayerIndex[],
  side: Side,
  layer: Plain,
): readonly Change[] {
  const taken = new Set<string>();
  return placesOf(site, layers).flatMap((place) => inserted(site, place, side, layer, taken));
}

function inserted(site: Site, place: Place, side: Side, layer: Plain, taken: Set<string>): readonly Change[] {
  const { page, imports } = site;
  const { call } = place;
  const order: Order = { place, side, layer, taken };
  if (place.isFunction) {
    return inForward(site, order, { calls: [call], statement: endOfInit(site, place), beside: '' });
  }
  const made = moduleText(site, order);
  const container = containerOf(page, imports, call);
  if (container) return [addBeside(page, container, side, made, shortName(layer))];
  const own = ownAttribute(site, call);
  const uses = own && usesOf(site, own);
  if (own && uses && uses.others === 0 && uses.calls.length > 0) {
    return inForward(site, order, { calls: uses.calls, statement: own.statement, beside: own.name });
  }
  // Wherever it is taken from, both stand there.
  const both = imports.spell('torch.nn.Sequential');
  const { start, end } = page.range(call);
  return side === 'after'
    ? [insertion(start, `${both}(`), insertion(end, `, ${made})`)]
    : [insertion(start, `${both}(${made}, `), insertion(end, ')')];
}

/** What is to be put where. */
interface Order {
  readonly place: Place;
  readonly side: Side;
  readonly layer: Plain;
  /** Names that other layers of the same intent have taken. */
  readonly taken: Set<string>;
}

/** Where a layer runs, and behind which statement another one can be made. */
interface Running {
  readonly calls: readonly Call[];
  readonly statement: Statement | null;
  /** The attribute beside which it stands; empty: none. */
  readonly beside: string;
}

/** Calls in forward with another one around them or around their input. */
function inForward(site: Site, order: Order, { calls, statement, beside }: Running): readonly Change[] {
  const { page, imports } = site;
  const { place, side, layer, taken } = order;
  const [word] = wordOf(layer);
  const words = word === null ? undefined : activationWords[word];
  if (words) {
    const asked = activationAsked(layer);
    const plain = !imports.has('torch.nn.functional') && imports.has('torch') ? 'torch.relu' : null;
    const callee = imports.spell(functionPath(words, asked.word, asked.given === '' ? plain : null));
    const rest = [asked.given, words.axis ? 'dim=1' : ''].filter((text) => text !== '');
    const tail = `${['', ...rest].join(', ')})`;
    return calls.flatMap((call) => around(site, call, side, `${callee}(`, tail));
  }
  if (!statement) throw new Refused(`${place.name} stands in no class that could hold another layer.`);
  const attribute = freeName(site, statement, beside, shortName(layer), taken);
  return [
    page.linesBehind(statement, [`self.${attribute} = ${moduleText(site, order)}`]),
    ...calls.flatMap((call) => around(site, call, side, `self.${attribute}(`, ')')),
  ];
}

/** A call with another one around it, or around its input. */
export function around(
  { page }: Site,
  call: Call,
  side: Side,
  head: string,
  tail: string,
): readonly Change[] {
  const { start, end } = page.range(call);
  if (side === 'after') return [insertion(start, head), insertion(end, tail)];
  const [input] = call.args;
  if (!input || input.nodeType === 'Starred' || openingOf(page, call) > page.range(input).start) {
    throw new Refused('What goes into this call cannot be told; please change it by hand.');
  }
  const inner = page.range(input);
  return [insertion(inner.start, head), insertion(inner.end, tail)];
}

/** The last statement of the `__init__` of the class whose forward holds a call. */
export function endOfInit({ page }: Site, { call }: Place): Statement | null {
  const init = page
    .classOf(call)
    ?.body.find((statement) => statement.nodeType === 'FunctionDef' && statement.name === '__init__');
  return init?.nodeType === 'FunctionDef' ? (init.body.at(-1) ?? null) : null;
}

/** What the new attribute is called: `fc1_norm`, or `norm`, with a number where that is taken. */
export function freeName(
  { page }: Site,
  statement: Statement,
  beside: string,
  short: string,
  taken: Set<string>,
): string {
  const cls = page.classOf(statement);
  const text = cls ? page.textOf(cls) : page.text;
  const base = beside === '' ? short : `${beside}_${short}`;
  let name = base;
  for (let number = 2; taken.has(name) || text.includes(`.${name}`); number += 1) name = `${base}${number}`;
  taken.add(name);
  return name;
}

/** What an attribute for a layer is called: `norm`. */
export function shortName(layer: Plain): string {
  const [word] = wordOf(layer);
  if (word?.endsWith('-norm') === true) return 'norm';
  return (word ?? 'layer').replaceAll('-', '_');
}

/** The call that makes the new layer. */
function moduleText(site: Site, { place, side, layer }: Order): string {
  const [word, argument] = wordOf(layer);
  const { imports } = site;
  if (word !== null && Object.hasOwn(activationWords, word)) {
    const { words, given } = activationAsked(layer);
    if (words.cls === null) throw new Refused(`torch.nn has no class for ${word}.`);
    const rest = [given, words.axis ? 'dim=1' : ''].filter((text) => text !== '').join(', ');
    return `${imports.spell(`torch.nn.${words.cls}`)}(${rest})`;
  }
  if (word === 'dropout') {
    const rate = typeof argument === 'number' ? pythonText(argument) : '';
    return `${imports.spell('torch.nn.Dropout')}(${rate})`;
  }
  if (word === 'batch-norm' || word === 'layer-norm') {
    const { cls, size } = normalised(site, place, side, word);
    return `${imports.spell(`torch.nn.${cls}`)}(${size})`;
  }
  throw new Refused(`A layer ${word ?? ''} cannot be put into a program from here; please write it by hand.`);
}
