/** Collects the problems of one file: each once, in the order of the text, and not without end. */
import { atLeast, type Problem, type Severity } from '../../base/problem';
import type { Locator } from '../../base/source';
import type { Span } from '../../base/span';
import type { Range } from './written';

/** More problems than this are counted instead of shown. */
const most = 200;

/** Where a reader reports to. */
export interface Report {
  /** What was found cannot be used. */
  error(message: string, range: Range): void;
  /** What was found is passed over, and the rest means what it says. */
  warning(message: string, range: Range): void;
  /** A problem that already knows its place. */
  problem(problem: Problem): void;
  span(range: Range): Span;
  /** All problems by their place. */
  finish(): readonly Problem[];
}

/** Starts an empty report on one text. */
export function reportOn(places: Locator): Report {
  const problems = new Map<string, Problem>();
  let further = 0;
  const problem = (found: Problem): void => {
    const { start, end } = found.span;
    // A block that is repeated says the same of the same place each time.
    const key = [start.line, start.column, end.line, end.column, found.message].join(':');
    if (problems.has(key)) return;
    if (problems.size < most) problems.set(key, found);
    else further += 1;
  };
  const at =
    (severity: Severity) =>
    (message: string, range: Range): void => {
      problem({ severity, message, span: places.span(range.start, range.end) });
    };
  return {
    error: at('error'),
    warning: at('warning'),
    problem,
    span: (range) => places.span(range.start, range.end),
    finish: () => {
      const all = [...problems.values()].sort(byPlace);
      const last = all.at(-1);
      return further > 0 && last
        ? [...all, { ...last, message: `There are ${further} more problems in this file.` }]
        : all;
    },
  };
}

function byPlace(a: Problem, b: Problem): number {
  return (
    a.span.start.line - b.span.start.line ||
    a.span.start.column - b.span.start.column ||
    (a.severity === b.severity ? 0 : atLeast(a.severity, b.severity) ? -1 : 1)
  );
}
