/** Says once what a rule finds in many layers: one finding per severity, at the worst layer. */
import { percent, wholeNumber } from '../../base/numbers';
import { severities } from '../../base/problem';
import type { NetworkReport } from '../report';
import type { Rule, Subject, Verdict } from './rule';

/** The verdicts of one rule, those of a severity in one where the rule has a sentence for several layers. */
export function together(rule: Rule, subject: Subject, verdicts: readonly Verdict[]): readonly Verdict[] {
  if (!rule.together) return verdicts;
  return severities.flatMap((severity) => {
    const same = verdicts.filter((verdict) => verdict.severity === severity);
    const [first, ...others] = same;
    if (!first || others.length === 0) return same;
    const gravity = (verdict: Verdict): number => rule.gravity?.(verdict) ?? verdict.value;
    const worst = others.reduce((most, next) => (gravity(next) > gravity(most) ? next : most), first);
    return [{ ...worst, message: rule.together?.(subject, worst, same) ?? worst.message }];
  });
}

/** How many layers, their range and the worst: "11 of 20 layers, 13 to 38 %, the most in linear20 (limit 10 %)". */
export function layersText(
  { layers }: Pick<NetworkReport, 'layers'>,
  worst: Verdict,
  verdicts: readonly Verdict[],
  able: number,
): string {
  const least = percent(Math.min(...verdicts.map(({ value }) => value)));
  const most = percent(worst.value);
  const range = least === most ? most : `${least.replace(/ %$/, '')} to ${most}, the most`;
  const name = worst.layer === null ? undefined : layers[worst.layer]?.name;
  const place = name === undefined ? '' : least === most ? `, as in ${name}` : ` in ${name}`;
  return `${wholeNumber(verdicts.length)} of ${wholeNumber(able)} layers, ${range}${place} (limit ${percent(worst.limit)})`;
}
