/** Noise as layers of network files; none of it does anything outside of training. */
import type { OpCall } from '../../../ops/table';
import { row, type Row } from '../fields';
import { number } from '../forms';
import { axisField, axisOfSample } from './sampleAxes';
import { unary, type LayerContext, type Plan } from './statements';

const rateField = {
  form: number({ minimum: 0, maximum: 1 }),
  meaning: 'Share of values that are zeroed.',
  fallback: 0.5,
} as const;

const channelAxisField = axisField('The axis of the sample that holds the channels, counted from 1.', 1);

/** The dropout family and normal noise. */
export const noiseRows: Readonly<Record<string, Row<Plan>>> = {
  dropout: row({
    meaning: 'In training zeroes the given share of the values and scales up the rest.',
    main: 'rate',
    options: { rate: rateField },
    make: ({ rate }) => plain({ op: 'dropout', attributes: { rate: rate?.value ?? 0.5 } }),
  }),
  'feature-dropout': row({
    meaning: "In training zeroes whole channels and scales up the rest (PyTorch's Dropout1d to 3d).",
    main: 'rate',
    options: {
      rate: { ...rateField, meaning: 'Share of channels that are zeroed.' },
      'channel-axis': channelAxisField,
    },
    make: ({ rate, 'channel-axis': axis }) =>
      overChannels(axis, (channelAxis) => ({
        op: 'feature-dropout',
        attributes: { rate: rate?.value ?? 0.5, channelAxis },
      })),
  }),
  'alpha-dropout': row({
    meaning: 'Dropout for SELU: keeps mean 0 and variance 1 (Klambauer et al. 2017).',
    main: 'rate',
    options: { rate: { ...rateField, meaning: 'Share of values that are dropped.' } },
    make: ({ rate }) => plain({ op: 'alpha-dropout', attributes: { rate: rate?.value ?? 0.5 } }),
  }),
  'feature-alpha-dropout': row({
    meaning: 'Alpha dropout of whole channels.',
    main: 'rate',
    options: {
      rate: { ...rateField, meaning: 'Share of channels that are dropped.' },
      'channel-axis': channelAxisField,
    },
    make: ({ rate, 'channel-axis': axis }) =>
      overChannels(axis, (channelAxis) => ({
        op: 'feature-alpha-dropout',
        attributes: { rate: rate?.value ?? 0.5, channelAxis },
      })),
  }),
  'drop-path': row({
    meaning: 'Stochastic depth: in training zeroes whole samples and scales up the rest (Huang et al. 2016).',
    main: 'rate',
    required: true,
    options: { rate: { form: rateField.form, meaning: 'Share of samples that are zeroed.' } },
    make: ({ rate }) => rate && plain({ op: 'drop-path', attributes: { rate: rate.value } }),
  }),
  'gaussian-noise': row({
    meaning: 'In training adds normal noise with mean 0.',
    main: 'std',
    required: true,
    options: { std: { form: number({ minimum: 0 }), meaning: 'Standard deviation of the noise.' } },
    make: ({ std }) => std && plain({ op: 'gaussian-noise', attributes: { std: std.value } }),
  }),
  'gaussian-dropout': row({
    meaning: 'In training multiplies by normal noise with mean 1 and variance rate / (1 - rate).',
    main: 'rate',
    options: {
      rate: {
        form: number({ minimum: 0, below: 1 }),
        meaning: 'The dropout rate whose variance it has.',
        fallback: 0.5,
      },
    },
    make: ({ rate }) => plain({ op: 'gaussian-dropout', attributes: { rate: rate?.value ?? 0.5 } }),
  }),
};

function plain(call: OpCall): Plan {
  return unary(({ builder, args, layer, span }) => builder.op(call, args, layer, span));
}

type WrittenAxis = Parameters<typeof axisOfSample>[1];

function overChannels(written: WrittenAxis, callOf: (channelAxis: number) => OpCall): Plan {
  return unary((context: LayerContext) => {
    const { builder, args, layer, span } = context;
    const axis = axisOfSample(context, written, 1);
    return 'reason' in axis
      ? builder.opaque(axis.reason, args, layer, span)
      : builder.op(callOf(axis.axis), args, layer, span);
  });
}
