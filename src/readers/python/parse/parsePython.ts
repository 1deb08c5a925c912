/** Python text in, statements and problems out: py-ast behind a door that never throws. */
import { parse } from 'py-ast';
import { isNotebookPath } from '../../../base/programs';
import type { Problem } from '../../../base/problem';
import type { Source } from '../../../base/source';
import { fileStart } from '../../../base/span';
import { unclosedBefore } from './brackets';
import { chunksOf, type Chunk } from './chunks';
import { parseNotebook } from './notebook';
import { keptParses } from './keptParses';
import { linesOf, parsedFile, type ParsedFile } from './parsedFile';
import { shiftLines } from './shiftLines';
import type { Statement } from './syntax';

/** Texts beyond this are not code that somebody wrote. */
const largestText = 8_000_000;

/** Longer texts are parsed statement by statement, so that whoever waits can end it in between. */
const longText = 300_000;

/** Longer statements are data that nobody wrote by hand: parsing them takes seconds, which nobody could end. */
const longestStatement = 500_000;

/** How many broken lines of one chunk are stepped over before the whole chunk is given up. */
const patchesPerChunk = 4;

/** Problems of one file: a file in another language would otherwise have one a line. */
const mostProblems = 50;

const kept = keptParses();

/** Who waits for a file to be parsed. */
export interface Waiting {
  /** May throw, which ends the parsing. */
  readonly checkpoint?: () => void;
  /** Seconds after which the rest of a broken file is left out; null while there is time. */
  readonly timeUp?: () => number | null;
}

/**
 * Parses a file. A file with a syntax error keeps everything that can be kept: its definitions one by one, and a definition with a broken
 * line without that line; each error is a problem at its line. A notebook (by its path) is parsed cell by cell.
 */
export function parsePython(source: Source, waiting: Waiting = {}): ParsedFile {
  // The statements of a cell are moved to its place in the notebook, so their trees are not kept.
  if (isNotebookPath(source.path)) return parseNotebook(source, (cell) => parseFile(cell, waiting));
  const known = kept.get(source.text);
  if (known) return parsedFile(source.path, known.lines, known.body, []);
  const file = parseFile(source, waiting);
  if (file.problems.length === 0) kept.keep(source.text, file);
  return file;
}

function parseFile(source: Source, { checkpoint, timeUp }: Waiting): ParsedFile {
  if (source.text.length > largestText) {
    const message = `This file has ${source.text.length} characters, which is over the limit of ${largestText}.`;
    const problem: Problem = { severity: 'error', message, span: fileStart(source.path) };
    return parsedFile(source.path, [], [], [problem]);
  }
  const lines = linesOf(source);
  const whole = source.text.length > longText ? null : parseLines(lines);
  if (whole?.failure === null) return parsedFile(source.path, lines, whole.body, []);
  const body: Statement[] = [];
  const problems: Problem[] = [];
  const recovery = { path: source.path, lines, body, problems };
  for (const chunk of chunksOf(lines)) {
    checkpoint?.();
    const seconds = timeUp?.() ?? null;
    if (seconds === null) parseChunk(recovery, chunk);
    else {
      problems.splice(mostProblems - 1);
      leaveOut(
        recovery,
        chunk,
        `Reading was broken off after ${seconds} s; from this line on nothing is read.`,
      );
      break;
    }
  }
  return parsedFile(source.path, lines, body, problems.slice(0, mostProblems));
}

/** Why a text cannot be parsed. */
export interface Failure {
  readonly message: string;
  /** Zero-based. */
  readonly line: number;
}

/** What became of a text. */
export interface Attempt {
  readonly body: readonly Statement[];
  readonly failure: Failure | null;
}

