/** The messages about changes of a source: what is to become of it, from the panel, and the text edits that do it, from the worker. */
import type { SentFile } from '../base/source';
import type { Intent, Overrides, Plain, TextEdit } from '../readers/reader';
import type { Revision } from './messages';

export type { Intent, Plain, TextEdit };

/** Panel to host: put this into the source, whose report has this revision. */
export interface EditOrder {
  readonly kind: 'edit';
  readonly path: string;
  /** Index of the network in the source. */
  readonly network: number;
  readonly revision: Revision;
  readonly intents: readonly Intent[];
}

/** Host to worker: the edits that do this to a saved text. */
export interface EditRequest {
  readonly kind: 'edit';
  readonly id: number;
  readonly path: string;
  readonly text: string;
  readonly files: readonly SentFile[];
  readonly overrides?: Overrides;
  readonly network: number;
  readonly intents: readonly Intent[];
}

/** The reply to an EditRequest: edits in order, none overlapping, or one sentence that says why there are none. */
export interface EditReply {
  readonly kind: 'edits';
  readonly id: number;
  readonly edits: readonly TextEdit[] | string;
}
