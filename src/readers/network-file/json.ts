/** Turns JSON into positioned values; comments are allowed, and slips are reported and read over. */
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import {
  deepest,
  mostValues,
  tooDeep,
  tooMany,
  type Entry,
  type Parsed,
  type Range,
  type SyntaxProblem,
  type Written,
} from './written';

interface Walk {
  readonly problems: SyntaxProblem[];
  count: number;
  full: boolean;
}

/** Parses JSON tolerantly. Never throws. */
export function parseJson(text: string): Parsed {
  const errors: ParseError[] = [];
  let tree: Node | undefined;
  try {
    // A byte order mark is white space to us, but a mistake to the library.
    tree = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  } catch {
    // The library recurses into nested values, so that a very deep text ends its stack.
    return { root: null, problems: [{ severity: 'error', message: tooDeep, range: { start: 0, end: 1 } }] };
  }
  const walk: Walk = { problems: errors.map(syntaxProblem), count: 0, full: false };
  return { root: tree ? read(tree, walk, 0) : null, problems: walk.problems };
}

function syntaxProblem({ error, offset, length }: ParseError): SyntaxProblem {
  // The library names its errors in one CamelCase word: CommaExpected.
  const words = printParseErrorCode(error).replace(
    /(?<=[a-z])[A-Z]/g,
    (letter) => ` ${letter.toLowerCase()}`,
  );
  return {
    severity: 'error',
    message: `This is not quite JSON: ${words.charAt(0).toLowerCase()}${words.slice(1)}.`,
    range: { start: offset, end: offset + Math.max(1, length) },
  };
}

function read(node: Node, walk: Walk, depth: number): Written {
  walk.count += 1;
  const range = { start: node.offset, end: node.offset + node.length };
  const value: unknown = node.value;
  const nested = node.type === 'array' || node.type === 'object';
  if (nested && depth >= deepest) {
    walk.problems.push({ severity: 'error', message: tooDeep, range });
    return { kind: 'nothing', range };
  }
  if (node.type === 'array') {
    const items: Written[] = [];
    for (const child of node.children ?? []) {
      if (isFull(walk, range)) break;
      items.push(read(child, walk, depth + 1));
    }
    return { kind: 'list', items, range };
  }
  if (node.type === 'object') return { kind: 'group', entries: readEntries(node, walk, depth, range), range };
  if (typeof value === 'number') return { kind: 'number', value, range };
  if (typeof value === 'string') return { kind: 'text', value, range };
  if (typeof value === 'boolean') return { kind: 'flag', value, range };
  return { kind: 'nothing', range };
}

function readEntries(node: Node, walk: Walk, depth: number, range: Range): Entry[] {
  const entries: Entry[] = [];
  for (const { children: [key, child] = [] } of node.children ?? []) {
    if (isFull(walk, range)) break;
    if (!key) continue;
    const keyRange = { start: key.offset, end: key.offset + key.length };
    const value: Written = child
      ? read(child, walk, depth + 1)
      : { kind: 'nothing', range: { start: keyRange.end, end: keyRange.end } };
    entries.push({ key: String(key.value), keyRange, value });
  }
  return entries;
}

function isFull(walk: Walk, range: Range): boolean {
  if (walk.count <= mostValues) return false;
  if (!walk.full) walk.problems.push({ severity: 'error', message: tooMany, range });
  walk.full = true;
  return true;
}
