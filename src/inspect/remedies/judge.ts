/** Whether an edit helps: the finding gone or milder, the number that it is about better, and nothing graver in its place. */
import type { Finding, NetworkReport } from '../../analysis/report';
import { atLeast, severities } from '../../base/problem';
import type { Quantity, Seen } from './quantities';
import type { Candidate, Measured } from './remedy';

/** A number has to come nearer to well by at least this share to be better. */
const leastGain = 0.1;

/** What became of a finding. */
export interface Outcome {
  /** The gravest that is left of it; null: it is gone. */
  readonly left: Finding | null;
  /** A finding that is new and at least as grave; null: there is none. */
  readonly graver: Finding | null;
}

/** All findings of a report, those that follow from others after their cause. */
export function everyFinding({ findings }: NetworkReport): readonly Finding[] {
  return findings.flatMap((finding) => [finding, ...finding.consequences]);
}

/** What became of a finding of one report in the next. */
export function outcomeOf(finding: Finding, before: NetworkReport, after: NetworkReport): Outcome {
  const known = everyFinding(before);
  const others = known.filter((each) => each.rule === finding.rule && each !== finding);
  const found = everyFinding(after);
  const same = found.filter(
    (each) =>
      each.rule === finding.rule &&
      !others.some(
        (other) => nameOf(before, other) === nameOf(after, each) && other.severity === each.severity,
      ),
  );
  const graver = found.find(
    (each) =>
      each.rule !== finding.rule &&
      atLeast(each.severity, finding.severity) &&
      each.severity !== 'information' &&
      !known.some(({ rule, severity }) => rule === each.rule && atLeast(severity, each.severity)),
  );
  return { left: same.toSorted(byGravity)[0] ?? null, graver: graver ?? null };
}

function nameOf({ layers }: NetworkReport, { layer }: Finding): string | null {
  return layer === null ? null : (layers[layer]?.name ?? null);
}

function byGravity(one: Finding, other: Finding): number {
  return severities.indexOf(one.severity) - severities.indexOf(other.severity);
}

/** The first number that is better after the edit; a sentence that says why there is none. */
export function improvement(
  quantities: readonly Quantity[],
  { judgedBy }: Candidate,
  before: Seen,
  after: Seen,
): (Measured & { readonly gain: number }) | string {
  let said = 'it could not be measured';
  for (const quantity of quantities) {
    if (judgedBy === 'training' && quantity.trains !== true) continue;
    const [old, now] = [quantity.measure(before), quantity.measure(after)];
    if (old === null || now === null) continue;
    const measured: Measured = {
      quantity: quantity.name(after),
      before: old,
      after: now,
      beforeText: quantity.show(old),
      afterText: quantity.show(now),
    };
    const [bad, less] = [quantity.badness(old), quantity.badness(now)];
    if (less < bad * (1 - leastGain)) return { ...measured, gain: gainOf(bad, less) };
    said = `${measured.quantity} ${measured.beforeText} → ${measured.afterText}`;
  }
  return said;
}

/** From 0, nothing gained, to 1, all is well. */
function gainOf(bad: number, less: number): number {
  return Number.isFinite(bad) ? 1 - less / bad : less === 0 ? 1 : 1 / (1 + less);
}
