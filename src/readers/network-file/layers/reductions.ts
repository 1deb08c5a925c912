/** Layers of network files that fold axes of a sample into one number each: the mean over time, the greatest value of each channel. */
import { callNamed } from '../../../graph/calls';
import { row, type Row } from '../fields';
import { flag, oneOrMany } from '../forms';
import { axesOfSample, axisForm, complete } from './sampleAxes';
import { unary, type Plan } from './statements';

const axesForm = complete(oneOrMany(axisForm, 'an axis of the sample, counted from 1, or a list of them'));

const words = {
  mean: 'The mean over an axis of the sample: mean: 1 is the mean over time of [time, features].',
  sum: 'The sum over an axis of the sample.',
  max: 'The greatest number along an axis of the sample; `maximum` compares layers.',
  min: 'The smallest number along an axis of the sample; `minimum` compares layers.',
  product: 'The product over an axis of the sample; `multiply` multiplies layers.',
  logsumexp: 'log of the sum of e^x over an axis of the sample.',
} as const;

/** All layers that fold. */
export const reductionRows: Readonly<Record<string, Row<Plan>>> = Object.fromEntries(
  Object.entries(words).map(([name, meaning]) => [
    name,
    reductionRow(name as keyof typeof words, meaning), // the keys of the table above
  ]),
);

function reductionRow(op: keyof typeof words, meaning: string): Row<Plan> {
  return row({
    meaning,
    main: 'axis',
    required: true,
    options: {
      axis: { form: axesForm, meaning: 'The axis, counted from 1, -1 being the last; or several.' },
      keep: { form: flag, meaning: 'Whether the axis stays, with size 1.', fallback: false },
    },
    make: ({ axis, keep }) =>
      axis &&
      unary((context) => {
        const { builder, report, args, layer, span } = context;
        const refused = (reason: string): ReturnType<typeof builder.opaque> =>
          builder.opaque(reason, args, layer, span);
        const found = axesOfSample(context, axis);
        if ('reason' in found) return refused(found.reason);
        if (new Set(found.axes).size < found.axes.length) {
          const reason = `Expected each axis once, found [${axis.value.join(', ')}].`;
          report.error(reason, axis.range);
          return refused(reason);
        }
        const attributes = { axes: found.axes, keepDimensions: keep?.value ?? false };
        return builder.op(callNamed(op, attributes), args, layer, span);
      }),
  });
}
