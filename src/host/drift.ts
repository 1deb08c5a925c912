/** Lines of the saved text, which reports speak of, and where they stand in a text that was edited since. */

/** One edit: the lines from `start` to `end` became `added` line breaks more than none. */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  /** Line breaks in the text that took their place. */
  readonly added: number;
}

/** Where a line of the saved text stands now; a line that was cut stands where the cut was. */
export function lineNow(saved: number, changes: readonly LineChange[]): number {
  return changes.reduce((line, { start, end, added }) => {
    if (line > end) return line + added - (end - start);
    return line > start ? Math.min(line, start + added) : line;
  }, saved);
}

/** Which line of the saved text stands at a line now. */
export function lineSaved(now: number, changes: readonly LineChange[]): number {
  return changes.reduceRight((line, { start, end, added }) => {
    if (line > start + added) return line - added + (end - start);
    return line > start ? Math.min(line, end) : line;
  }, now);
}
