/** Turns YAML into positioned values. Aliases are shared, never copied, and their written-out size is counted. */
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';
import {
  deepest,
  mostValues,
  quoted,
  tooDeep,
  tooMany,
  type Entry,
  type Parsed,
  type Range,
  type SyntaxProblem,
  type Written,
} from './written';

interface Walk {
  readonly text: string;
  readonly problems: SyntaxProblem[];
  /** Anchored nodes seen so far; `written` is missing while a node is still being read. */
  readonly anchors: Map<string, { written?: Written; size: number }>;
  /** Values so far, with everything that aliases repeat. */
  count: number;
  full: boolean;
}

/** Parses YAML tolerantly. Never throws. */
export function parseYaml(text: string): Parsed {
  let document;
  try {
    // Unique keys are checked by the reader: the library's own check takes quadratic time.
    document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  } catch (error) {
    // The library recurses into nested values, so that a very deep text ends its stack.
    const message = error instanceof RangeError ? tooDeep : 'This is no YAML that can be read.';
    return { root: null, problems: [{ severity: 'error', message, range: { start: 0, end: 1 } }] };
  }
  const walk: Walk = { text, problems: [], anchors: new Map(), count: 0, full: false };
  for (const { pos, code, message: said } of document.errors) {
    const message = code === 'MULTIPLE_DOCS' ? 'Only the first document of a file is read.' : said;
    walk.problems.push({ severity: 'error', message, range: { start: pos[0], end: pos[1] } });
  }
  for (const { pos, message } of document.warnings) {
    walk.problems.push({ severity: 'warning', message, range: { start: pos[0], end: pos[1] } });
  }
  const root = document.contents === null ? null : read(document.contents, walk, 0, { start: 0, end: 1 });
  return { root, problems: walk.problems };
}

function read(node: unknown, walk: Walk, depth: number, place: Range): Written {
  const range = rangeOf(node, place);
  const before = walk.count;
  walk.count += 1;
  if (isAlias(node)) return readAlias(node.source, walk, range);
  const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
  const anchored: { written?: Written; size: number } = { size: 0 };
  if (anchor !== undefined) walk.anchors.set(anchor, anchored);
  const written = readBare(node, walk, depth, range);
  anchored.written = written;
  anchored.size = walk.count - before;
  return written;
}

function readBare(node: unknown, walk: Walk, depth: number, range: Range): Written {
  if ((isMap(node) || isSeq(node)) && depth >= deepest) {
    walk.problems.push({ severity: 'error', message: tooDeep, range });
    return { kind: 'nothing', range };
  }
  if (isSeq(node)) return { kind: 'list', items: readItems(node.items, walk, depth, range), range };
  if (isMap(node)) return { kind: 'group', entries: readEntries(node, walk, depth, range), range };
  return readScalar(isScalar(node) ? node.value : null, walk, range);
}

function readItems(nodes: readonly unknown[], walk: Walk, depth: number, place: Range): Written[] {
  const items: Written[] = [];
  for (const node of nodes) {
    if (isFull(walk, place)) break;
    items.push(read(node, walk, depth + 1, place));
  }
  return items;
}

function readEntries(map: YAMLMap, walk: Walk, depth: number, place: Range): Entry[] {
  const entries: Entry[] = [];
  for (const pair of map.items as readonly Pair[]) {
    if (isFull(walk, place)) break;
    const keyRange = rangeOf(pair.key, place);
    const key = keyText(isScalar(pair.key) ? pair.key.value : undefined);
    if (key === undefined) {
      walk.problems.push({ severity: 'error', message: 'A field needs a plain name.', range: keyRange });
      continue;
    }
    const empty = { start: keyRange.end, end: keyRange.end };
    entries.push({ key, keyRange, value: read(pair.value, walk, depth + 1, empty) });
  }
  return entries;
}

function keyText(key: unknown): string | undefined {
  if (typeof key === 'string') return key;
  return typeof key === 'number' || typeof key === 'boolean' || key === null ? String(key) : undefined;
}

function readAlias(name: string, walk: Walk, range: Range): Written {
  const anchored = walk.anchors.get(name);
  if (anchored?.written) {
    walk.count += anchored.size;
    // A refused alias may still stand for megabytes, so the budget is checked before it is handed on.
    return isFull(walk, range) ? { kind: 'nothing', range } : anchored.written;
  }
  const message = anchored
    ? `The alias ${quoted(name)} stands inside what it names, which would never end.`
    : `There is no anchor ${quoted(name)} before this alias.`;
  walk.problems.push({ severity: 'error', message, range });
  return { kind: 'nothing', range };
}

function readScalar(value: unknown, walk: Walk, range: Range): Written {
  if (typeof value === 'number') return { kind: 'number', value, range };
  if (typeof value === 'string') return { kind: 'text', value, range };
  if (typeof value === 'boolean') return { kind: 'flag', value, range };
  if (value === null || value === undefined) return { kind: 'nothing', range };
  // Other tags (dates, binary) stand for their own text.
  return { kind: 'text', value: walk.text.slice(range.start, range.end), range };
}

function isFull(walk: Walk, range: Range): boolean {
  if (walk.count <= mostValues) return false;
  if (!walk.full) walk.problems.push({ severity: 'error', message: tooMany, range });
  walk.full = true;
  return true;
}

function rangeOf(node: unknown, place: Range): Range {
  const range = (node as Partial<Node> | null)?.range; // every node of the library has this field, set once it is parsed
  return range ? { start: range[0], end: Math.max(range[0], range[1]) } : place;
}
