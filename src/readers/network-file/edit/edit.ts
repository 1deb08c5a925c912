/** Changes the text of a network file as intents say: step by step, and only if it then reads as before and says what was meant. */
import { locator, type Source } from '../../../base/source';
import { shortened, type Range } from '../written';
import type { LayerIndex, Network } from '../../../graph/network';
import type { Intent, Reading, TextEdit } from '../../reader';
import { changed, changesOf, draftOf, placeOfRest, Refused, type Draft } from '../../edit/draft';
import { changesFor, type Site } from './intents';
import { itemsOf, type Item } from './items';
import { treeOf, type Group, type Place } from './tree';
import { spellingOf, type Spelling } from './writing';

/** The edits (see `Reader.edit`); `read` reads a source without the files beside it. */
export function editNetworkFile(
  source: Source,
  index: number,
  intents: readonly Intent[],
  read: (source: Source) => Reading,
): readonly TextEdit[] | string {
  const before = read(source);
  const network = before.networks[index];
  if (!network) return 'There is no such network in this file.';
  const spelling = spellingOf(source.text, /\.json$/i.test(source.path) ? 'json' : 'yaml');
  try {
    const ranges = rangesOf(network, source.text, spelling);
    let draft = draftOf(source.text);
    for (const intent of intents) draft = afterIntent(draft, intent, network, ranges, spelling);
    const after = read({ ...source, text: draft.text });
    refuseNewProblems(before, after);
    refuseOtherNames(network, ranges, after.networks[index], draft, spelling);
    const places = locator(source);
    return changesOf(draft).map(({ range, text }) => ({ span: places.span(range.start, range.end), text }));
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

/** The stretch of the text that spells each layer. */
function rangesOf({ layers }: Network, text: string, { format }: Spelling): readonly Range[] {
  const lines = [0];
  for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', feed + 1)) lines.push(feed + 1);
  const root = treeOf(text, format);
  const items = root?.kind === 'group' ? itemsOf(root) : [];
  const known = new Map(items.map(({ place: { range } }) => [range.start, range]));
  return layers.map(({ span: { start } }) => {
    const offset = (lines[start.line] ?? 0) + start.column;
    return known.get(offset) ?? { start: offset, end: offset + 1 };
  });
}

function afterIntent(
  draft: Draft,
  intent: Intent,
  network: Network,
  ranges: readonly Range[],
  spelling: Spelling,
): Draft {
  const { text } = draft;
  const root = treeOf(text, spelling.format);
  if (root?.kind !== 'group') throw new Refused('The file is no group of fields.');
  const itemOf = itemFinder(root, draft, network, ranges);
  const site: Site = { text, spelling, root, itemOf, lineOf: lineFinder(draft) };
  const changes = changesFor(intent, site);
  for (const { range } of changes) refuseSharedAround(root, range);
  const next = changed(draft, changes);
  if (!next)
    throw new Refused('Two of these changes meet at one place; please make them one after the other.');
  return next;
}

function itemFinder(
  root: Group,
  draft: Draft,
  { layers }: Network,
  ranges: readonly Range[],
): (layer: LayerIndex) => Item {
  const items = itemsOf(root);
  const found = new Map<number, Item>();
  return (layer) => {
    const name = shortened(layers[layer]?.name ?? '', 80);
    const range = ranges[layer];
    if (!range) throw new Refused('There is no such layer.');
    const known = found.get(range.start);
    if (known) return known;
    const now = placeOfRest(draft, range);
    // Blocks hold the items of their layers: the shortest item is meant.
    const around = items.filter(({ place }) => now !== undefined && holds(place.range, now));
    const [item] = around.sort((a, b) => lengthOf(a.place) - lengthOf(b.place));
    if (!item) throw new Refused(`${name} is already changed.`);
    refuseIfShared(item.place);
    refuseIfShared(item.list);
    const named = { ...item, name };
    found.set(range.start, named);
    return named;
  };
}

function lineFinder(draft: Draft): (line: number) => Range {
  const { original, text } = draft;
  return (line) => {
    let start = 0;
    for (let passed = 0; passed < line && start !== -1; passed += 1) {
      const feed = original.indexOf('\n', start);
      start = feed === -1 ? -1 : feed + 1;
    }
    if (start === -1) throw new Refused('There is no such line.');
    const feed = original.indexOf('\n', start);
    const now = placeOfRest(draft, { start, end: feed === -1 ? original.length : feed });
    if (now === undefined) throw new Refused('This line is already changed.');
    const end = text.indexOf('\n', now);
    return { start: now, end: end === -1 ? text.length : end };
  };
}

function holds({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset < end;
}

function lengthOf({ range }: Place): number {
  return range.end - range.start;
}

/** What is written once and meant at several places is left to the user. */
function refuseIfShared({ shared, kind }: Place): void {
  if (shared === null && kind !== 'alias') return;
  const what = shared === null ? 'an alias' : `the anchor &${shortened(shared, 40)}`;
  throw new Refused(`This is written through ${what}, which other places share; please change it by hand.`);
}

function refuseSharedAround(root: Place, { start, end }: Range): void {
  let place: Place | undefined = root;
  while (place) {
    refuseIfShared(place);
    place = inside(place).find(({ range }) => range.start <= start && end <= range.end && start < range.end);
  }
}

function inside(place: Place): readonly Place[] {
  if (place.kind === 'group') return place.fields.map(({ value }) => value);
  return place.kind === 'list' ? place.items : [];
}

/** A file that reads must read afterwards, and one with problems must not get others. */
function refuseNewProblems(before: Reading, after: Reading): void {
  const known = before.problems.map(({ message }) => message);
  for (const { message } of after.problems) {
    const place = known.indexOf(message);
    if (place === -1) throw new Refused(`That does not fit the file: ${message}`);
    known.splice(place, 1);
  }
  if (after.networks.length !== before.networks.length) throw new Refused('The file would no longer read.');
}

/** Running numbers (relu1) shift when layers come and go; what the file calls by them must stay the same. */
function refuseOtherNames(
  { layers }: Network,
  ranges: readonly Range[],
  after: Network | undefined,
  draft: Draft,
  spelling: Spelling,
): void {
  const rangesAfter = after ? rangesOf(after, draft.text, spelling) : [];
  const places = new Map(after?.layers.map(({ name }, index) => [name, rangesAfter[index]]) ?? []);
  const tree = treeOf(draft.original, spelling.format);
  const words = new Set(tree ? wordsOf(tree) : []);
  for (const [index, { name }] of layers.entries()) {
    const now = places.get(name);
    const range = ranges[index];
    if (!words.has(name) || !now || !range) continue;
    const rest = placeOfRest(draft, range);
    if (rest !== undefined && holds(now, rest)) continue;
    throw new Refused(
      `${shortened(name, 80)} would then be another layer, and the file refers to it; give the layer an id first.`,
    );
  }
}

/** Everything that the text says as a word, besides ids. */
function wordsOf(tree: Place): readonly string[] {
  const words: string[] = [];
  const places = [tree];
  for (let place = places.pop(); place; place = places.pop()) {
    if (place.kind === 'scalar' && typeof place.value === 'string') words.push(place.value);
    else places.push(...inside(place.kind === 'group' ? withoutIds(place) : place));
  }
  return words;
}

function withoutIds(group: Group): Group {
  return { ...group, fields: group.fields.filter(({ key }) => key !== 'id') };
}