/** Parses lines as a whole: their statements, or why there are none. */
export function parseLines(lines: readonly string[]): Attempt {
  try {
    return { body: parse(lines.join('\n')).body, failure: null };
  } catch (error) {
    return { body: [], failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof RangeError) return { message: 'nested too deeply', line: 0 };
  const message = error instanceof Error ? error.message : String(error);
  const line = /at line (\d+)/.exec(message)?.[1];
  const bare = message.replace(/ at line \d+(?:, column \d+)?/, '');
  const lower = bare.charAt(0).toLowerCase() + bare.slice(1);
  return {
    message: lower.replace(/(?<=')[^\p{L}\p{M}\p{N}\p{P}\p{S} ](?=')/gu, named),
    line: Number(line ?? 1) - 1,
  };
}

/** A character that cannot be shown, as Python names it. */
function named(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What a broken file is put together in. */
export interface Recovery {
  readonly path: string;
  readonly lines: readonly string[];
  readonly body: Statement[];
  readonly problems: Problem[];
}

/** Parses one chunk; a line that cannot be read is replaced by an empty statement a few times over. */
export function parseChunk(recovery: Recovery, chunk: Chunk): void {
  const lines = recovery.lines.slice(chunk.start, chunk.end);
  const characters = lines.reduce((sum, line) => sum + (isComment(line) ? 0 : line.length + 1), 0);
  if (characters > longestStatement) {
    const limit = `more than ${longestStatement}; it is left out.`;
    leaveOut(recovery, chunk, `The statement that begins here has ${characters} characters, ${limit}`);
    return;
  }
  const patched = new Set<number>();
  let first: Failure | null = null;
  for (let patches = 0; patches <= patchesPerChunk; patches += 1) {
    const { body, failure } = parseLines(lines);
    if (failure === null) {
      for (const statement of body) shiftLines(statement, chunk.start);
      recovery.body.push(...body);
      return;
    }
    first ??= failure;
    // Of all that a bracket breaks which is never closed, it alone is told.
    if (patches === 0 || (!patched.has(failure.line) && bracketOf(recovery, chunk, failure) === null)) {
      recovery.problems.push(bracketOf(recovery, chunk, failure) ?? problemOf(recovery, chunk, failure));
    }
    if (!patchAt(lines, failure.line, patched)) break;
  }
  if (patched.size > 1 && first) {
    leaveOut(recovery, chunk, 'The statement that begins here could not be read and is left out.');
  }
}

/** Comments stand with the statement above them, whoever they are about. */
function isComment(line: string): boolean {
  return /^[ \t]*#/.test(line);
}

/** Says at the first line of a chunk why it is not read. */
function leaveOut(recovery: Recovery, chunk: Chunk, message: string): void {
  recovery.problems.push({ ...problemOf(recovery, chunk, { message, line: 0 }), message });
}

/** The problem at the bracket that is never closed, where the failure comes of one. */
function bracketOf({ path, lines }: Recovery, { start, end }: Chunk, { line }: Failure): Problem | null {
  const found = unclosedBefore(lines.slice(start, end), line);
  if (!found) return null;
  const { column } = found;
  const at = start + found.line;
  return {
    severity: 'error',
    message: `Python cannot read this: '${found.text}' was never closed.`,
    span: { path, start: { line: at, column }, end: { line: at, column: column + 1 } },
    about: 'syntax',
  };
}

function problemOf(recovery: Recovery, chunk: Chunk, failure: Failure): Problem {
  const line = Math.min(chunk.start + failure.line, chunk.end - 1);
  const text = recovery.lines[line] ?? '';
  const start = text.length - text.trimStart().length;
  const span = {
    path: recovery.path,
    start: { line, column: start },
    end: { line, column: Math.max(start + 1, text.trimEnd().length) },
  };
  const python2 = /^\s*(?:print|exec)\s+[^\s(=.]/.test(text) || /^\s*(?:except|raise) [^(:]+, /.test(text);
  const message = python2
    ? 'This is Python 2; Python 3 writes it otherwise. The line is left out.'
    : `Python cannot read this line: ${failure.message}.`;
  return { severity: 'error', message, span, about: 'syntax' };
}

/** Takes the broken line out, or, where that was done already, the nearest line above it with text; false when there is none. */
function patchAt(lines: string[], line: number, patched: Set<number>): boolean {
  let at = Math.min(line, lines.length - 1);
  while (at >= 0 && (patched.has(at) || (lines[at] ?? '').trim() === '')) at -= 1;
  const text = lines[at];
  // The head of the chunk holds all of the rest together.
  if (text === undefined || /^(?:class|def|async def|@)/.test(text)) return false;
  const indentation = /^\s*/.exec(text)?.[0] ?? '';
  const block = /:\s*(?:#.*)?$/.test(text);
  const handler = /^\s*except\b/.test(text);
  lines[at] = `${indentation}${handler ? 'except Exception:' : block ? 'if False:' : 'pass'}`;
  patched.add(at);
  return true;
}
