/** What every reader of a format provides: text in, networks and problems out, never an exception. */
import type { Problem } from '../base/problem';
import type { Files, Source } from '../base/source';
import type { Network } from '../graph/network';
import type { Shape } from '../tensor/tensor';

/** What a reader made of a source. */
export interface Reading {
  readonly networks: readonly Network[];
  readonly problems: readonly Problem[];
  /** Paths (relative to the source's folder, as written) of files that must be given before the rest can be read. */
  readonly needs: readonly string[];
}

/** What the person who asks says over the source's head; null where the source decides. */
export interface Overrides {
  /** Shape of one input sample. */
  readonly sampleShape: Shape | null;
  /** Name of a loss. */
  readonly loss: string | null;
}

/** Lets the source decide everything. */
export const noOverrides: Overrides = { sampleShape: null, loss: null };

/** A reader of one format. */
export interface Reader {
  /** Whether the source is in this format, decided by its path and a glance at its text. */
  claims(source: Source): boolean;
  /**
   * Reads all it can. Files that are missing from `files` are listed in `needs`; files that are there as FileMissing become
   * problems at the place that names them.
   */
  read(source: Source, files: Files, overrides: Overrides): Reading;
}
