/** Judges what was found in a mutant, and counts over many of them. */
import { atLeast } from '../../src/base/problem';
import type { Finding, NetworkReport } from '../../src/analysis/report';
import type { Pair } from './corpus';

/** What came of one pair. */
export interface Judgement {
  readonly pair: Pair;
  readonly found: readonly Finding[];
  /** The finding that names the mistake, first of all or folded under something that follows from it; null: a miss. */
  readonly right: Finding | null;
  readonly atRightLayer: boolean;
  /** Whether the original has nothing that names the mistake. */
  readonly silentBefore: boolean;
  /** Warnings and errors, and those among them that the mistake explains. */
  readonly loud: number;
  readonly explained: number;
}

/** Compares what is said of a mutant with what its mistake is, and with what was said of its original. */
export function judged(pair: Pair, mutant: NetworkReport, original: NetworkReport): Judgement {
  const { severity: least = 'warning' } = pair.mutation;
  const { findings } = mutant;
  const loud = loudOf(findings);
  const right = rightFinding(pair, findings);
  return {
    pair,
    found: findings,
    right,
    atRightLayer: right !== null && pointsRight(pair, right, mutant),
    silentBefore: !original.findings.some(
      (finding) => atLeast(finding.severity, least) && names(pair, finding),
    ),
    loud: loud.length,
    explained: loud.filter((finding) => explains(pair, finding)).length,
  };
}

/** Warnings and errors. */
export function loudOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => atLeast(severity, 'warning'));
}

function names({ mutation }: Pair, { rule }: Finding): boolean {
  return mutation.rules.some((id) => id === rule);
}

function explains(pair: Pair, finding: Finding): boolean {
  return names(pair, finding) || pair.mutation.under?.some((id) => id === finding.rule) === true;
}

/** The gravest finding has to name the mistake; what deserves a note only has to stand without anything graver. */
function rightFinding(pair: Pair, findings: readonly Finding[]): Finding | null {
  const [first] = loudOf(findings);
  if (!first) {
    if (pair.mutation.severity !== 'information') return null;
    return findings.find((finding) => names(pair, finding)) ?? null;
  }
  if (names(pair, first)) return first;
  const folded = first.consequences.find((finding) => names(pair, finding));
  return explains(pair, first) ? (folded ?? null) : null;
}

function pointsRight({ mutant, parts }: Pair, { span, layer }: Finding, { layers }: NetworkReport): boolean {
  const row = layer === null ? undefined : layers[layer];
  if (layer === null && parts.includes('network')) return true;
  return [span, row?.span, row?.activationSpan].some((place) => place && mutant.within(parts, place));
}

/** Shares of judgements. */
export interface Scores {
  readonly pairs: number;
  readonly recall: number;
  /** The mean of the recalls of the kinds. */
  readonly recallByKind: number;
  /** Of what was named. */
  readonly rightLayer: number;
  readonly discrimination: number;
  readonly precision: number;
}

/** Counts judgements. */
export function scoresOf(judgements: readonly Judgement[]): Scores {
  const named = judgements.filter(({ right }) => right !== null);
  const kinds = new Set(judgements.map(({ pair }) => pair.kind));
  const recalls = [...kinds].map((kind) =>
    share(
      judgements.filter(({ pair }) => pair.kind === kind),
      ({ right }) => right !== null,
    ),
  );
  const loud = sum(judgements.map((each) => each.loud));
  return {
    pairs: judgements.length,
    recall: named.length / judgements.length,
    recallByKind: sum(recalls) / recalls.length,
    rightLayer: share(named, ({ atRightLayer }) => atRightLayer),
    discrimination: share(judgements, ({ right, silentBefore }) => right !== null && silentBefore),
    precision: sum(judgements.map(({ explained }) => explained)) / loud,
  };
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
