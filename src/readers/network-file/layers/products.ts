/** Layers of network files that multiply two values: matrix products, dot products, and bilinear layers with their weights. */
import { shapeText } from '../../../base/numbers';
import type { Value } from '../../../graph/network';
import { frameworkDefaults } from '../../../tensor/frameworkDefaults';
import type { TensorType } from '../../../tensor/tensor';
import { row, type Row } from '../fields';
import { flag, whole } from '../forms';
import { joinedValues, withField, type Names } from './joins';
import { mostUnits } from './linear';
import { addParameter, biasWhenSilent, startOptions, type Start } from './parameters';
import { joining, type LayerContext, type Plan } from './statements';

const withOption = withField('What stands on the right; the previous layer stands on the left.');

/** All layers of this kind. */
export const productRows: Readonly<Record<string, Row<Plan>>> = {
  'matrix-product': row({
    meaning:
      'The matrix product of two layers, sample by sample: the previous layer times the named one, or what `from` names.',
    main: 'with',
    options: {
      with: withOption,
      transpose: {
        form: flag,
        meaning: 'Whether the right one is transposed first, as for queries and keys.',
        fallback: false,
      },
    },
    make: ({ with: named, transpose }) =>
      joining((context) =>
        ofTwo(context, named, 'Matrix-product', (own, pair) =>
          addMatrixProduct(own, pair, transpose?.value ?? false),
        ),
      ),
  }),
  dot: row({
    meaning: 'The dot products of the features of two layers: a number for each place.',
    main: 'with',
    options: { with: withOption },
    make: ({ with: named }) => joining((context) => ofTwo(context, named, 'Dot', addDot)),
  }),
  bilinear: row({
    meaning: 'Bilinear layer of two layers: y = x1 W x2 + b, with the given number of units.',
    main: 'units',
    required: true,
    options: {
      units: { form: whole({ minimum: 1, maximum: mostUnits }), meaning: 'Number of outputs.' },
      with: withOption,
      bias: { form: flag, meaning: 'Whether it has a bias.', fallback: true },
      ...startOptions,
    },
    make: ({ units, with: named, bias, init, 'bias-init': biasInit, weights, biases }) =>
      units &&
      joining((context) =>
        ofTwo(context, named, 'Bilinear', (own, pair) =>
          addBilinear(own, pair, {
            units: units.value,
            weightStart: { init, given: weights },
            biasStart: bias?.value === false ? null : { init: biasInit, given: biases },
          }),
        ),
      ),
  }),
};

/** One of the two values with its type. */
interface Side {
  readonly value: Value;
  readonly type: TensorType;
}

interface Pair {
  readonly left: Side;
  readonly right: Side;
}

function refused({ builder, layer, span }: LayerContext, values: readonly Value[], reason: string): Value {
  return builder.opaque(reason, values, layer, span);
}

/** What does not go together, at the layer. */
function misfit(context: LayerContext, { left, right }: Pair, needs: string): Value {
  const shapes = [left, right].map(({ type }) => shapeText(type.shape.slice(1)));
  const reason = `${needs}, found samples of shape ${shapes.join(' and ')}.`;
  context.report.error(reason, context.range);
  return refused(context, [left.value, right.value], reason);
}

/** The layer of exactly two values whose types are known. */
function ofTwo(
  context: LayerContext,
  named: Names,
  name: string,
  add: (context: LayerContext, pair: Pair) => Value,
): Value {
  const { values, complete } = joinedValues(context, named);
  if (!complete) return refused(context, values, 'One of the layers that it takes does not exist.');
  if (values.length !== 2) {
    const reason = `${name} takes two layers, found ${values.length}; name the second under with, or both in from.`;
    context.report.error(reason, context.range);
    return refused(context, values, reason);
  }
  const [left, right] = values.map((value) => {
    const type = context.builder.typeOf(value);
    return type && { value, type };
  });
  if (left && right) return add(context, { left, right });
  return refused(context, values, 'One of its inputs is not known.');
}

function addMatrixProduct(context: LayerContext, pair: Pair, transpose: boolean): Value {
  const { left, right } = pair;
  const { builder, layer, span } = context;
  const rank = left.type.shape.length;
  // Other ranks would multiply along the batch.
  if (rank < 3 || right.type.shape.length !== rank) {
    return misfit(
      context,
      pair,
      'Matrix-product needs matrices in each sample of both layers, with as many axes',
    );
  }
  const axes = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  const second = transpose
    ? builder.op({ op: 'permute', attributes: { axes } }, [right.value], layer, span)
    : right.value;
  return builder.op({ op: 'matrix-product', attributes: {} }, [left.value, second], layer, span);
}

function addDot(context: LayerContext, pair: Pair): Value {
  const { left, right } = pair;
  const { builder, layer, span } = context;
  const [a, b] = [left.type.shape, right.type.shape];
  if (a.length < 2 || a.length !== b.length || a.at(-1) !== b.at(-1)) {
    return misfit(context, pair, 'Dot needs as many features in both layers');
  }
  const product = builder.op({ op: 'multiply', attributes: {} }, [left.value, right.value], layer, span);
  return builder.op({ op: 'sum', attributes: { axes: [-1], keepDimensions: false } }, [product], layer, span);
}

function addBilinear(
  context: LayerContext,
  pair: Pair,
  {
    units,
    weightStart,
    biasStart,
  }: { readonly units: number; readonly weightStart: Start; readonly biasStart: Start | null },
): Value {
  const { builder, layer, span } = context;
  const { left, right } = pair;
  const [a, b] = [left.type.shape, right.type.shape];
  const [first, second] = [a.at(-1) ?? 0, b.at(-1) ?? 0];
  if (a.length < 2 || a.length !== b.length || a.slice(0, -1).some((size, axis) => size !== b[axis])) {
    return misfit(context, pair, 'Bilinear needs layers that differ in their features only');
  }
  // As PyTorch counts them for a tensor of three axes; its own default has the features of the first input alone.
  const fans = { fanIn: first * second, fanOut: units * second };
  const own = { fanIn: first, fanOut: units };
  const weight = addParameter(context, {
    part: 'weight',
    role: 'weight',
    shape: [units, first, second],
    axes: 'outputs x first inputs x second inputs',
    fans,
    start: weightStart,
    silent: { name: 'pytorch' },
    defaults: frameworkDefaults.weight(own),
  });
  const bias = biasStart && [
    addParameter(context, {
      part: 'bias',
      role: 'bias',
      shape: [units],
      axes: 'one per output',
      fans,
      start: biasStart,
      silent: biasWhenSilent(weightStart),
      defaults: frameworkDefaults.bias(own),
    }),
  ];
  const args = [left.value, right.value, weight, ...(bias ?? [])];
  return builder.op({ op: 'bilinear', attributes: {} }, args, layer, span);
}
