/** The text of a network file as a tree of places, the same for YAML and JSON: what an edit needs to know and a reader does not. */
import { parseTree, type Node as JsonNode } from 'jsonc-parser';
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';
import type { Range } from '../written';

interface Part {
  /** The text of the value itself: without the comment and the line end behind it. */
  readonly range: Range;
  /** The name of an anchor that holds it and that other places refer to; null: none. */
  readonly shared: string | null;
}

/** One field of a group. */
export interface Field {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: Place;
}

/** A group of fields; `flow`: in braces, else one field a line; `bare`: the one field of an item in brackets, which needs no braces. */
export interface Group extends Part {
  readonly kind: 'group';
  readonly flow: boolean;
  readonly bare: boolean;
  readonly fields: readonly Field[];
}

/** A list; `flow`: in brackets, else one dash a line. */
export interface List extends Part {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly Place[];
}

/** A value with its place; `nothing` stands where a value could stand, `alias` refers to an anchor. */
export type Place =
  | Group
  | List
  | (Part & { readonly kind: 'scalar'; readonly value: unknown })
  | (Part & { readonly kind: 'nothing' | 'alias' });

/** The tree of a text that reads; null where it holds no values. */
export function treeOf(text: string, format: 'yaml' | 'json'): Place | null {
  return format === 'yaml' ? yamlTree(text) : jsonTree(text);
}

interface Walk {
  readonly text: string;
  /** Anchors that some alias refers to. */
  readonly used: ReadonlySet<string>;
}

function yamlTree(text: string): Place | null {
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  if (document.contents === null) return null;
  return yamlPlace(document.contents, { text, used: aliases(document) }, null, 0, false);
}

function aliases(document: Document): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    Alias: (_, { source }) => {
      used.add(source);
    },
  });
  return used;
}

function yamlPlace(node: unknown, walk: Walk, around: string | null, after: number, inFlow: boolean): Place {
  const [start, end] = (node as Partial<Node> | null)?.range ?? [after, after]; // nodes of a parsed document have ranges
  const range = { start, end };
  if (isAlias(node)) return { kind: 'alias', range, shared: around };
  const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
  const shared = anchor !== undefined && walk.used.has(anchor) ? anchor : around;
  const opened = walk.text.charAt(start) === '{' || walk.text.charAt(start) === '[';
  const flow = opened || inFlow;
  if (isSeq(node)) {
    const items = node.items.map((item) => yamlPlace(item, walk, shared, start, flow));
    return { kind: 'list', flow, items, range: opened ? range : { start, end: endOf(items, end) }, shared };
  }
  if (isMap(node)) {
    const fields = node.items.flatMap((pair) => (isPair(pair) ? [yamlField(pair, walk, shared, flow)] : []));
    const values = fields.map(({ value }) => value);
    const bare = flow && !opened;
    const own = opened ? range : { start, end: endOf(values, end) };
    return { kind: 'group', flow, bare, fields, range: own, shared };
  }
  if (start === end || !isScalar(node)) return { kind: 'nothing', range, shared };
  return { kind: 'scalar', value: node.value, range, shared };
}

function yamlField(
  { key, value }: { key: unknown; value: unknown },
  walk: Walk,
  shared: string | null,
  inFlow: boolean,
): Field {
  const [start, end] = (key as Partial<Node> | null)?.range ?? [0, 0]; // as above
  const name = isScalar(key) ? String(key.value) : '';
  return { key: name, keyRange: { start, end }, value: yamlPlace(value, walk, shared, end, inFlow) };
}

/** Where the last of what stands line by line ends: the library counts comments and empty lines behind it in. */
function endOf(places: readonly Place[], otherwise: number): number {
  return places.at(-1)?.range.end ?? otherwise;
}

function jsonTree(text: string): Place | null {
  const tree = parseTree(text.replace(/^\uFEFF/, ' '), [], { allowTrailingComma: true });
  return tree ? jsonPlace(tree) : null;
}

function jsonPlace({ type, offset, length, children = [], value }: JsonNode): Place {
  const part = { range: { start: offset, end: offset + length }, shared: null };
  if (type === 'array') return { kind: 'list', flow: true, items: children.map(jsonPlace), ...part };
  if (type !== 'object') return { kind: 'scalar', value, ...part };
  const fields = children.flatMap(({ children: [key, child] = [] }): Field[] => {
    if (!key) return [];
    const keyRange = { start: key.offset, end: key.offset + key.length };
    const nothing: Place = {
      kind: 'nothing',
      range: { start: keyRange.end, end: keyRange.end },
      shared: null,
    };
    return [{ key: String(key.value), keyRange, value: child ? jsonPlace(child) : nothing }];
  });
  return { kind: 'group', flow: true, bare: false, fields, ...part };
}
