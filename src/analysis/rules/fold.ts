/** Folds findings that follow from another one under it, so that one mistake is one finding. */
import { atLeast, severities } from '../../base/problem';
import type { Finding } from '../report';
import type { RuleId } from './rule';

/** Which rules follow from a rule, causes before consequences: a finding goes under the first cause that fits. */
const consequencesOf: readonly (readonly [cause: RuleId, consequences: readonly RuleId[]])[] = [
  [
    'non-finite',
    ['symmetric-init', 'no-gradient', 'dead-relu', 'vanishing', 'exploding', 'saturation', 'initial-loss'],
  ],
  ['symmetric-init', ['no-gradient', 'dead-relu', 'vanishing', 'exploding', 'saturation', 'initial-loss']],
  ['vanishing', ['saturation', 'dead-relu', 'no-gradient']],
  ['exploding', ['initial-loss', 'saturation', 'dead-relu']],
  ['dead-relu', ['no-gradient']],
  ['saturation', ['initial-loss', 'no-gradient']],
  ['no-gradient', ['dead-relu']],
];

/** The order of findings of one severity: what is a fact comes before what is a judgement. */
const order: readonly RuleId[] = [
  'non-finite',
  'symmetric-init',
  'no-gradient',
  'vanishing',
  'exploding',
  'dead-relu',
  'saturation',
  'initial-loss',
];

/** Findings with their consequences, the gravest first. A graver finding is never hidden under a lesser one. */
export function fold(findings: readonly Finding[]): readonly Finding[] {
  const sorted = findings.toSorted(byGravity);
  const causes = sorted.map((finding) => causeOf(finding, sorted));
  const top = sorted.filter((_, index) => causes[index] === null);
  // A consequence of a consequence goes to the top: the list is one level deep.
  const rootOf = (finding: Finding): Finding => {
    const cause = causes[sorted.indexOf(finding)] ?? null;
    return cause ? rootOf(cause) : finding;
  };
  return top.map((finding) => ({
    ...finding,
    consequences: sorted.filter((other) => other !== finding && rootOf(other) === finding),
  }));
}

function causeOf(finding: Finding, sorted: readonly Finding[]): Finding | null {
  for (const [cause, consequences] of consequencesOf) {
    if (!consequences.includes(finding.rule)) continue;
    const found = sorted.find(
      (other) =>
        other.rule === cause && atLeast(other.severity, finding.severity) && explains(other, finding),
    );
    if (found) return found;
  }
  // The same rule with the same cause at several layers is one mistake; the gravest stands for all.
  const twin = sorted.find((other) => other.rule === finding.rule && other.cause === finding.cause);
  return twin && twin !== finding ? twin : null;
}

/**
 * What is frozen is so for a reason of its own; dead units end the gradient only where all of them are dead, and go under it where
 * they are too common in such a network to be grave themselves.
 */
function explains(cause: Finding, { rule, severity }: Finding): boolean {
  if (cause.rule === 'no-gradient') return !atLeast(severity, cause.severity);
  if (rule !== 'no-gradient') return true;
  return severity !== 'information' && (cause.rule !== 'dead-relu' || cause.value === 1);
}

function byGravity(one: Finding, other: Finding): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    order.indexOf(one.rule) - order.indexOf(other.rule) ||
    (one.layer ?? -1) - (other.layer ?? -1)
  );
}
