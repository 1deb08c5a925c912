/** Puts a layer beside others: in the list or the calls of add, in the chain of calls, or as an attribute that `call` uses. */
import { Refused, type Change } from '../../edit/draft';
import type { LayerIndex } from '../../../graph/network';
import type { Plain } from '../../reader';
import { argumentOf, setArgument } from '../../program/edit/callText';
import { addBeside, type Container } from '../../program/edit/containers';
import { around, endOfInit, freeName, shortName } from '../../program/edit/inserting';
import { insertion, type Call } from '../../program/edit/page';
import { placesOf, type Place, type Site } from '../../program/edit/site';
import { activationPlace, withoutArgument } from './activating';
import { activationText, isActivation, layerText } from './layerText';
import { calleeOf, callsFunction, spell, spellLayer } from './spelling';
import { standingOf, targetOf, wholeOf, type Standing } from './standing';

type Side = 'before' | 'after';

/** The changes. @throws Refused */
export function insertLayer(
  site: Site,
  layers: readonly LayerIndex[],
  side: Side,
  layer: Plain,
): readonly Change[] {
  const taken = new Set<string>();
  return placesOf(site, layers).flatMap((place) => inserted(site, place, { side, layer, taken }));
}

/** What is to be put where. */
interface Order {
  readonly side: Side;
  readonly layer: Plain;
  /** Names that other layers of the same intent have taken. */
  readonly taken: Set<string>;
}

/** A layer to be added, and what an attribute for it is called. */
interface Added {
  readonly text: string;
  readonly short: string;
}

function inserted(site: Site, place: Place, order: Order): readonly Change[] {
  const { page } = site;
  const { call } = place;
  if (callsFunction(page, call)) return besideFunction(site, place, order);
  const inner = order.side === 'after' && !isArgument(site, place) ? activationOf(site, call) : undefined;
  if (inner === null && isActivation(order.layer)) {
    return setArgument(
      page,
      call,
      activationPlace(calleeOf(page, call)),
      'activation',
      activationText(site, call, order.layer),
    );
  }
  const added: Added[] = [{ text: layerText(site, call, order.layer), short: shortName(order.layer) }];
  const changes: Change[] = [];
  // Between a layer and the activation that is its argument: that becomes a layer of its own.
  if (inner) {
    added.push({ text: `${spellLayer(site, call, 'Activation')}(${inner})`, short: 'activation' });
    changes.push(...withoutArgument(site, call));
  }
  const whole = wholeOf(page, call);
  return [...changes, ...beside(site, whole, standingOf(site, whole), order, added)];
}

/** Whether a layer is the activation that another one was given as an argument. */
export function isArgument({ network }: Site, { layer }: Place): boolean {
  const own = network.layers[layer];
  const behind = network.layers
    .slice(0, layer)
    .findLast(({ name }) => own?.name.startsWith(`${name}/`) === true);
  return (
    own !== undefined &&
    behind?.span.start.line === own.span.start.line &&
    behind.span.start.column === own.span.start.column
  );
}

/** Layers that take an activation behind all that they do. */
const withActivation = /^(?:Dense|EinsumDense|(?:Separable|Depthwise)?Conv\dD(?:Transpose)?)$/;

