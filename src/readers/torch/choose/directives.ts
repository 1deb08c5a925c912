/** Comments of a Python file that speak to us: `# backprop-lens: network=Net() input=1,3,32,32 loss=mse mode=eval`, `shape=…`, `ignore[…]`. */
import type { Position, Span } from '../../../base/span';
import type { IgnoredLines } from '../../../graph/network';
import type { ParsedFile } from '../../python/parse/parsedFile';

/** The words that say how a network is read; what is not said is null. */
export interface Directive {
  readonly network: string | null;
  readonly inputs: readonly string[] | null;
  readonly loss: string | null;
  readonly mode: 'train' | 'eval' | null;
  /** The comment. */
  readonly span: Span;
}

/** All that comments say. */
export interface Directives {
  readonly networks: readonly Directive[];
  /** Shapes of what the ops on a line give (zero-based), in the words of the comment. */
  readonly shapes: ReadonlyMap<number, string>;
  readonly ignoredFile: readonly string[];
  readonly ignoredLines: readonly IgnoredLines[];
}

const mark = /#\s*backprop-lens:\s*(.*)$/;
const field = /\b(network|input|loss|mode|shape)\s*=\s*/g;

/** Reads the comments. A mark inside a text of the program would count as one; nobody writes that by accident. */
export function directivesOf(file: ParsedFile): Directives {
  const networks: Directive[] = [];
  const shapes = new Map<number, string>();
  const ignoredFile: string[] = [];
  const ignoredLines: IgnoredLines[] = [];
  const firstCode = (file.body[0]?.lineno ?? Infinity) - 1;
  for (const [line, text] of file.lines.entries()) {
    const found = text.includes('backprop-lens:') ? mark.exec(text) : null;
    if (!found) continue;
    const words = found[1] ?? '';
    const rules = /^ignore\s*\[([^\]]*)\]/.exec(words)?.[1];
    const isAlone = text.trimStart().startsWith('#');
    if (rules !== undefined) {
      const names = [...rules.matchAll(/[^\s,]+/g)].map(([name]) => name);
      if (isAlone && line < firstCode) ignoredFile.push(...names);
      else ignoredLines.push({ from: line, to: isAlone ? line + 1 : line, rules: names });
      continue;
    }
    const fields = fieldsOf(words);
    const shape = fields.get('shape');
    if (shape !== undefined) shapes.set(isAlone ? line + 1 : line, shape);
    if (fields.size > (shape === undefined ? 0 : 1)) {
      networks.push(directive(fields, spanOfLine(file, line, found.index)));
    }
  }
  return { networks, shapes, ignoredFile, ignoredLines };
}

function directive(fields: ReadonlyMap<string, string>, span: Span): Directive {
  const mode = fields.get('mode');
  return {
    network: fields.get('network') ?? null,
    inputs: inputsIn(fields.get('input')),
    loss: fields.get('loss') ?? null,
    mode: mode === 'train' || mode === 'eval' ? mode : null,
    span,
  };
}

/** Inputs are separated by semicolons, but not those within `tuple(…)`. */
export function inputsIn(text: string | undefined): readonly string[] | null {
  if (text === undefined || text === '') return null;
  return text.split(/;(?![^(]*\))/).map((part) => part.trim());
}

function fieldsOf(words: string): ReadonlyMap<string, string> {
  const starts = [...words.matchAll(field)];
  return new Map(
    starts.map((start, index) => {
      const from = start.index + start[0].length;
      const to = starts[index + 1]?.index ?? words.length;
      return [start[1] ?? '', words.slice(from, to).trim()];
    }),
  );
}

function spanOfLine(file: ParsedFile, line: number, column: number): Span {
  const start: Position = { line, column };
  const end: Position = { line, column: (file.lines[line] ?? '').length };
  return { path: file.path, start, end };
}
