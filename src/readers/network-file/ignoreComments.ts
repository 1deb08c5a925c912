/** The comments of a YAML file that silence rules: `# backprop-lens: ignore[vanishing, dead-relu]`. */
import { Lexer } from 'yaml';
import type { IgnoredLines } from '../../graph/network';
import type { Report } from './report';
import { rulesForm } from './ruleNames';
import type { Range, Written } from './written';

/** A comment that silences rules, with the place of each name. */
export interface IgnoreComment {
  readonly range: Range;
  readonly rules: readonly (Range & { readonly name: string })[];
  /** Where the next name would be written. */
  readonly end: number;
}

/** What the comments of a file silence: for all of it, and line by line. */
export interface Silenced {
  readonly file: readonly string[];
  readonly lines: readonly IgnoredLines[];
}

const mark = 'backprop-lens:';
const spelling = /backprop-lens:\s*ignore\s*\[([^\]]*)\]/;

/** Tokens of the lexer that stand for no text. */
const signs: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

/** All comments of a text. */
export function commentsOf(text: string): readonly Range[] {
  const found: Range[] = [];
  let at = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (signs.has(token)) {
      isScalar = token === '\u001f';
      continue;
    }
    if (!isScalar && token.startsWith('#')) found.push({ start: at, end: at + token.length });
    isScalar = false;
    at += token.length;
  }
  return found;
}

/** The comments that silence rules. */
export function ignoreCommentsOf(text: string): readonly IgnoreComment[] {
  if (!text.includes(mark)) return [];
  return commentsOf(text).flatMap((range) => {
    const comment = text.slice(range.start, range.end);
    const match = spelling.exec(comment);
    if (!match) return [];
    const end = range.start + match.index + match[0].length - 1;
    const inside = end - (match[1] ?? '').length;
    const names = [...(match[1] ?? '').matchAll(/[^\s,]+/g)];
    const rules = names.map(({ 0: name, index }) => {
      return { name, start: inside + index, end: inside + index + name.length };
    });
    return [{ range, rules, end }];
  });
}

/**
 * What the comments silence. One behind something, or above it on a line of its own, holds for what begins on that line (a layer, a block, a field), or
 * else for the smallest thing that the line is part of; one above the whole content holds for the file. Names that are no rules are reported.
 */
export function silencedBy(text: string, root: Written, report: Report): Silenced {
  const comments = ignoreCommentsOf(text);
  const file: string[] = [];
  const lines: IgnoredLines[] = [];
  const blocks = comments.length > 0 ? blocksOf(root, report) : [];
  for (const { range, rules } of comments) {
    const items = rules.map(({ name, ...place }): Written => ({ kind: 'text', value: name, range: place }));
    const known = rulesForm.read({ kind: 'list', items, range }, report) ?? [];
    if (known.length === 0) continue;
    if (range.start < root.range.start && isAlone(text, range)) {
      file.push(...known);
      continue;
    }
    const line = isAlone(text, range) ? nextLine(text, range.end) : report.span(range).start.line;
    lines.push({ ...blockAt(line, blocks), rules: known });
  }
  return { file, lines };
}

/** Whether nothing but the comment stands on its line. */
function isAlone(text: string, { start }: Range): boolean {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
}

/** The first line below an offset that holds more than a comment. */
function nextLine(text: string, offset: number): number {
  let line = text.slice(0, offset).split('\n').length - 1;
  for (const below of text.slice(offset).split('\n').slice(1)) {
    line += 1;
    if (/^\s*[^\s#]/.test(below)) break;
  }
  return line;
}

type Block = Omit<IgnoredLines, 'rules'>;

/** The smallest block around a line. */
function blockAt(line: number, blocks: readonly Block[]): Block {
  const around = blocks.filter(({ from, to }) => from <= line && line <= to);
  const [smallest] = around.sort((one, other) => one.to - one.from - (other.to - other.from));
  return smallest ?? { from: line, to: line };
}

/** The lines of fields, layers and blocks of layers. */
function blocksOf(root: Written, report: Report): readonly Block[] {
  const blocks: Block[] = [];
  const add = (start: number, value: Written): void => {
    const { start: first, end: last } = report.span({ start, end: endOf(value) });
    blocks.push({ from: first.line, to: Math.max(first.line, last.line) });
  };
  const lists: Written[] = [];
  const fields = (group: Written): void => {
    if (group.kind !== 'group') return;
    for (const { key, value } of group.entries) {
      if (key === 'layers') lists.push(value);
      else if (key === 'repeat') fields(value);
    }
  };
  if (root.kind === 'group') for (const { keyRange, value } of root.entries) add(keyRange.start, value);
  fields(root);
  const seen = new Set<Written>();
  for (let list = lists.pop(); list; list = lists.pop()) {
    // What aliases share is one list.
    if (list.kind !== 'list' || seen.has(list)) continue;
    seen.add(list);
    for (const item of list.items) {
      add(item.range.start, item);
      fields(item);
    }
  }
  return blocks;
}

/** Where the text of a value ends: the library counts comments and empty lines behind its last part in. */
function endOf(value: Written): number {
  let last = value;
  for (;;) {
    const inside: Written | undefined =
      last.kind === 'list'
        ? last.items.at(-1)
        : last.kind === 'group'
          ? last.entries.at(-1)?.value
          : undefined;
    // An alias stands elsewhere.
    if (!inside || inside.range.start < last.range.start || inside.range.end > last.range.end) break;
    last = inside;
  }
  return Math.max(
    value.range.start,
    last.kind === 'list' || last.kind === 'group' ? last.range.start : last.range.end,
  );
}
