/** Comments of a Python file that speak to us: `# backprop-lens: network=Net() input=1,3,32,32 loss=mse mode=eval`, `shape=…`, `ignore[…]`. */
import type { Problem } from '../../../base/problem';
import type { Span } from '../../../base/span';
import type { IgnoredLines } from '../../../graph/network';
import type { ParsedFile } from '../../python/parse/parsedFile';
import { spanOf } from '../../python/values/place';
import type { InstanceValue } from '../../python/values/value';
import { wordsIn, wrongWords, type Word } from './directiveWords';

/** The words that say how a network is read; what is not said is null. */
export interface Directive {
  readonly network: string | null;
  readonly inputs: readonly string[] | null;
  readonly loss: string | null;
  readonly mode: 'train' | 'eval' | null;
}

/** A line of one file or cell, in words that two spans on it share. */
export type LineKey = string;

/** The line on which a span begins. */
export function lineKey({ path, start }: Span): LineKey {
  return `${start.line} ${path}`;
}

/** A directive in its place. */
export interface PlacedDirective extends Directive {
  /** The line that it belongs to: its own, or the next with code where it stands alone. */
  readonly line: LineKey;
}

/** All that comments say. */
export interface Directives {
  readonly networks: readonly PlacedDirective[];
  /** Shapes of what the ops on a line give (zero-based, through all cells of a notebook), in the words of the comment. */
  readonly shapes: ReadonlyMap<number, string>;
  readonly ignoredFile: readonly string[];
  readonly ignoredLines: readonly IgnoredLines[];
  /** Words that are none of ours, at the comments. */
  readonly problems: readonly Problem[];
}

const mark = /#\s*backprop-lens:\s*(.*)$/;
const nothing: Directive = { network: null, inputs: null, loss: null, mode: null };

/** Reads the comments. A mark inside a text of the program would count as one; nobody writes that by accident. */
export function directivesOf(file: ParsedFile): Directives {
  const networks: PlacedDirective[] = [];
  const shapes = new Map<number, string>();
  const ignoredFile: string[] = [];
  const ignoredLines: IgnoredLines[] = [];
  const problems: Problem[] = [];
  const firstCode = (file.body[0]?.lineno ?? Infinity) - 1;
  for (const [index, text] of file.lines.entries()) {
    const found = text.includes('backprop-lens:') ? mark.exec(text) : null;
    if (!found) continue;
    const { words, ignored, rest } = wordsIn(found[1] ?? '');
    const isAlone = text.trimStart().startsWith('#');
    const line = isAlone ? nextCode(file, index) : index;
    const span = commentSpan(file, index, found.index);
    for (const message of wrongWords(words, ignored, rest)) {
      problems.push({ severity: 'warning', message, span });
    }
    const from = span.start.line;
    if (ignored && isAlone && index < firstCode) ignoredFile.push(...ignored);
    else if (ignored) ignoredLines.push({ path: span.path, from, to: from + line - index, rules: ignored });
    const shape = words.find(({ name }) => name === 'shape');
    if (shape) shapes.set(line, shape.value);
    const directive = directiveOf(words);
    if (Object.values(directive).some((value) => value !== null)) {
      networks.push({ ...directive, line: lineKey(commentSpan(file, line, 0)) });
    }
  }
  return { networks, shapes, ignoredFile, ignoredLines, problems };
}

/** The rules that comments of a file silence which the source imports; what they say of networks is for whoever reads that file. */
export function ignoredIn(file: ParsedFile): readonly IgnoredLines[] {
  if (!file.lines.some((text) => text.includes('backprop-lens:'))) return [];
  const { ignoredFile, ignoredLines } = directivesOf(file);
  const whole = { path: file.path, from: 0, to: file.lines.length, rules: ignoredFile };
  return ignoredFile.length === 0 ? ignoredLines : [...ignoredLines, whole];
}

function directiveOf(words: readonly Word[]): Directive {
  const word = (name: string): string | null => words.find((one) => one.name === name)?.value ?? null;
  const mode = word('mode');
  return {
    network: word('network'),
    inputs: inputsIn(word('input')),
    loss: word('loss'),
    mode: mode === 'train' || mode === 'eval' ? mode : null,
  };
}

/** Inputs are separated by semicolons, but not those within `tuple(…)`. */
export function inputsIn(text: string | null): readonly string[] | null {
  if (text === null || text === '') return null;
  return text.split(/;(?![^(]*\))/).map((part) => part.trim());
}

/** What a directive has to be about to be that of a network. */
interface Subject {
  readonly expression: string;
  readonly span: Span;
}

/**
 * What the directives say of one network: those that name it, those on or above its call, its class or its factory, and those that belong to no
 * other network of the file (`lines` are those where networks are defined or made).
 */
export function directiveFor(
  { networks }: Directives,
  { expression, span }: Subject,
  module: InstanceValue,
  lines: ReadonlySet<LineKey>,
): Directive {
  const made = lineKey(span);
  const defined = module.cls.origin ? lineKey(spanOf(module.cls.origin)) : null;
  const own = (one: PlacedDirective): number => {
    if (one.network !== null) return one.network === expression ? 0 : 4;
    if (one.line === made) return 1;
    if (one.line === defined) return 2;
    return lines.has(one.line) ? 4 : 3;
  };
  const fitting = networks.filter((one) => own(one) < 4).toSorted((a, b) => own(a) - own(b));
  return fitting.reduce<Directive>(
    (said, { inputs, loss, mode }) => ({
      network: said.network,
      inputs: said.inputs ?? inputs,
      loss: said.loss ?? loss,
      mode: said.mode ?? mode,
    }),
    nothing,
  );
}

/** The next line behind `line` that is neither empty nor a comment. */
function nextCode({ lines }: ParsedFile, line: number): number {
  const next = lines.findIndex((text, index) => index > line && !/^\s*(#|$)/.test(text));
  return next === -1 ? line : next;
}

function commentSpan(file: ParsedFile, line: number, column: number): Span {
  // The file knows which cell of a notebook a line is in; the columns are those of the text.
  const { path, start } = file.span({ nodeType: 'Comment', lineno: line + 1, col_offset: 0 });
  const end = { line: start.line, column: (file.lines[line] ?? '').length };
  return { path, start: { line: start.line, column }, end };
}
