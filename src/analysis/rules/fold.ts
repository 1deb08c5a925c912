/** Folds findings that follow from another one under it, so that one mistake is one finding. */
import { atLeast, severities } from '../../base/problem';
import type { Finding } from '../report';
import { overshooting } from './learningRate';
import { inTheData } from './nonFinite';
import type { RuleId } from './rule';

/** Which rules follow from a rule, causes before consequences: a finding goes under the first cause that fits. */
const consequencesOf: readonly (readonly [cause: RuleId, consequences: readonly RuleId[]])[] = [
  [
    'non-finite',
    ['symmetric-init', 'no-gradient', 'dead-relu', 'vanishing', 'exploding', 'saturation', 'initial-loss'],
  ],
  ['symmetric-init', ['no-gradient', 'dead-relu', 'vanishing', 'exploding', 'saturation', 'initial-loss']],
  ['loss-mismatch', ['non-finite', 'initial-loss', 'saturation']],
  ['output-units', ['initial-loss', 'no-gradient']],
  ['output-activation', ['non-finite', 'initial-loss', 'saturation', 'dead-relu', 'no-gradient']],
  ['missing-zero-grad', ['learning-rate', 'update-ratio', 'clipping']],
  ['input-scale', ['learning-rate', 'update-ratio', 'clipping', 'layer-imbalance']],
  [
    'nonlinearity-misplaced',
    ['learning-rate', 'update-ratio', 'clipping', 'layer-imbalance', 'half-precision'],
  ],
  ['loss-mismatch', ['learning-rate', 'update-ratio', 'clipping', 'half-precision']],
  ['output-activation', ['learning-rate', 'update-ratio', 'clipping', 'half-precision']],
  ['symmetric-init', ['learning-rate', 'update-ratio', 'layer-imbalance', 'half-precision']],
  ['exploding', ['learning-rate', 'update-ratio', 'clipping', 'layer-imbalance']],
  ['vanishing', ['layer-imbalance', 'half-precision', 'update-ratio']],
  ['saturation', ['layer-imbalance', 'half-precision', 'update-ratio']],
  ['dead-relu', ['layer-imbalance', 'half-precision', 'update-ratio']],
  ['learning-rate', ['update-ratio', 'clipping']],
  ['clipping', ['update-ratio']],
  ['dropout', ['no-gradient']],
  ['norm-misuse', ['vanishing', 'no-gradient']],
  ['input-scale', ['initial-loss', 'saturation']],
  ['nonlinearity-misplaced', ['non-finite', 'exploding', 'vanishing', 'no-gradient', 'initial-loss']],
  ['linear-stack', ['initial-loss']],
  [
    'init-scale',
    [
      ...([
        'non-finite',
        'vanishing',
        'exploding',
        'saturation',
        'dead-relu',
        'initial-loss',
        'recurrent-gradient',
      ] as const),
      ...(['learning-rate', 'layer-imbalance', 'update-ratio', 'clipping', 'half-precision'] as const),
    ],
  ],
  ['recurrent-gradient', ['vanishing', 'exploding']],
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
  'output-units',
  'loss-mismatch',
  'output-activation',
  'missing-zero-grad',
  'learning-rate',
  'update-ratio',
  'clipping',
  'dropout',
  'norm-misuse',
  'nonlinearity-misplaced',
  'linear-stack',
  'input-scale',
  'init-scale',
  'no-gradient',
  'vanishing',
  'exploding',
  'recurrent-gradient',
  'dead-relu',
  'saturation',
  'layer-imbalance',
  'initial-loss',
  'half-precision',
];

/** Findings with their consequences, the gravest first. A graver finding is never hidden under a lesser one. */
export function fold(findings: readonly Finding[]): readonly Finding[] {
  const sorted = findings.toSorted(byGravity);
  const eldest = eldestOf(sorted);
  const causes = new Map(sorted.map((finding) => [finding, causeOf(finding, eldest)]));
  const under = new Map<Finding, Finding[]>();
  for (const finding of sorted) {
    const root = rootOf(finding, causes);
    const known = under.get(root) ?? [];
    if (root !== finding) known.push(finding);
    under.set(root, known);
  }
  return sorted
    .filter((finding) => causes.get(finding) === null)
    .map((finding) => ({ ...finding, consequences: under.get(finding) ?? [] }));
}

