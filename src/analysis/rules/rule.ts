/** What a rule is: one file that says what it finds, why that matters, and from which value on. */
import type { Severity } from '../../base/problem';
import type { Span } from '../../base/span';
import type { Network } from '../../graph/network';
import type { Controls, NetworkReport } from '../report';
import type { Trainability } from '../trainability';
import type { Limits } from './limits';

/** The ids of all rules; the rule table is total over them. */
export type RuleId =
  | 'non-finite'
  | 'no-gradient'
  | 'vanishing'
  | 'exploding'
  | 'dead-relu'
  | 'saturation'
  | 'symmetric-init'
  | 'initial-loss'
  | 'loss-mismatch'
  | 'output-activation'
  | 'output-units'
  | 'dropout'
  | 'learning-rate'
  | 'update-ratio'
  | 'clipping'
  | 'missing-zero-grad'
  | 'half-precision'
  | 'layer-imbalance'
  | 'norm-misuse'
  | 'linear-stack'
  | 'input-scale'
  | 'nonlinearity-misplaced'
  | 'init-scale'
  | 'recurrent-gradient';

/** What a rule decides from. */
export interface Subject {
  readonly network: Network;
  /** The report so far: all numbers, no findings. */
  readonly report: Omit<NetworkReport, 'findings' | 'controls'>;
  /** Null in the first picture, before the controls have run: rules that need them stay silent then. */
  readonly controls: Controls | null;
  /** Facts that only the trace knows. */
  readonly evidence: Evidence;
  /** From which values on rules speak. */
  readonly limits: Limits;
  /** Whether the network memorises one batch, where a doubtful verdict was worth trying it. */
  readonly trainability?: Trainability | null;
}

/** Facts about a run that rules need and the report does not carry. */
export interface Evidence {
  /** The first op whose output is not finite going forward, and the first gradient going back; null when all are finite. */
  readonly firstNonFinite: NonFiniteEvidence | null;
  readonly firstNonFiniteGradient: NonFiniteEvidence | null;
  /** How many numbers of the input data, and of the targets, are not finite themselves. */
  readonly inputNotFinite: number;
  readonly targetNotFinite: number;
  /** Per parameter name: whether its gradient is exactly zero on the probe and on a second batch; null when not reached. */
  readonly zeroGradient: ReadonlyMap<string, boolean | null>;
  /** Per parameter name: whether all its values are equal. */
  readonly constantWeights: ReadonlyMap<string, boolean>;
}

/** Where the first number that is not finite appeared. */
export interface NonFiniteEvidence {
  readonly layer: number | null;
  readonly op: string;
  readonly count: number;
  readonly of: number;
  readonly span: Span;
}

/** What a rule says; the span and the folding under a cause are added outside. */
export interface Verdict {
  readonly severity: Severity;
  readonly layer: number | null;
  readonly message: string;
  readonly value: number;
  readonly limit: number;
  readonly cause: string;
  readonly remedies: readonly string[];
  /** Where to point, when it is not the layer's own place. */
  readonly span?: Span;
}

/** One rule. */
export interface Rule {
  /** A few words, as a heading. */
  readonly title: string;
  /** One or two sentences: what it means for training. */
  readonly why: string;
  check(subject: Subject): Iterable<Verdict>;
  /** Says in one sentence what verdicts of one severity say about several layers, at the worst of them; left out: each stands alone. */
  together?(subject: Subject, worst: Verdict, verdicts: readonly Verdict[]): string;
  /** By which the worst of them is found; left out: the largest value. */
  gravity?(verdict: Verdict): number;
}
