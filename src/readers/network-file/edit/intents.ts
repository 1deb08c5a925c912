/** What each intent changes in the text of a network file. */
import type { LayerIndex } from '../../../graph/network';
import type { Intent, Plain } from '../../reader';
import { activationRows } from '../layers/activations';
import { layerFields, layerRows } from '../layers/table';
import { quoted, type Range } from '../written';
import { addField, addItem, removeFields, removeItems, replace, replaceItem, type Page } from './changes';
import { Refused, type Change } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import { ignoreComment, withRule } from './ignoring';
import { fieldOf, itemsOf, type Item } from './items';
import type { Field, Group, Place } from './tree';
import { write } from './writing';

/** A text with its tree, and the layers of the network by their places in it. */
export interface Site extends Page {
  readonly root: Group;
  /** The item that spells a layer. @throws Refused */
  readonly itemOf: (layer: LayerIndex) => Item;
  /** What is left of a line of the text that the edits began with. @throws Refused when nothing is */
  readonly lineOf: (line: number) => Range;
}

/** What an intent changes. @throws Refused when it cannot be done */
export function changesFor(intent: Intent, site: Site): readonly Change[] {
  switch (intent.kind) {
    case 'set-loss':
      return setField(site.root, 'loss', intent.to, site);
    case 'set-training':
      return setInGroup(site.root, 'train', intent.field, intent.to, site);
    case 'set-data':
      return setInGroup(site.root, 'data', intent.field, intent.to, site);
    case 'set-variable':
      return setInGroup(site.root, 'at', intent.variable, intent.to, site);
    case 'set-directive':
      throw new Refused('A network file says it in its own fields; directives are for programs.');
    case 'ignore':
      return ignore(intent.rule, intent.line, site);
    case 'remove':
      return removeLayers(intent.layers, site);
    case 'initialise':
    case 'activate':
    case 'insert':
    case 'set-option':
      // Layers of all turns of a block are one item.
      return [...new Set(intent.layers.map(site.itemOf))].flatMap((item) =>
        changesOfItem(intent, item, site),
      );
  }
}

function ignore(rule: string, line: number | null, site: Site): readonly Change[] {
  const { root, text, spelling } = site;
  const range = line === null ? null : site.lineOf(line);
  if (spelling.format === 'yaml') {
    const comment = ignoreComment(text, range?.start ?? null, rule, spelling);
    if (comment) return [comment];
    throw new Refused('No comment can stand on this line; please name the rule in the field ignore.');
  }
  if (!range) return setField(root, 'ignore', withRule(fieldOf(root, 'ignore')?.value, rule), site);
  const items = itemsOf(root).filter(
    ({ place }) => place.range.start < range.end && place.range.end > range.start,
  );
  const [item] = items.sort((one, other) => lengthOf(one.place) - lengthOf(other.place));
  if (!item)
    throw new Refused(
      'No layer stands on this line, and JSON has no comments; please silence the whole file.',
    );
  const known = item.place.kind === 'group' ? fieldOf(item.place, 'ignore')?.value : undefined;
  return setOption({ ...item, name: item.head }, 'ignore', withRule(known, rule), site);
}

function lengthOf({ range }: Place): number {
  return range.end - range.start;
}

type OfItems = Extract<Intent, { kind: 'initialise' | 'activate' | 'insert' | 'set-option' }>;

function changesOfItem(intent: OfItems, item: Item, site: Site): readonly Change[] {
  switch (intent.kind) {
    case 'insert':
      return addItem(item.list, item.index, intent.side, intent.layer, site);
    case 'activate':
      return activate(item, intent.to, site);
    case 'initialise':
      return initialise(item, intent.to, site);
    case 'set-option':
      return setOption(item, intent.option, intent.to, site);
  }
}

function removeLayers(layers: readonly LayerIndex[], site: Site): readonly Change[] {
  const items = [...new Set(layers.map(site.itemOf))];
  return [...new Set(items.map(({ list }) => list))].flatMap((list) => {
    const gone = items.filter((item) => item.list === list).map(({ place }) => place);
    if (gone.length === list.items.length) {
      throw new Refused('A list of layers needs at least one layer; the last one cannot be taken away.');
    }
    return removeItems(list, gone, site);
  });
}

