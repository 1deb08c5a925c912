/** The table of all rules, and the findings that they make together. */
import type { Span } from '../../base/span';
import type { Finding, LayerReport } from '../report';
import { deadRelu } from './deadRelu';
import { exploding } from './exploding';
import { fold } from './fold';
import { initialLoss } from './initialLoss';
import { noGradient } from './noGradient';
import { nonFinite } from './nonFinite';
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
} as const satisfies Record<RuleId, Rule>;

/** All rule ids. */
export const ruleIds = Object.keys(rules) as RuleId[]; // the keys of a constant object are exactly its ids

/** What all rules find: silenced findings dropped, consequences folded under their causes, the gravest first. */
export function findings(subject: Subject): readonly Finding[] {
  const found = ruleIds.flatMap((rule) => {
    const heard = [...rules[rule].check(subject)].filter(({ layer }) => !silenced(subject, rule, layer));
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

function silenced(subject: Subject, rule: RuleId, layer: number | null): boolean {
  if (subject.network.ignore.includes(rule)) return true;
  const row = layer === null ? undefined : subject.report.layers[layer];
  return row !== undefined && ignoredBy(subject, row).includes(rule);
}

/** A row may stand for two layers of the source: the one that it is named after, and the activation merged into it. */
function ignoredBy({ network }: Subject, row: LayerReport): readonly string[] {
  return network.layers
    .filter(({ name, span }) => name === row.name || span === row.activationSpan)
    .flatMap(({ ignore }) => ignore);
}
