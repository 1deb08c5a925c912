/** Parses files of libraries, each definition when somebody first looks into it: of most of them only the name is ever asked for. */
import type { Problem } from '../../../base/problem';
import type { Source } from '../../../base/source';
import { chunksOf, scanLine, type Chunk, type ScanState } from './chunks';
import { keptParses } from './keptParses';
import { linesOf, parsedFile, type ParsedFile } from './parsedFile';
import { parseChunk, parseLines, parsePython, type Waiting } from './parsePython';
import { shiftLines } from './shiftLines';
import type { Statement, StatementOf } from './syntax';

/** Shorter texts are parsed as fast as they are split. */
const shortText = 500;

/** Characters that are parsed at once: a millisecond or a few, after which whoever waits can end it. */
const pieceLength = 2500;

const kept = keptParses();

/**
 * Parses a file of a library. Its functions and classes have all that stands in their heads; what stands in a body is parsed when it is asked
 * for, and errors in it are added to the problems of the file then. A file that cannot be split is parsed as any other.
 */
export function parseLibrary(source: Source, waiting: Waiting = {}): ParsedFile {
  const known = kept.get(source.text);
  if (known) return parsedFile(source.path, known.lines, known.body, []);
  if (source.text.length < shortText) return parsePython(source, waiting);
  const lines = linesOf(source);
  const problems: Problem[] = [];
  const body = bodyOf(lines, waiting, (chunk) => {
    kept.forget(source.text);
    return recovered({ path: source.path, lines, problems }, chunk);
  });
  if (body === null) return parsePython(source, waiting);
  kept.keep(source.text, { lines, body });
  return parsedFile(source.path, lines, body, problems);
}

type Definition = StatementOf<'FunctionDef' | 'AsyncFunctionDef' | 'ClassDef'>;

/**
 * The statements of a file; null where one of those that cannot wait has an error, or no time is left. What does not wait is parsed many
 * statements at once, with the bodies that wait left blank.
 */
function bodyOf(
  lines: readonly string[],
  { checkpoint, timeUp }: Waiting,
  recover: (chunk: Chunk) => readonly Statement[],
): readonly Statement[] | null {
  const body: Statement[] = [];
  let [piece, waits]: [string[], Chunk[]] = [[], []];
  let characters = 0;
  for (const chunk of chunksOf(lines)) {
    const first = firstOfBody(lines, chunk);
    const shown = lines.slice(chunk.start, first ?? chunk.end);
    piece.push(...shown);
    if (first !== null) {
      waits.push(chunk);
      piece.push(' pass', ...Array<string>(chunk.end - first - 1).fill(''));
    }
    for (const line of shown) characters += line.length;
    if (characters < pieceLength && chunk.end < lines.length) continue;
    checkpoint?.();
    if ((timeUp?.() ?? null) !== null) return null;
    const statements = parsedAt(piece, chunk.end - piece.length);
    if (!statements || !letWait(statements, waits, lines, recover)) return null;
    body.push(...statements);
    [piece, waits] = [[], []];
    characters = 0;
  }
  return body;
}

/** Statements of lines that begin at a line of the file; null where there is an error in them. */
function parsedAt(lines: readonly string[], start: number): readonly Statement[] | null {
  const { body, failure } = parseLines(lines);
  if (failure !== null) return null;
  for (const statement of body) shiftLines(statement, start);
  return body;
}

/** Lets the bodies of some definitions wait for whoever looks into them; false where a statement is not what its head looked like. */
function letWait(
  statements: readonly Statement[],
  waits: readonly Chunk[],
  lines: readonly string[],
  recover: (chunk: Chunk) => readonly Statement[],
): boolean {
  let next = 0;
  for (const statement of statements) {
    const chunk = waits[next];
    if (!chunk || statement.lineno <= chunk.start) continue;
    if (statement.lineno > chunk.end || !isDefinition(statement)) return false;
    letBodyWait(statement, lines, chunk, recover);
    next += 1;
  }
  return next === waits.length;
}

function letBodyWait(
  definition: Definition,
  lines: readonly string[],
  chunk: Chunk,
  recover: (chunk: Chunk) => readonly Statement[],
): void {
  const empty: Definition = { ...definition, body: [] };
  let whole: Definition | null = null;
  const parsed = (): Definition => {
    const statements = parsedAt(lines.slice(chunk.start, chunk.end), chunk.start) ?? recover(chunk);
    return statements.find(isDefinition) ?? empty;
  };
  const late = (key: 'body' | 'end_lineno' | 'end_col_offset'): PropertyDescriptor => ({
    enumerable: true,
    get: () => (whole ??= parsed())[key],
  });
  Object.defineProperties(definition, {
    body: late('body'),
    end_lineno: late('end_lineno'),
    end_col_offset: late('end_col_offset'),
  });
}

function isDefinition(statement: Statement): statement is Definition {
  return ['FunctionDef', 'AsyncFunctionDef', 'ClassDef'].includes(statement.nodeType);
}

/** The line behind the colon of a definition's head; null where a chunk is something else, or nothing stands behind that line. */
function firstOfBody(lines: readonly string[], { start, end }: Chunk): number | null {
  const state: ScanState = { depth: 0, quote: '', quoteLine: 0 };
  let begun = false;
  for (let index = start; index < end; index += 1) {
    const line = lines[index] ?? '';
    if (state.depth === 0 && state.quote === '' && !begun) {
      begun = /^(?:async[ \t]+def|def|class)\b/.test(line);
      if (!begun && !/^(?:@|[ \t]*(?:#|$))/.test(line)) return null;
    }
    scanLine(line, index, state);
    if (begun && state.depth === 0 && state.quote === '')
      return index + 1 < end && /:[ \t]*(?:#.*)?$/.test(line) ? index + 1 : null;
  }
  return null;
}

/** What can be kept of a definition with an error in its body. */
function recovered(
  file: { readonly path: string; readonly lines: readonly string[]; readonly problems: Problem[] },
  chunk: Chunk,
): readonly Statement[] {
  const body: Statement[] = [];
  parseChunk({ ...file, body }, chunk);
  return body;
}
