/** The numbers of every parameter: its spread, its gradient and how the two compare. */
import type { ParameterNode } from '../graph/network';
import type { Initialisation } from '../tensor/initialisations';
import type { ParameterMeasures } from './measures';
import type { ParameterReport } from './report';
import { shortNumber } from '../base/numbers';

/** The report of one parameter; without measures where it was not computed. */
export function parameterReport(node: ParameterNode, measures: ParameterMeasures | null): ParameterReport {
  const { std, rms, gradient } = measures ?? { std: NaN, rms: NaN, gradient: null };
  return {
    name: node.name,
    role: node.role,
    shape: node.shape,
    trainable: node.trainable,
    initialisation: node.derived
      ? `${node.derived.part} of ${node.derived.weight}`
      : initialisationText(node.initialisation),
    written: node.written !== null,
    std,
    rms,
    gradientRms: gradient && gradient.rms,
    gradientMaximum: gradient && gradient.maximum,
    gradientRatio: gradient === null || rms === 0 ? null : gradient.rms / rms,
  };
}

/** The word for numbers that come from no law. */
export const givenValues = 'given values';

/** An initialisation as the user would write it. */
export function initialisationText({ name, argument, centre, limit, values }: Initialisation): string {
  if (values) return givenValues;
  const number = argument === undefined ? '' : ` ${shortNumber(argument)}`;
  const around = centre === undefined ? '' : ` around ${shortNumber(centre)}`;
  return `${name}${number}${around}${limit === undefined ? '' : ` within ${shortNumber(limit)}`}`;
}
