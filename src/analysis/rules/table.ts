/** The table of all rules, and the findings that they make together. */
import type { Span } from '../../base/span';
import type { Finding } from '../report';
import { deadRelu } from './deadRelu';
import { exploding } from './exploding';
import { lossMismatch } from './lossMismatch';
import { outputActivation } from './outputActivation';
import { outputUnits } from './outputUnits';
import { dropout } from './dropoutRate';
import { learningRate } from './learningRate';
import { updateRatio } from './updateRatio';
import { clipping } from './clipping';
import { missingZeroGrad } from './missingZeroGrad';
import { halfPrecision } from './halfPrecision';
import { layerImbalance } from './layerImbalance';
import { normMisuse } from './normMisuse';
import { linearStack } from './linearStack';
import { inputScale } from './inputScale';
import { nonlinearityMisplaced } from './nonlinearityMisplaced';
import { fold } from './fold';
import { initialLoss } from './initialLoss';
import { initScale } from './initScale';
import { noGradient } from './noGradient';
import { nonFinite } from './nonFinite';
import { recurrentGradient } from './recurrentGradient';
import { saturation } from './saturation';
import { symmetricInit } from './symmetricInit';
import { together } from './together';
import { vanishing } from './vanishing';
import type { Rule, RuleId, Subject } from './rule';

/** Every rule by its id. */
export const rules = {
  'non-finite': nonFinite,
  'no-gradient': noGradient,
  vanishing,
  exploding,
  'dead-relu': deadRelu,
  saturation,
  'symmetric-init': symmetricInit,
  'initial-loss': initialLoss,
  'loss-mismatch': lossMismatch,
  'output-activation': outputActivation,
  'output-units': outputUnits,
  dropout,
  'learning-rate': learningRate,
  'update-ratio': updateRatio,
  clipping,
  'missing-zero-grad': missingZeroGrad,
  'half-precision': halfPrecision,
  'layer-imbalance': layerImbalance,
  'norm-misuse': normMisuse,
  'linear-stack': linearStack,
  'input-scale': inputScale,
  'nonlinearity-misplaced': nonlinearityMisplaced,
  'init-scale': initScale,
  'recurrent-gradient': recurrentGradient,
} as const satisfies Record<RuleId, Rule>;

/** All rule ids. */
export const ruleIds = Object.keys(rules) as RuleId[]; // the keys of a constant object are exactly its ids

/** The rules that read graph, loss and data alone, and speak of a network that could not be run as well. */
const withoutRun: ReadonlySet<RuleId> = new Set<RuleId>([
  'loss-mismatch',
  'output-activation',
  'output-units',
  'learning-rate',
  'missing-zero-grad',
  'dropout',
  'norm-misuse',
  'linear-stack',
  'input-scale',
  'nonlinearity-misplaced',
]);

/** What all rules find: silenced findings dropped, consequences folded under their causes, the gravest first. A circuit has none. */
export function findings(subject: Subject): readonly Finding[] {
  if (subject.network.circuit) return [];
  const wasRun = subject.report.refusal === null;
  const ignored = ignoredByRow(subject);
  const found = ruleIds.flatMap((rule) => {
    if (!wasRun && !withoutRun.has(rule)) return [];
    const heard = [...rules[rule].check(subject)].filter(
      ({ layer, span }) =>
        !subject.network.ignore.includes(rule) &&
        ignored.get(layer ?? -1)?.includes(rule) !== true &&
        !ignoredAt(subject, span, rule) &&
        !ignoredByLine(subject, layer, span, rule),
    );
    return together(rules[rule], subject, heard).map(({ span, ...verdict }): Finding => ({
      rule,
      ...verdict,
      span: span ?? placeOf(subject, verdict.layer),
      consequences: [],
    }));
  });
  return fold(found);
}

function placeOf({ report, network }: Subject, layer: number | null): Span {
  return (layer === null ? null : report.layers[layer]?.span) ?? network.span;
}

/** Whether a rule is silenced for the layer of the source that a verdict points at; without a run there are no rows to know it by. */
function ignoredAt({ network }: Subject, span: Span | undefined, rule: RuleId): boolean {
  return network.layers.some((layer) => layer.span === span && layer.ignore.includes(rule));
}

/** Whether a rule is silenced for the lines on which a verdict points, its layer or the activation merged into that begins, or a program calls it. */
function ignoredByLine(
  { network, report }: Subject,
  layer: number | null,
  span: Span | undefined,
  rule: RuleId,
): boolean {
  const row = layer === null ? undefined : report.layers[layer];
  const places = [span ?? row?.span ?? network.span, row?.span, row?.activationSpan, ...(row?.calls ?? [])];
  return (network.ignoredLines ?? []).some(
    ({ path, from, to, rules: silent }) =>
      silent.includes(rule) &&
      places.some(
        (place) =>
          place && (path ?? place.path) === place.path && from <= place.start.line && place.start.line <= to,
      ),
  );
}

/**
 * The rules that are silenced for a row, for rows that have such. A row may stand for two layers of the source: the one that it is named
 * after, and the activation merged into it.
 */
function ignoredByRow({ network, report }: Subject): ReadonlyMap<number, readonly string[]> {
  const byName = new Map<string, readonly string[]>();
  const bySpan = new Map<Span, readonly string[]>();
  for (const { name, span, ignore } of network.layers) {
    if (ignore.length === 0) continue;
    byName.set(name, ignore);
    bySpan.set(span, [...(bySpan.get(span) ?? []), ...ignore]);
  }
  const rows = new Map<number, readonly string[]>();
  if (byName.size === 0) return rows;
  report.layers.forEach(({ name, activationSpan }, index) => {
    const merged = activationSpan && bySpan.get(activationSpan);
    rows.set(index, [...(byName.get(name) ?? []), ...(merged ?? [])]);
  });
  return rows;
}
