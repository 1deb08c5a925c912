/** What a remedy is: an edit of the source that was tried on a copy, with the number that it makes better. */
import type { Finding, NetworkReport } from '../../analysis/report';
import type { Row } from '../../analysis/rows';
import type { Network } from '../../graph/network';
import type { Intent, TextEdit } from '../../readers/reader';

/** A number before and after an edit, with how it is written. */
export interface Measured {
  /** What is measured, in a few words: first-layer delta over control. */
  readonly quantity: string;
  readonly before: number;
  readonly after: number;
  /** The two as they are shown: 3.1e-9, 12 %. */
  readonly beforeText: string;
  readonly afterText: string;
}

/** Delta of one layer before and after an edit; null where there is none, or no such layer. */
export interface DeltaChange {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** A line of the text before and after: it goes, it comes, or it stands beside one of those. */
export interface ChangedLine {
  readonly kind: 'gone' | 'new' | 'same';
  /** Zero-based; in the text after the edit for lines that come, else in the text before it. */
  readonly line: number;
  readonly text: string;
}

/** An edit that makes the number of its finding better, tried on a copy of the source. */
export interface Remedy extends Measured {
  /** What it does, in a few words: Use relu in the hidden layers. */
  readonly title: string;
  /** The title of a quick fix: title (quantity before → after). */
  readonly label: string;
  /** Whether the finding is gone afterwards; else it is milder, or a short training goes better. */
  readonly gone: boolean;
  readonly intents: readonly Intent[];
  /** The changes of the text, in order, none overlapping. */
  readonly edits: readonly TextEdit[];
  /** Delta along the layers with weights, in the order of running. */
  readonly layers: readonly DeltaChange[];
  readonly lines: readonly ChangedLine[];
}

/** An edit that could help, before it is tried. */
export interface Candidate {
  readonly title: string;
  readonly intents: readonly Intent[];
  /** What tells whether it helps: the number of its finding, or (rate, clipping) the loss after a short training. */
  readonly judgedBy: 'inspection' | 'training';
}

/** What was tried and is not offered, and why. */
export interface Rejected {
  readonly title: string;
  readonly reason: string;
}

/** A network with a finding, as candidates are made for it. */
export interface Patient {
  readonly network: Network;
  readonly report: NetworkReport;
  readonly rows: readonly Row[];
  readonly finding: Finding;
}