/** A consequence of a consequence goes to the top: the list is one level deep. */
function rootOf(finding: Finding, causes: ReadonlyMap<Finding, Finding | null>): Finding {
  let root = finding;
  for (let cause = causes.get(root); cause; cause = causes.get(root)) root = cause;
  return root;
}

/** The first findings of their kind in the order of gravity: with hundreds of layers a rule may have found as much. */
interface Eldest {
  /** By rule: all that can differ as a cause, which is severity and whether the value is 1. */
  readonly causes: ReadonlyMap<RuleId, readonly Finding[]>;
  /** By rule and cause. */
  readonly twins: ReadonlyMap<string, Finding>;
}

function eldestOf(sorted: readonly Finding[]): Eldest {
  const causes = new Map<RuleId, Finding[]>();
  const twins = new Map<string, Finding>();
  for (const finding of sorted) {
    const known = causes.get(finding.rule) ?? [];
    const alike = ({ severity, value }: Finding): boolean =>
      severity === finding.severity && (value === 1) === (finding.value === 1);
    if (!known.some(alike)) known.push(finding);
    causes.set(finding.rule, known);
    const key = twinKey(finding);
    if (!twins.has(key)) twins.set(key, finding);
  }
  return { causes, twins };
}

function twinKey({ rule, cause }: Finding): string {
  return `${rule} ${cause}`;
}

function causeOf(finding: Finding, { causes, twins }: Eldest): Finding | null {
  for (const [cause, consequences] of consequencesOf) {
    if (!consequences.includes(finding.rule)) continue;
    const found = causes
      .get(cause)
      ?.find((other) => atLeast(other.severity, finding.severity) && explains(other, finding));
    if (found) return found;
  }
  // The same rule with the same cause at several layers is one mistake; the gravest stands for all.
  const twin = twins.get(twinKey(finding)) ?? null;
  return twin === finding ? null : twin;
}

/**
 * What is frozen is so for a reason of its own; dead units end the gradient only where all of them are dead, and go under it where
 * they are too common in such a network to be grave themselves.
 */
function explains(cause: Finding, { rule, severity, layer, cause: theirs }: Finding): boolean {
  if (cause.rule === 'no-gradient') return !atLeast(severity, cause.severity);
  // A rate outside of its range is a mistake whatever else is one.
  if (rule === 'learning-rate') return theirs === overshooting;
  // What is too large overflows in the end.
  if (cause.rule === 'init-scale' && rule === 'non-finite') return cause.value > 1;
  // Two exponentials overflow; a step or a softmax does not. What the loss is given ends only in the loss.
  if (rule === 'non-finite' && cause.rule === 'nonlinearity-misplaced') return cause.value > 1;
  // Over several seeds it has no layer.
  if (rule === 'non-finite' && layer === null)
    return cause.rule === 'output-activation' && theirs !== inTheData;
  if (rule === 'non-finite') return layer === cause.layer;
  // Outputs without a sample hardly change the loss; a single class makes it 0.
  if (rule === 'initial-loss' && cause.rule === 'output-units') return cause.severity === 'error';
  if (rule !== 'no-gradient') return true;
  return severity !== 'information' && endsGradient(cause);
}

/** Rules whose errors say that nothing of the gradient is left; what they warn of leaves some. */
const wholly: ReadonlySet<RuleId> = new Set<RuleId>(['output-units', 'norm-misuse']);

/** Whether a cause can leave nothing of a gradient; dead units and dropout where nothing else is left, outputs where they are constant. */
function endsGradient({ rule, severity, value, limit }: Finding): boolean {
  if (rule === 'dead-relu' || rule === 'dropout') return value === 1;
  // Of misplaced functions it is a step that does.
  if (rule === 'nonlinearity-misplaced') return severity === 'error' && value === 1;
  if (wholly.has(rule)) return severity === 'error';
  return rule !== 'output-activation' || limit === 2;
}

function byGravity(one: Finding, other: Finding): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    order.indexOf(one.rule) - order.indexOf(other.rule) ||
    (one.layer ?? -1) - (other.layer ?? -1)
  );
}
