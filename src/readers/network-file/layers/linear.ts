/** The fully connected layer of network files. */
import type { Value } from '../../../graph/network';
import { row, type Row } from '../fields';
import { flag, whole } from '../forms';
import { addParameter, biasWhenSilent, startOptions, type Start } from './parameters';
import { addWeight, weightNormOptions, type WeightNorms } from './weightNorms';
import { unary, type LayerContext, type Plan } from './statements';

/** Larger layers are slips of the keyboard: one weight matrix would take exabytes. */
export const mostUnits = 1_000_000_000;

/** `linear: 32` with its options. */
export const linearRow: Row<Plan> = row({
  meaning: 'Fully connected layer: y = x W^T + b, with the given number of units.',
  main: 'units',
  required: true,
  options: {
    units: { form: whole({ minimum: 1, maximum: mostUnits }), meaning: 'Number of outputs.' },
    bias: { form: flag, meaning: 'Whether it has a bias.', fallback: true },
    ...startOptions,
    ...weightNormOptions,
  },
  make: ({ units, bias, init, 'bias-init': biasInit, weights, biases, ...norms }) =>
    units &&
    unary((context) =>
      addLinear(
        context,
        units.value,
        { init, given: weights },
        bias?.value === false ? null : { init: biasInit, given: biases },
        norms,
      ),
    ),
});

function addLinear(
  context: LayerContext,
  units: number,
  weightStart: Start,
  biasStart: Start | null,
  norms: WeightNorms,
): Value {
  const { builder, layer, args, span, range, report } = context;
  const [x] = args;
  const type = builder.typeOf(x);
  if (!type) return builder.opaque('Its input is not known.', args, layer, span);
  const features = type.shape.length < 2 ? undefined : type.shape.at(-1);
  if (features === undefined) {
    const reason =
      'Linear needs a list of features, but its input is one number per sample; write input: [1].';
    report.error(reason, range);
    return builder.opaque(reason, args, layer, span);
  }
  const fans = { fanIn: features, fanOut: units };
  const weight = addWeight(
    context,
    {
      part: 'weight',
      role: 'weight',
      shape: [units, features],
      axes: 'outputs x inputs',
      fans,
      start: weightStart,
      silent: { name: 'pytorch' },
    },
    norms,
  );
  if (!biasStart) return builder.op({ op: 'linear', attributes: {} }, [x, weight], layer, span);
  const bias = addParameter(context, {
    part: 'bias',
    role: 'bias',
    shape: [units],
    axes: 'one per output',
    fans,
    start: biasStart,
    silent: biasWhenSilent(weightStart),
  });
  return builder.op({ op: 'linear', attributes: {} }, [x, weight, bias], layer, span);
}
