/** Layers of network files that only move the numbers of a sample: other shapes, other orders, parts, margins. */
import { shapeText } from '../../../base/numbers';
import type { Value } from '../../../graph/network';
import { shapeOfCall } from '../../../graph/shapes';
import type { OpCall } from '../../../ops/table';
import type { padModes } from '../../../ops/movement/pad';
import { row, type Placed, type Row } from '../fields';
import { listOf, number, oneOrMany, orNone, whole, word, type Form } from '../forms';
import { axesOfSample, axisCount, axisField, axisForm, axisOfSample, complete } from './sampleAxes';
import { unary, type LayerContext, type Plan } from './statements';

const mostSize = 1_000_000_000;

const place = whole({ minimum: -mostSize, maximum: mostSize });

const sizesForm: Form<number[]> = complete(
  listOf(whole({ minimum: -1, maximum: mostSize }), 'the sizes of a sample, for instance [8, -1]', {
    maxItems: 16,
  }),
);

const axesForm = complete(oneOrMany(axisForm, 'axes of the sample, counted from 1'));

const modes: Readonly<Record<(typeof padModes)[number], string>> = {
  constant: 'One value all around.',
  reflect: 'Mirrored at the outermost value, which is not repeated.',
  replicate: 'The outermost value again and again.',
  circular: 'From the other end.',
};

/** All layers that move numbers within a sample; axes count from 1. */
export const shapeRows: Readonly<Record<string, Row<Plan>>> = {
  flatten: row({
    meaning: 'All axes of a sample as one, or those from start to end.',
    options: {
      start: axisField('The first of the axes that become one.', 1),
      end: axisField('The last of them; -1 is the last of all.', -1),
    },
    make: ({ start, end }) =>
      withAxes([axisWish(start, 1), axisWish(end, -1)], ([startAxis = 1, endAxis = -1]) => ({
        op: 'flatten',
        attributes: { startAxis, endAxis },
      })),
  }),
  reshape: row({
    meaning: 'The same numbers under another shape of a sample; one -1 takes what is left.',
    main: 'shape',
    required: true,
    options: { shape: { form: sizesForm, meaning: 'The shape of a sample: [channels, -1].' } },
    make: ({ shape }, _range, report) => {
      if (!shape) return undefined;
      if (!shape.value.includes(0)) return unary((context) => addReshape(context, shape));
      report.error('Expected sizes of at least 1, or -1 for what is left, found 0.', shape.range);
      return undefined;
    },
  }),
  permute: row({
    meaning: 'The axes of a sample in another order, counted from 1: [2, 1] swaps the two of a matrix.',
    main: 'axes',
    required: true,
    options: { axes: { form: axesForm, meaning: 'For every place the axis that goes there.' } },
    make: ({ axes }) => axes && unary((context) => addPermute(context, axes)),
  }),
  squeeze: row({
    meaning: 'Drops an axis of size 1.',
    main: 'axis',
    required: true,
    options: { axis: axisField('The axis to drop, counted from 1.') },
    make: ({ axis }) =>
      axis && withAxes([axisWish(axis, 1)], (axes) => ({ op: 'squeeze', attributes: { axes } })),
  }),
  unsqueeze: row({
    meaning: 'Adds an axis of size 1.',
    main: 'axis',
    options: { axis: axisField('Where the new axis stands, counted from 1.', 1) },
    make: ({ axis }) =>
      withAxes([axisWish(axis, 1, 1)], ([at = 1]) => ({ op: 'unsqueeze', attributes: { axis: at } })),
  }),
  flip: row({
    meaning: 'Turns axes round.',
    main: 'axes',
    required: true,
    options: { axes: { form: axesForm, meaning: 'The axes, counted from 1.' } },
    make: ({ axes }) =>
      axes &&
      unary((context) => {
        const found = axesOfSample(context, axes);
        return 'reason' in found
          ? unknown(context, found.reason)
          : added(context, { op: 'flip', attributes: { axes: found.axes } });
      }),
  }),
  select: row({
    meaning: 'One index of an axis, which is dropped: select: -1 is the last time step.',
    main: 'index',
    required: true,
    options: {
      index: { form: place, meaning: 'The index from 0; negative ones count from the end.' },
      axis: axisField('The axis, counted from 1.', 1),
    },
    make: ({ index, axis }) =>
      index &&
      withAxes([axisWish(axis, 1)], ([at = 1]) => ({
        op: 'select',
        attributes: { axis: at, index: index.value },
      })),
  }),
  slice: row({
    meaning: "A part of an axis by Python's rules: start:end:step.",
    main: 'start',
    options: {
      start: {
        form: orNone(place),
        meaning: 'The first index; negative ones count from the end.',
        fallback: null,
      },
      end: { form: orNone(place), meaning: 'The first index that is left out.', fallback: null },
      step: { form: place, meaning: 'Negative steps run backwards.', fallback: 1 },
      axis: axisField('The axis, counted from 1.', 1),
    },
    make: ({ start, end, step, axis }) =>
      withAxes([axisWish(axis, 1)], ([at = 1]) => ({
        op: 'slice',
        attributes: {
          axis: at,
          start: start?.value ?? null,
          end: end?.value ?? null,
          step: step?.value ?? 1,
        },
      })),
  }),
  pad: row({
    meaning: 'A margin around a sample; negative amounts crop.',
    main: 'amounts',
    required: true,
    options: {
      amounts: {
        form: complete(oneOrMany(place, 'a whole number, or a list of them')),
        meaning:
          'One number for all sides of all axes but the first (of a list of features: that one), or [before, behind] of the last axis, then of the one before it ...',
      },
      mode: { form: word(modes), meaning: 'What stands in the margin.', fallback: 'constant' },
      value: { form: number(), meaning: 'The value of a constant margin.', fallback: 0 },
    },
    make: ({ amounts, mode, value }) =>
      amounts && unary((context) => addPad(context, amounts, mode?.value ?? 'constant', value?.value ?? 0)),
  }),
};

