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

/** The statements of a file; null where one of those that cannot wait has an error, or no time is left. */
function bodyOf(
  lines: readonly string[],
  { checkpoint, timeUp }: Waiting,
  recover: (chunk: Chunk) => readonly Statement[],
): readonly Statement[] | null {
  const body: Statement[] = [];
  let start = 0;
  const parseUpTo = (end: number): boolean => {
    checkpoint?.();
    if ((timeUp?.() ?? null) !== null) return false;
    const parsed = parsedAt(lines.slice(start, end), start);
    body.push(...(parsed ?? []));
    return parsed !== null;
  };
  for (const chunk of chunksOf(lines)) {
    const definition = waitingDefinition(lines, chunk, recover);
    if (!definition) continue;
    if (chunk.start > start && !parseUpTo(chunk.start)) return null;
    body.push(definition);
    start = chunk.end;
  }
  return parseUpTo(lines.length) ? body : null;
}

/** Statements of lines that begin at a line of the file; null where there is an error in them. */
function parsedAt(lines: readonly string[], start: number): readonly Statement[] | null {
  const { body, failure } = parseLines(lines);
  if (failure !== null) return null;
  for (const statement of body) shiftLines(statement, start);
  return body;
}

/** A definition whose body waits; null where a chunk is something else. */
function waitingDefinition(
  lines: readonly string[],
  chunk: Chunk,
  recover: (chunk: Chunk) => readonly Statement[],
): Statement | null {
  const head = headOf(lines, chunk);
  const [definition, ...others] = head ? (parsedAt([...head, ' pass'], chunk.start) ?? []) : [];
  if (!definition || others.length > 0 || !isDefinition(definition)) return null;
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
  return Object.defineProperties(definition, {
    body: late('body'),
    end_lineno: late('end_lineno'),
    end_col_offset: late('end_col_offset'),
  });
}

function isDefinition(statement: Statement): statement is Definition {
  return ['FunctionDef', 'AsyncFunctionDef', 'ClassDef'].includes(statement.nodeType);
}

/** The lines of a definition up to the colon before its body, decorators included; null where no line ends with that colon. */
function headOf(lines: readonly string[], { start, end }: Chunk): readonly string[] | null {
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
      return /:[ \t]*(?:#.*)?$/.test(line) ? lines.slice(start, index + 1) : null;
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