/** The activation that a layer was given, as it is written; null: it has room for one; undefined: it has not. */
function activationOf({ page }: Site, call: Call): string | null | undefined {
  const callee = calleeOf(page, call);
  if (!withActivation.test(callee)) return undefined;
  const given = argumentOf(call, activationPlace(callee), 'activation');
  const text = given && page.textOf(given);
  return text === undefined || /^(?:None|['"]linear['"])$/.test(text) ? null : text;
}

function beside(
  site: Site,
  whole: Call,
  standing: Standing,
  order: Order,
  added: readonly Added[],
): readonly Change[] {
  const { page } = site;
  const texts = added.map(({ text }) => text);
  switch (standing.kind) {
    case 'among':
      return amongOthers(site, whole, standing.container, order, texts);
    case 'applied':
      return inChain(site, standing.call, order, texts);
    case 'kept':
      return kept(site, standing, order, added);
    case 'elsewhere': {
      const both = `${spell(site, 'Sequential')}([`;
      const { start, end } = page.range(whole);
      return order.side === 'after'
        ? [insertion(start, both), insertion(end, `, ${texts.join(', ')}])`)]
        : [insertion(start, `${both}${texts.join(', ')}, `), insertion(end, '])')];
    }
  }
}

/** Arguments that only the first layer of a Sequential has. */
const shapeWords = /^(?:(?:batch_)?input_shape|input_dim)$/;

/** The argument that tells a Sequential the shape of its input. */
export function shapeArgument({ keywords }: Call): Call['keywords'][number] | undefined {
  return keywords.find(({ arg }) => arg !== undefined && shapeWords.test(arg));
}

function amongOthers(
  { page }: Site,
  whole: Call,
  container: Container,
  { side }: Order,
  texts: readonly string[],
): readonly Change[] {
  const shape = side === 'before' ? shapeArgument(whole) : undefined;
  if (!shape) return texts.map((text) => addBeside(page, container, side, text, ''));
  // What is first now says the shape.
  const word = shape.arg ?? '';
  const [first = ''] = texts;
  const told = `${first.slice(0, -1)}${first.endsWith('()') ? '' : ', '}${page.textOf(shape)})`;
  return [...setArgument(page, whole, null, word, null), addBeside(page, container, side, told, '')];
}

/** `x = Dense(3)(x)` gets a line of its own behind it, or above it; any other call is put into another one. */
function inChain(site: Site, call: Call, { side }: Order, texts: readonly string[]): readonly Change[] {
  const { page } = site;
  const parent = page.parent(call);
  const name = parent?.nodeType === 'Assign' ? targetOf(parent) : null;
  const [input] = call.args;
  const own = input?.nodeType === 'Name' && side === 'before' ? input.id : name;
  if (parent && name !== null && own === name) {
    const lines = texts.map((text) => `${name} = ${text}(${name})`);
    const statement = page.statementOf(parent);
    return [side === 'after' ? page.linesBehind(statement, lines) : page.linesAbove(statement, lines)];
  }
  return around(
    site,
    call,
    side,
    texts
      .toReversed()
      .map((text) => `${text}(`)
      .join(''),
    ')'.repeat(texts.length),
  );
}

/** New names behind the statement that makes the layer, and the calls of it within calls of them. */
function kept(
  site: Site,
  { statement, owner, name, calls }: Extract<Standing, { readonly kind: 'kept' }>,
  { side, taken }: Order,
  added: readonly Added[],
): readonly Change[] {
  const names = added.map(
    ({ short }) =>
      owner +
      (owner === ''
        ? freeVariable(site, `${name}_${short}`, taken)
        : freeName(site, statement, name, short, taken)),
  );
  const lines = added.map(({ text }, index) => `${names[index] ?? ''} = ${text}`);
  const head = names
    .toReversed()
    .map((each) => `${each}(`)
    .join('');
  return [
    site.page.linesBehind(statement, lines),
    ...calls.flatMap((call) => around(site, call, side, head, ')'.repeat(names.length))),
  ];
}

/** A name that nothing in the file has. */
function freeVariable({ page }: Site, base: string, taken: Set<string>): string {
  let name = base;
  for (let number = 2; taken.has(name) || page.text.includes(name); number += 1) name = `${base}${number}`;
  taken.add(name);
  return name;
}

/** Beside a function within `call`: an attribute of the class; outside of one the layer is made where it runs. */
function besideFunction(site: Site, place: Place, { side, layer, taken }: Order): readonly Change[] {
  const { call } = place;
  const text = layerText(site, call, layer);
  const init = endOfInit(site, place);
  if (!init) {
    if (site.page.classOf(call))
      throw new Refused('The class has no __init__ that could make another layer.');
    return around(site, call, side, `${text}(`, ')');
  }
  const name = `self.${freeName(site, init, '', shortName(layer), taken)}`;
  return [site.page.linesBehind(init, [`${name} = ${text}`]), ...around(site, call, side, `${name}(`, ')')];
}