function activate(item: Item, to: Plain, site: Site): readonly Change[] {
  const { list, place, head, name } = item;
  if (!Object.hasOwn(activationRows, head)) throw new Refused(`${name} is no activation.`);
  const [word, argument] = wordOf(to);
  if (word === null || !Object.hasOwn(activationRows, word)) {
    throw new Refused(`${quoted(word ?? '')} is no activation.`);
  }
  if (place.kind !== 'group') return [replaceItem(list, place, to, site)];
  const options = place.fields.filter(({ key }) => key !== head && !Object.hasOwn(layerFields, key));
  const common = place.fields.length - options.length - 1;
  if (common === 0) return [replaceItem(list, place, to, site)];
  const field = fieldOf(place, head);
  if (!field) throw new Refused(`${name} cannot be changed.`);
  const old = site.text.slice(field.keyRange.start, field.keyRange.end);
  const value =
    field.value.kind === 'nothing' && argument === null ? [] : [replace(field.value, argument, site)];
  return [
    { range: field.keyRange, text: write(word, site.spelling, old) },
    ...value,
    ...(options.length > 0 ? removeFields(place, options, site) : []),
  ];
}

/** Numbers that are written for the weights count more than their initialisation, so they make room for it. */
function initialise(item: Item, to: Plain, site: Site): readonly Change[] {
  const { name, head } = item;
  if (!Object.hasOwn(layerRows[head]?.options ?? {}, 'init')) {
    throw new Refused(`${name} has no weights whose start can be chosen.`);
  }
  const group = optionsOf(item);
  const weights = group && fieldOf(group, 'weights');
  if (!group || !weights) return setOption(item, 'init', to, site);
  if (fieldOf(group, 'init')) {
    return [...setField(group, 'init', to, site), ...removeFields(group, [weights], site)];
  }
  const { spelling } = site;
  const old = site.text.slice(weights.keyRange.start, weights.keyRange.end);
  return [{ range: weights.keyRange, text: write('init', spelling, old) }, replace(weights.value, to, site)];
}

/** The group that holds the options of a layer: that behind its word, else the layer itself; null: it is a bare word. */
function optionsOf({ place, head }: Item): Group | null {
  if (place.kind !== 'group') return null;
  const main = fieldOf(place, head)?.value;
  return main?.kind === 'group' ? main : place;
}

function setOption(item: Item, option: string, to: Plain, site: Site): readonly Change[] {
  const { place, head, name } = item;
  const row = layerRows[head];
  const isCommon = Object.hasOwn(layerFields, option);
  if (!isCommon && !Object.hasOwn(row?.options ?? {}, option)) {
    throw new Refused(`${name} has no option ${quoted(option)}.`);
  }
  if (place.kind !== 'group') return to === null ? [] : [grown(item, option, to, isCommon, site)];
  if (isCommon) return setField(place, option, to, site);
  const inside = fieldOf(place, head);
  const group = optionsOf(item);
  if (row?.main === option && inside && inside.value.kind !== 'group') {
    return setMain(inside, to, row.required, name, option, site);
  }
  const beside = fieldOf(place, option);
  return setField(group && !beside ? group : place, option, to, site);
}

function setMain(
  { value }: Field,
  to: Plain,
  required: boolean,
  name: string,
  option: string,
  site: Site,
): readonly Change[] {
  if (to === null && required) throw new Refused(`${name} needs its ${option}.`);
  if (to === null && value.kind === 'nothing') return [];
  return [replace(value, to, site)];
}

/** A bare word that gets an option: `relu` becomes `leaky-relu: 0.2` or `batch-norm: { momentum: 0.1 }`. */
function grown(
  { place, head, list }: Item,
  option: string,
  to: Plain,
  isCommon: boolean,
  site: Site,
): Change {
  const argument = layerRows[head]?.main === option ? to : { [option]: to };
  const layer: Plain = isCommon ? { [head]: null, [option]: to } : { [head]: argument };
  if (list.flow || isCommon) return replace(place, layer, site);
  const { end } = place.range;
  return { range: { start: end, end }, text: `: ${write(argument, site.spelling)}` };
}

/** Sets a field of a group, adds it, or takes it away. */
function setField(group: Group, key: string, to: Plain, site: Site): readonly Change[] {
  const field = fieldOf(group, key);
  if (to !== null) return field ? [replace(field.value, to, site)] : addField(group, key, to, site);
  if (!field) return [];
  if (group.fields.length > 1) return removeFields(group, [field], site);
  return [replace(group, {}, site)];
}

function setInGroup(root: Group, key: string, field: string, to: Plain, site: Site): readonly Change[] {
  const inside: Place | undefined = fieldOf(root, key)?.value;
  if (inside?.kind === 'group') return setField(inside, field, to, site);
  if (inside && inside.kind !== 'nothing') throw new Refused(`The field ${key} is no group of fields.`);
  return to === null ? [] : setField(root, key, { [field]: to }, site);
}
