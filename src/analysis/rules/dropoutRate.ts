/** Dropout: a rate at which little of a layer is left. */
import { percent } from '../../base/numbers';
import type { Severity } from '../../base/problem';
import type { Limits } from './limits';
import type { Rule, Verdict } from './rule';
import { isCall, layerName, opsOf, placeIn } from './structure';

/** Dropout rates beyond one half. */
export const dropout: Rule = {
  title: 'Dropout rate',
  why: 'What is dropped learns nothing in that step and its noise reaches all layers behind; some programs of old also wrote the share that stays.',
  *check(subject) {
    for (const [, node] of opsOf(subject.network)) {
      const drops = isCall(
        node,
        'dropout',
        'feature-dropout',
        'alpha-dropout',
        'feature-alpha-dropout',
        'gaussian-dropout',
      );
      if (!drops) continue;
      const { rate } = node.call.attributes;
      const passed = gravity(rate, subject.limits.dropout);
      if (passed)
        yield {
          ...passed,
          ...said(layerName(subject.network, node), rate, passed.limit),
          ...placeIn(subject, node),
        };
    }
  },
};

/** Above the limit for information and error, from it on for a warning: 0.8 is the share that stays of old. */
function gravity(
  rate: number,
  { error, warning, information }: Limits['dropout'],
): { readonly severity: Severity; readonly limit: number } | null {
  if (rate >= error.value) return { severity: 'error', limit: error.value };
  if (rate >= warning.value) return { severity: 'warning', limit: warning.value };
  return rate > information.value ? { severity: 'information', limit: information.value } : null;
}

function said(
  name: string,
  rate: number,
  limit: number,
): Pick<Verdict, 'value' | 'message' | 'cause' | 'remedies'> {
  return {
    value: rate,
    message: `The dropout ${name} drops ${percent(rate)} in training (limit ${percent(limit)}).`,
    cause:
      rate >= 1
        ? 'Nothing is left: every output is 0, and no gradient passes.'
        : `Of what it is given ${percent(1 - rate)} is left, scaled by ${(1 / (1 - rate)).toPrecision(2)}.`,
    remedies: [
      'Take a rate from 0.1 to 0.5.',
      `If ${percent(rate)} was to stay, write the rate that is dropped.`,
    ],
  };
}
