/** Layers of network files that join several values: sums, products, differences and extremes, and values side by side. */
import type { Value } from '../../../graph/network';
import type { OpCall } from '../../../ops/table';
import { row, type Placed, type Row } from '../fields';
import { defined, oneOrMany, placed, text } from '../forms';
import { axisField, axisOfSample } from './sampleAxes';
import { joining, type LayerContext, type Plan } from './statements';

/** The id of an earlier layer, or a list of them. */
export const namesForm = oneOrMany(placed(text('the id of an earlier layer')), 'ids of earlier layers');

/** The option that names what a layer takes besides the previous one. */
export const withField = (meaning: string): { form: typeof namesForm; meaning: string } => ({
  form: defined('names', namesForm),
  meaning,
});

/** The names that were read of it. */
export type Names = Placed<NonNullable<ReturnType<typeof namesForm.read>>> | undefined;

/** All layers that join. */
export const joinRows: Readonly<Record<string, Row<Plan>>> = {
  add: folding('add', 'The sum', 'adds'),
  multiply: folding('multiply', 'The product', 'multiplies'),
  subtract: folding('subtract', 'The difference', 'subtracts'),
  maximum: folding('maximum', 'The largest number at each place', 'compares'),
  minimum: folding('minimum', 'The smallest number at each place', 'compares'),
  concat: row({
    meaning:
      'The previous layer and the named ones side by side, or what `from` names: channels of images, features of lists.',
    main: 'with',
    options: {
      with: withField('What stands behind the previous layer.'),
      axis: axisField('The axis along which they stand, counted from 1; -1 is the last.', 1),
    },
    make: ({ with: named, axis: written }) =>
      joining((context) => {
        const found = axisOfSample(context, written, 1);
        if ('reason' in found) {
          return context.builder.opaque(found.reason, context.args, context.layer, context.span);
        }
        return join(context, named, 'joins', { op: 'concat', attributes: { axis: found.axis } });
      }),
  }),
};

function folding(
  op: 'add' | 'multiply' | 'subtract' | 'maximum' | 'minimum',
  result: string,
  verb: string,
): Row<Plan> {
  return row({
    meaning: `${result} of the previous layer and the named ones, or of what \`from\` names.`,
    main: 'with',
    options: { with: withField('What is taken besides the previous layer.') },
    make: ({ with: named }) => joining((context) => join(context, named, verb, { op, attributes: {} })),
  });
}

/** The previous value and the named ones, without names what `from` gives; those that do not exist have been reported. */
export function joinedValues(
  { args, find }: LayerContext,
  named: Names,
): { readonly values: readonly Value[]; readonly complete: boolean } {
  const wanted = named?.value ?? [];
  const known = wanted
    .map(({ value, written }) => find(value, written.range))
    .filter((value) => value !== undefined);
  return { values: [...args, ...known], complete: known.length === wanted.length };
}

function join(context: LayerContext, named: Names, verb: string, call: OpCall): Value {
  const { builder, layer, span } = context;
  const { values, complete } = joinedValues(context, named);
  if (complete) return builder.op(call, values, layer, span);
  return builder.opaque(`One of the layers that it ${verb} does not exist.`, values, layer, span);
}
