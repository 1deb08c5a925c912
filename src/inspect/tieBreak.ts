/** The tie-breaker: where a verdict on the gradient is doubtful and a training is cheap, the network shows whether it trains. */
import type { Finding } from '../analysis/report';
import { isInDoubt } from '../analysis/rules/doubtful';
import { trainabilitySamples, type Trainability } from '../analysis/trainability';
import type { TrainingSubject } from '../engine/training/preparing';
import { probeTrainability } from './trainability';

/** Operations that it may cost, a few seconds at most; a healthy network is through after a third of them. */
const budget = 2e10;

/** Whether a finding about the size of the gradient is bad, but not beyond doubt. */
export function isDoubtful(findings: readonly Finding[]): boolean {
  return findings.some(
    (finding) =>
      ((finding.rule === 'vanishing' || finding.rule === 'exploding') && isInDoubt(finding)) ||
      isDoubtful(finding.consequences),
  );
}

/** Tries to memorise one batch, yielding after every step; null where that is too dear, or cannot be done. */
export function* tieBreak(subject: TrainingSubject): Generator<undefined, Trainability | null> {
  const steps = probeTrainability(subject, { budget, untilTrains: true, least: trainabilitySamples });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return 'refusal' in step.value ? null : step.value;
    yield;
  }
}
