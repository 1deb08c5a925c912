/** The numbers of every parameter: its spread, its gradient and how the two compare. */
import type { ParameterNode } from '../graph/network';
import type { Initialisation } from '../tensor/initialisations';
import type { Trace } from '../engine/trace';
import type { ParameterReport } from './report';
import { largestMagnitude, rootMeanSquare, statisticsOf } from './statistics';
import { shortNumber } from '../base/numbers';

/** The report of one parameter over one trace. */
export function parameterReport(trace: Trace, node: ParameterNode): ParameterReport {
  const values = trace.parameters.get(node.name);
  const gradient = trace.parameterGradients.get(node.name) ?? null;
  const rms = values ? rootMeanSquare(values) : NaN;
  const gradientRms = gradient && rootMeanSquare(gradient);
  return {
    name: node.name,
    role: node.role,
    shape: node.shape,
    trainable: node.trainable,
    initialisation: initialisationText(node.initialisation),
    written: node.written !== null,
    std: values ? statisticsOf(values).std : NaN,
    rms,
    gradientRms,
    gradientMaximum: gradient && largestMagnitude(gradient.data),
    gradientRatio: gradientRms === null || rms === 0 ? null : gradientRms / rms,
  };
}

/** An initialisation as the user would write it. */
export function initialisationText({ name, argument, values }: Initialisation): string {
  if (values) return 'given values';
  return argument === undefined ? name : `${name} ${shortNumber(argument)}`;
}
