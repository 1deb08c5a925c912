/** Places in source text: what every layer, problem and finding points at. */

/** A place in a text, zero-based, columns counted in UTF-16 code units (as VS Code counts them). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of one file: from `start` up to, not including, `end`. */
export interface Span {
  /** The path under which the source was given to the reader. */
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
}

/** The span of the first character of a file: where a problem of the whole file is shown. */
export function fileStart(path: string): Span {
  return { path, start: { line: 0, column: 0 }, end: { line: 0, column: 1 } };
}

/** Whether a line (zero-based) lies within the lines of a span. */
export function coversLine(span: Span, line: number): boolean {
  return span.start.line <= line && line <= span.end.line;
}
