/** A notebook's JSON as cells of Python text: what only its shell understands is blanked, so that every other line keeps its place. */
import { scanLine, type ScanState } from '../python/parse/chunks';

/** One cell that holds Python. */
export interface Cell {
  /** Its place among all cells, those without code included, counted from 1. */
  readonly number: number;
  readonly text: string;
}

/** Why a text is no notebook that can be read, in one sentence. */
export class NotebookProblem extends Error {}

/** Cell magics whose cell is Python all the same. */
const pythonMagics = new Set(['time', 'timeit', 'capture', 'prun', 'python', 'python3', 'py']);

/** The path that spans in a cell have: `study.ipynb#cell3`. */
export function cellPath(notebook: string, cell: number): string {
  return `${notebook}#cell${cell}`;
}

/** The cells with code, in order. @throws NotebookProblem */
export function cellsOf(text: string): readonly Cell[] {
  const notebook = parsed(text);
  const language = fieldOf(fieldOf(notebook, 'metadata'), 'language_info');
  const name = fieldOf(language, 'name');
  if (typeof name === 'string' && !/^i?python/i.test(name)) {
    throw new NotebookProblem(`The code of this notebook is ${name}, not Python.`);
  }
  return listOf(notebook).flatMap((cell, index): readonly Cell[] => {
    if (fieldOf(cell, 'cell_type') !== 'code') return [];
    // Before version 4 the text was called input.
    const source = textOf(fieldOf(cell, 'source') ?? fieldOf(cell, 'input'));
    return [{ number: index + 1, text: withoutMagics(source) }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotebookProblem('This notebook is no JSON.');
  }
}

/** The cells; before version 4 they stood on worksheets. */
function listOf(notebook: unknown): readonly unknown[] {
  const cells = fieldOf(notebook, 'cells');
  if (Array.isArray(cells)) return cells;
  const sheets: unknown = fieldOf(notebook, 'worksheets');
  if (!Array.isArray(sheets)) throw new NotebookProblem('This notebook holds no cells.');
  return sheets.flatMap((sheet): readonly unknown[] => {
    const own: unknown = fieldOf(sheet, 'cells');
    return Array.isArray(own) ? own : [];
  });
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name] // what it holds is unknown still
    : undefined;
}

function textOf(source: unknown): string {
  if (typeof source === 'string') return source;
  return Array.isArray(source) ? source.filter((line) => typeof line === 'string').join('') : '';
}

/**
 * The text with the lines blanked that IPython takes for itself: `%magic`, `!command` and `?help` at the start of a statement, `name?` at its
 * end, and a whole cell under a `%%magic` of another language. What such a line is assigned to becomes None.
 */
export function withoutMagics(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const cellMagic = /^%%\s*(\w*)/.exec(lines[first] ?? '');
  if (cellMagic && !pythonMagics.has(cellMagic[1] ?? '')) return lines.map(() => '').join('\n');
  const state: ScanState = { depth: 0, quote: '', quoteLine: 0 };
  let continues = false;
  let shell = false;
  return lines
    .map((line, index) => {
      const begins = state.depth === 0 && state.quote === '' && !continues;
      const plain = begins ? withoutMagic(line) : shell ? '' : line;
      shell = begins ? plain !== line : shell;
      if (!shell) scanLine(line, index, state);
      continues = /\\\s*$/.test(line) && (shell || state.quote === '');
      return plain;
    })
    .join('\n');
}

/** A line at the start of a statement as Python would have it. */
function withoutMagic(line: string): string {
  const [, indent = '', rest = ''] = /^(\s*)(.*)$/.exec(line) ?? [];
  if (/^[%!?]/.test(rest) || /^[\w.]+\?{1,2}\s*(?:#.*)?$/.test(rest))
    return indent === '' ? '' : `${indent}pass`;
  const assigned = /^([\w.,[\] ]+=\s*)(?:!|%[A-Za-z])/.exec(rest)?.[1];
  return assigned === undefined ? line : `${indent}${assigned}None`;
}
