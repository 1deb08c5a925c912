/** What could be inspected in a program, as it is offered and made. */
import type { Span } from '../../../base/span';
import type { StatementOf } from '../../python/parse/syntax';
import type { Program } from '../../python/read/program';
import type { CallSite, Outcome } from '../../python/read/sites';
import type { ClassValue } from '../../python/values/value';
import type { LineKey } from './directives';

/** One thing that can be made. */
export interface Candidate {
  /** What makes it, as the program writes it or as we fill it in. */
  readonly expression: string;
  readonly label: string;
  /** Whether the program makes it so itself, has a function for it, defines it, or defines it as a part of something else. */
  readonly strength: 'call' | 'factory' | 'class' | 'part';
  readonly span: Span;
  /** The variable that a call site assigns it to. */
  readonly target: string | null;
  /** The variables that a call site takes what it gives apart into; absent or empty where it does not. */
  readonly targets?: readonly string[];
  readonly site: CallSite | null;
  /** What was taken for granted to make it, one sentence each. */
  readonly assumed: readonly string[];
  /** Makes it. A sentence where the expression cannot be read. */
  readonly make: () => Outcome | string;
}

/** A program with its calls, looked at once. */
export interface Survey {
  readonly program: Program;
  /** Calls outside of the classes of modules. */
  readonly sites: readonly CallSite[];
  /** Calls within the classes of modules. */
  readonly inside: readonly CallSite[];
  readonly candidates: readonly Candidate[];
  /** Lines (zero-based) where something that could be inspected is defined or made. */
  readonly lines: ReadonlySet<LineKey>;
}

/** A class of modules that the file defines. */
export interface OwnClass {
  readonly cls: ClassValue;
  readonly statement: StatementOf<'ClassDef'>;
}
