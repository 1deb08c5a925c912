/** The decision view's study: the class over the plane for a network with two inputs, with its first parameters or those of a training. */
import { initialParameters } from '../../engine/parameters';
import { planFor } from '../../engine/plan';
import { StudyRefused, type Study, type Subject } from '../study';
import { decide, type Decision, type DecisionTask } from './decision';
import { readingOf } from './reading';

/** What to draw. */
export interface DecisionQuestion {
  /** Cells along each axis. */
  readonly size: number;
  /** Told apart by it: the updates of a running training, of whose newest parameters it is asked again and again. 0 without one. */
  readonly updates: number;
}

const leastSize = 8;
const mostSize = 256;
/** A first picture comes quickly on a grid of this size. */
const coarseSize = 24;
/** Floating-point operations that the grid may take. */
const workBudget = 4e9;

/** Draws the decision of a network with two inputs. */
export const decisionStudy = {
  read: ({ size, updates = 0 }) =>
    typeof size === 'number' && Number.isInteger(size) && size >= leastSize && typeof updates === 'number'
      ? { size: Math.min(size, mostSize), updates }
      : null,
  *answer(subject, question) {
    const { network, kernels, checkpoint } = subject;
    const reading = readingOf(network);
    if ('reason' in reading) throw new StudyRefused(reading.reason);
    const parameters = initialParameters(network, network.seed, kernels);
    const size = affordable(subject, question.size);
    const task: DecisionTask = { network, reading, parameters, kernels, size, checkpoint };
    const first = decide({ ...task, size: Math.min(coarseSize, size) });
    let answer: Decision | null = null;
    while (answer === null) {
      const step = first.next();
      if (step.done === true) answer = step.value;
    }
    const steps = decide(task);
    for (;;) {
      yield answer;
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  },
} satisfies Study<DecisionQuestion, Decision>;

/** A grid as fine as was asked for, or as the work of a run allows. */
function affordable({ network, kernels, memoryLimit }: Subject, asked: number): number {
  const { work, bytes } = planFor(network, 1, kernels.floatType);
  if (bytes > memoryLimit) throw new StudyRefused(`${network.name} does not fit the memory limit.`);
  // Of the work of a plan, a third is the forward pass.
  const cells = workBudget / Math.max(1, work / 3);
  return Math.max(leastSize, Math.min(asked, Math.floor(Math.sqrt(cells))));
}
