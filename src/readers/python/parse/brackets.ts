/** Brackets that are never closed: an error further down is theirs, as CPython tells it. */
import { scanLine, type ScanState } from './chunks';

/** An opening bracket, its line counted from the first of the lines that were looked at. */
export interface Bracket {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** The innermost bracket that is still open where a line ends on which an error was found, if it was opened on a line above that one. */
export function unclosedBefore(lines: readonly string[], line: number): Bracket | null {
  const open: Bracket[] = [];
  const state: ScanState = { depth: 0, quote: '', quoteLine: 0 };
  lines.slice(0, line + 1).forEach((text, index) => {
    scanLine(text, index, state, (column, isOpening) => {
      if (isOpening) open.push({ line: index, column, text: text.charAt(column) });
      else open.pop();
    });
  });
  const innermost = open.at(-1);
  return innermost !== undefined && innermost.line < line ? innermost : null;
}
