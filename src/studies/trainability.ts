/** Trainability: whether the network memorises one batch at three rates, asked for by hand. */
import type { Trainability } from '../analysis/trainability';
import { probeTrainability } from '../inspect/trainability';
import { showing, StudyRefused, type Study } from './study';

/** Nothing is left to choose. */
export type TrainabilityQuestion = object;

/** What is known so far: one course more with every rate; null before the first. */
export type TrainabilityAnswer = Trainability | null;

/** Operations of all trainings together, some ten seconds of work. */
const budget = 6e10;

/** The study. */
export const trainabilityStudy = {
  read: () => ({}),
  answer: function* (subject) {
    let known: TrainabilityAnswer = null;
    const steps = probeTrainability(subject, { budget, untilTrains: false, least: 8 });
    const told = (function* () {
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value;
        known = step.value;
        yield;
      }
    })();
    const found = yield* showing(told, () => known);
    if ('refusal' in found) throw new StudyRefused(found.refusal);
    return found;
  },
} satisfies Study<TrainabilityQuestion, TrainabilityAnswer>;
