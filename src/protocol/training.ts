/** The messages about training: orders from the panel, snapshots back, and the report of any recorded step. */
import type { TrainingSnapshot } from '../studies/training/snapshot';
import type { Envelope, Revision, SubjectText } from './messages';

/** What a panel can ask of a training. */
export type TrainingWord = 'start' | 'pause' | 'resume' | 'step' | 'stop' | 'reset';

/** Panel to host: train a network of the shown source, or steer its training. */
export interface TrainingOrder {
  readonly kind: 'train';
  readonly path: string;
  /** Index of the network in the source. */
  readonly network: number;
  readonly word: TrainingWord;
}

/** Panel to host and host to worker: the report of a network with the parameters that it had at a recorded step. */
export interface RecallRequest {
  readonly kind: 'recall';
  /** Chosen by the asker; the reply carries it. */
  readonly id: number;
  readonly path: string;
  readonly network: number;
  readonly step: number;
}

/** Host to worker: begin a training; one that runs for the same network is replaced. */
export interface TrainingRequest {
  readonly kind: 'training';
  /** The revision of the report that was shown when it began. */
  readonly revision: Revision;
  readonly subject: SubjectText;
  /** One shared 32-bit number that becomes 1 when the training shall stop at once; null where memory cannot be shared. */
  readonly stop: SharedArrayBuffer | null;
}

/** Host to worker: what shall become of a training. */
export interface SteerRequest {
  readonly kind: 'steer';
  readonly path: string;
  readonly network: number;
  readonly word: Exclude<TrainingWord, 'start'>;
}

/** Where a training stands. `stopped` was ended by the user or by a reload; what was recorded stays. */
export type TrainingStatus = 'running' | 'paused' | 'finished' | 'diverged' | 'stopped' | 'failed';

/** A training as the panel sees it. */
export interface TrainingState {
  readonly status: TrainingStatus;
  /** The revision of the report that was shown when it began. */
  readonly revision: Revision;
  /** Why it diverged, stopped or failed, in one sentence; else empty. */
  readonly reason: string;
  /** Null until the first step was made. */
  readonly snapshot: TrainingSnapshot | null;
  /** Steps per second over the last seconds; 0 while it does not run. */
  readonly stepsPerSecond: number;
  /** Seconds of work so far. */
  readonly seconds: number;
}

/** Worker to host to panel: the newest state of a training, whole; null: there is none any more. */
export interface TrainingMessage {
  readonly kind: 'training';
  readonly path: string;
  readonly network: number;
  readonly state: TrainingState | null;
}

/** The reply to a RecallRequest; pictures can be asked for under the envelope's revision. */
export type RecallReply = {
  readonly kind: 'recalled';
  readonly id: number;
  readonly path: string;
  readonly network: number;
  readonly step: number;
} & (
  | { readonly outcome: 'report'; readonly envelope: Envelope }
  | { readonly outcome: 'failed'; readonly reason: string }
);

/** Revisions of recalled reports count from here, so that they are never those of an inspection. */
export const firstRecalledRevision = 2 ** 40;
