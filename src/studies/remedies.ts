/** Remedies: edits of the source for one finding, each tried on a copy and offered with the number that it makes better. */
import type { RuleId } from '../analysis/report';
import { counted } from '../base/numbers';
import { planFor } from '../engine/plan';
import type { Network } from '../graph/network';
import { defaultOptions } from '../inspect/inspect';
import type { TrainedLoss } from '../inspect/remedies/quantities';
import type { ChangedLine, DeltaChange, Rejected, Remedy } from '../inspect/remedies/remedy';
import { treat, type Treated } from '../inspect/remedies/treat';
import { noOverrides } from '../readers/reader';
import { showing, StudyRefused, type Study, type Subject } from './study';
import { shortTraining } from './training/shortTraining';

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

/** Operations of all candidates together, a few seconds. */
const budget = 4e10;

/** Operations of one short training, and how long it is. */
const trainingBudget = 2e9;
const stepCounts = [100, 50, 20] as const;
/** What a step costs beside its arithmetic, for each node. */
const overhead = 6000;

/** Tries remedies. */
export const remediesStudy = {
  read: ({ rule, layer }): RemediesQuestion | null =>
    typeof rule === 'string' && (layer === null || (typeof layer === 'number' && Number.isInteger(layer)))
      ? { rule: rule as RuleId, layer } // a word that is no rule has no finding
      : null,
  *answer(subject, { rule, layer }): Generator<RemediesAnswer, RemediesAnswer> {
    const {
      source,
      files,
      overrides = noOverrides,
      network,
      index,
      kernels,
      memoryLimit,
      judging,
      checkpoint,
    } = subject;
    const options = { ...defaultOptions, memoryLimit, ...judging, checkpoint };
    const train = (trained: Network): Generator<undefined, TrainedLoss | null> => shortly(subject, trained);
    let shown: RemediesAnswer = { offered: [], rejected: [], tried: 0, of: 0, left: '' };
    let seen: Treated | null = null;
    const work = treat(
      { source, files, overrides, network, index, kernels, options, budget, train },
      rule,
      layer,
    );
    for (;;) {
      const step = work.next();
      if (step.value === null) throw new StudyRefused('This finding is not there any more.');
      if (step.value !== seen) {
        const { skipped, ...rest } = (seen = step.value);
        const left = `The network is large: ${counted(skipped, 'further edit')} not tried.`;
        shown = { ...rest, left: skipped === 0 ? '' : left };
      }
      if (step.done === true) return shown;
      yield shown;
    }
  },
} satisfies Study<RemediesQuestion, RemediesAnswer>;

/** The loss after some steps of the network's own training; null where it cannot be trained. */
function* shortly(subject: Subject, network: Network): Generator<undefined, TrainedLoss | null> {
  const { work } = planFor(network, 32, subject.kernels.floatType);
  const cost = work + overhead * network.nodes.length;
  const steps = stepCounts.find((count) => count * cost <= trainingBudget) ?? 10;
  try {
    const course = yield* showing(shortTraining(subject, network, steps), () => undefined);
    return { loss: course.losses.at(-1) ?? NaN, steps };
  } catch (error) {
    if (error instanceof StudyRefused) return null;
    throw error;
  }
}
