/** Problems: what a reader or a plan could not understand or do, at its place in the source. */
import type { Span } from './span';

/** How grave a problem or a finding is; `error` is the gravest. */
export type Severity = 'error' | 'warning' | 'information';

/** The severities from the gravest down. */
export const severities = ['error', 'warning', 'information'] as const satisfies readonly Severity[];

/** Something that is wrong with a source, as opposed to a finding about its gradients. */
export interface Problem {
  readonly severity: Severity;
  /** One sentence: what was found and what was expected. */
  readonly message: string;
  readonly span: Span;
  /** What can be read says so only once for a whole file: `syntax`, a line that its language does not allow. */
  readonly about?: 'syntax';
  /** Where an exception was raised that comes from another file than the source. */
  readonly raised?: Span;
  /** Where the calls of a program stand that led to it, the nearest first; absent where none did. */
  readonly calls?: readonly Span[];
}

/** Whether `severity` is as grave as `limit` or graver. */
export function atLeast(severity: Severity, limit: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(limit);
}
