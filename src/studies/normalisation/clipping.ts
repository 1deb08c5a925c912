/** Clipping: the same training with and without it, with the norm of the gradient at every step. */
import { trainingOf } from '../../engine/training/preparing';
import { costOf } from '../../inspect/controls';
import type { Network } from '../../graph/network';
import { trainingBatch, trainingText } from '../training/preparing';
import { shortTraining } from '../training/shortTraining';
import { showing, StudyRefused, type Study, type Subject } from '../study';
import type { ClippedTraining, ClippingAnswer, ClippingQuestion } from './answer';

const mostSteps = 500;

/** Operations of both trainings. */
const trainingBudget = 1e11;

/** The study. */
export const clippingStudy = {
  read: ({ by, limit, steps }) =>
    (by === 'norm' || by === 'value') &&
    typeof limit === 'number' &&
    limit > 0 &&
    Number.isFinite(limit) &&
    typeof steps === 'number' &&
    Number.isInteger(steps) &&
    steps >= 1 &&
    steps <= mostSteps
      ? { by, limit, steps }
      : null,
  answer: function* (subject, question) {
    const { network, kernels } = subject;
    if (!network.loss) throw new StudyRefused('Without a loss there is no gradient to clip.');
    const cost = costOf(network, trainingBatch(subject), kernels);
    if (2 * question.steps * cost > trainingBudget) {
      throw new StudyRefused('Training takes too long here for a comparison; choose fewer steps.');
    }
    const free = { ...trainingOf(network), clipNorm: null, clipValue: null };
    const limits = question.by === 'norm' ? { clipNorm: question.limit } : { clipValue: question.limit };
    let shown: ClippingAnswer = { ...question, how: trainingText(subject), without: null, with: null };
    yield shown;
    const without = { ...network, training: free };
    shown = { ...shown, without: yield* trained(subject, without, question, () => shown) };
    yield shown;
    const clipped = { ...network, training: { ...free, ...limits } };
    return { ...shown, with: yield* trained(subject, clipped, question, () => shown) };
  },
} satisfies Study<ClippingQuestion, ClippingAnswer>;

function* trained(
  subject: Subject,
  network: Network,
  { by, steps }: ClippingQuestion,
  shown: () => ClippingAnswer,
): Generator<ClippingAnswer, ClippedTraining> {
  const work = shortTraining(subject, network, steps);
  const seen = yield* showing(work, shown);
  const { norms, losses, accuracy, steps: at, clippedByNorm, clippedByValue } = seen;
  const bound = by === 'norm' ? clippedByNorm : clippedByValue;
  return {
    ...{ losses, accuracy, steps: at, norms: Float64Array.from(norms) },
    bound: norms.length === 0 ? 0 : bound / norms.length,
  };
}
