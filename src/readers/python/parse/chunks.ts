/** Splits a broken file into chunks that begin at statements in column 0, so that one slip loses one definition and no more. */

/** A run of whole lines: from `start` up to, not including, `end`. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
}

/** How often a string that never closes is taken back before the rest of the file counts as inside it. */
const retriesOfOpenStrings = 20;

/** Lines that belong to what stands above them although they begin in column 0. */
const continuesAbove = /^(?:else|elif|except|finally|case)\b|^[)\]}#]|^\s*$/;

/** Statements that nobody writes inside a bracket: they end one that was left open. */
const opensStatement = /^(?:def|class|import|from|async def|if|for|while|with|try|return|@)\b|^@/;

/** The chunks of a file, in order; together they hold every line. */
export function chunksOf(lines: readonly string[]): readonly Chunk[] {
  const starts = statementStarts(lines);
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? lines.length }));
}

function statementStarts(lines: readonly string[]): readonly number[] {
  const starts = [0];
  const state: ScanState = { depth: 0, quote: '', quoteLine: 0 };
  let retries = retriesOfOpenStrings;
  let decorated = false;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const columnZero = !/^[ \t]/.test(line) && !continuesAbove.test(line);
    if (state.quote === '' && columnZero && (state.depth === 0 || opensStatement.test(line))) {
      state.depth = 0;
      if (!decorated && starts.at(-1) !== index) starts.push(index);
      decorated = line.startsWith('@');
    }
    scanLine(line, index, state);
    if (index === lines.length - 1 && state.quote !== '' && retries > 0) {
      retries -= 1;
      index = state.quoteLine;
      state.quote = '';
      state.depth = 0;
      while ((starts.at(-1) ?? 0) > index) starts.pop();
    }
  }
  return starts;
}

/** What is open at the end of a line. */
export interface ScanState {
  /** Brackets open. */
  depth: number;
  /** The quotes that close the triple-quoted string that is open, or nothing. */
  quote: string;
  /** The line on which it was opened. */
  quoteLine: number;
}

/** Characters at which something opens, closes or ends; the engine's search is faster than a loop over all of them. */
const telling = /[#"'()[\]{}]/g;

/** Follows brackets, comments and triple-quoted strings through one line; every bracket is told. */
export function scanLine(
  line: string,
  index: number,
  state: ScanState,
  tell?: (column: number, isOpening: boolean) => void,
): void {
  let at = 0;
  while (at < line.length) {
    if (state.quote !== '') {
      const close = line.indexOf(state.quote, at);
      if (close === -1) return;
      at = close + 3;
      state.quote = '';
      continue;
    }
    telling.lastIndex = at;
    if (!telling.test(line)) return;
    at = telling.lastIndex - 1;
    const character = line.charAt(at);
    if (character === '#') return;
    if (character === '"' || character === "'") {
      const triple = character.repeat(3);
      if (line.startsWith(triple, at)) {
        state.quote = triple;
        state.quoteLine = index;
        at += 3;
      } else at = endOfShortString(line, at, character);
      continue;
    }
    const isOpening = '([{'.includes(character);
    state.depth = Math.max(0, state.depth + (isOpening ? 1 : -1));
    tell?.(at, isOpening);
    at += 1;
  }
}

function endOfShortString(line: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < line.length && line.charAt(at) !== quote) at += line.charAt(at) === '\\' ? 2 : 1;
  return at + 1;
}