/** An axis that an option names, or the one that holds when it is silent; `extra` axes are added. */
interface AxisWish {
  readonly written: Placed<number> | undefined;
  readonly silent: number;
  readonly extra: number;
}

function axisWish(written: Placed<number> | undefined, silent: number, extra = 0): AxisWish {
  return { written, silent, extra };
}

function withAxes(wishes: readonly AxisWish[], callOf: (axes: readonly number[]) => OpCall): Plan {
  return unary((context) => {
    const axes: number[] = [];
    for (const { written, silent, extra } of wishes) {
      const found = axisOfSample(context, written, silent, extra);
      if ('reason' in found) return unknown(context, found.reason);
      axes.push(found.axis);
    }
    return added(context, callOf(axes));
  });
}

/** Adds the op, unless it leaves nothing of a sample: no later layer could take that. */
function added(context: LayerContext, call: OpCall): Value {
  const { builder, report, args, layer, span, range } = context;
  const type = builder.typeOf(args[0]);
  const types = type && shapeOfCall(call, [type], 'float32');
  const shape = types && !('error' in types) ? types[0]?.shape : undefined;
  if (!shape?.includes(0)) return builder.op(call, args, layer, span);
  const reason = `Nothing is left of a sample: its shape would be ${shapeText(shape.slice(1))}.`;
  report.error(reason, range);
  return unknown(context, reason);
}

function unknown({ builder, args, layer, span }: LayerContext, reason: string): Value {
  return builder.opaque(reason, args, layer, span);
}

function addReshape(context: LayerContext, { value: sizes, range }: Placed<readonly number[]>): Value {
  const type = context.builder.typeOf(context.args[0]);
  if (!type) return unknown(context, 'Its input is not known.');
  // 0 keeps the batch.
  const call = { op: 'reshape', attributes: { sizes: [0, ...sizes] } } as const;
  if (!('error' in shapeOfCall(call, [type], 'float32'))) return added(context, call);
  const reason = `Reshape cannot give the shape ${shapeText(sizes)} to samples of shape ${shapeText(type.shape.slice(1))}.`;
  context.report.error(reason, range);
  return unknown(context, reason);
}

function addPermute(context: LayerContext, written: Placed<readonly number[]>): Value {
  const type = context.builder.typeOf(context.args[0]);
  const found = axesOfSample(context, written);
  if ('reason' in found) return unknown(context, found.reason);
  const axes = new Set(found.axes);
  if (type && axes.size === found.axes.length && axes.size === type.shape.length - 1) {
    return added(context, { op: 'permute', attributes: { axes: [0, ...found.axes] } });
  }
  const reason = `Permute needs each of the sample's ${axisCount(context)} once, found [${written.value.join(', ')}].`;
  context.report.error(reason, written.range);
  return unknown(context, reason);
}

function addPad(
  context: LayerContext,
  { value: written, range }: Placed<readonly number[]>,
  mode: (typeof padModes)[number],
  value: number,
): Value {
  const type = context.builder.typeOf(context.args[0]);
  if (!type) return unknown(context, 'Its input is not known.');
  const axes = type.shape.length - 1;
  const [only = 0, ...others] = written;
  const amounts = others.length > 0 ? written : new Array<number>(2 * Math.max(1, axes - 1)).fill(only);
  if (axes > 0 && amounts.length % 2 === 0 && amounts.length <= 2 * axes) {
    return added(context, { op: 'pad', attributes: { mode, amounts, value } });
  }
  const reason = `Pad needs one number, or two for each axis that it pads; the sample has ${axisCount(context)}, found [${written.join(', ')}].`;
  context.report.error(reason, range);
  return unknown(context, reason);
}
