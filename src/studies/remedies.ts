/** Remedies: edits of the source for one finding, each tried on a copy and offered with the number that it makes better. */
import type { RuleId } from '../analysis/report';
import type { ChangedLine, DeltaChange, Rejected, Remedy } from '../inspect/remedies/remedy';
import { StudyRefused, type Study } from './study';

export type { ChangedLine, DeltaChange, Rejected, Remedy };

/** Which finding is to be mended. */
export interface RemediesQuestion {
  readonly rule: RuleId;
  /** As in the finding: index of the layer in the report, or null for the whole network. */
  readonly layer: number | null;
}

/** What was found so far. */
export interface RemediesAnswer {
  /** Edits that help, the best first. */
  readonly offered: readonly Remedy[];
  /** Edits that do not. */
  readonly rejected: readonly Rejected[];
  /** How many have been tried, and how many will be. */
  readonly tried: number;
  readonly of: number;
  /** What was left out for lack of time, in one sentence; empty where nothing was. */
  readonly left: string;
}

/** Tries remedies. */
export const remediesStudy = {
  read: ({ rule, layer }): RemediesQuestion | null =>
    typeof rule === 'string' && (layer === null || (typeof layer === 'number' && Number.isInteger(layer)))
      ? { rule: rule as RuleId, layer } // a word that is no rule has no finding
      : null,
  // eslint-disable-next-line require-yield -- to come
  *answer(): Generator<RemediesAnswer, RemediesAnswer> {
    throw new StudyRefused('Remedies are not measured yet.');
  },
} satisfies Study<RemediesQuestion, RemediesAnswer>;
