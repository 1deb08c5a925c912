/** Recurrent layers of network files: rnn, lstm and gru, stacked and in both directions as PyTorch spells them; parameters have PyTorch's names with hyphens. */
import type { Value } from '../../../graph/network';
import type { OpCall } from '../../../ops/table';
import { frameworkDefaults, type FrameworkDefaults } from '../../../tensor/frameworkDefaults';
import type { Initialisation } from '../../../tensor/initialisations';
import { row, type Placed, type ReadFields, type Row } from '../fields';
import { flag, number, whole, word } from '../forms';
import { mostUnits } from './linear';
import { addParameter, startOptions, unwritten, type Start } from './parameters';
import { unary, type LayerContext, type Plan } from './statements';

/** More stacked layers are a slip of the keyboard. */
const mostStacked = 1000;

const stackOptions = {
  units: { form: whole({ minimum: 1, maximum: mostUnits }), meaning: 'Size of the hidden state.' },
  layers: {
    form: whole({ minimum: 1, maximum: mostStacked }),
    meaning: 'How many are stacked.',
    fallback: 1,
  },
  bidirectional: {
    form: flag,
    meaning:
      'Whether a second one runs from the end to the beginning; the outputs of both stand side by side.',
    fallback: false,
  },
  bias: { form: flag, meaning: 'Whether it has biases.', fallback: true },
  dropout: {
    form: number({ minimum: 0, maximum: 1 }),
    meaning: 'Share of values that are zeroed between stacked layers, in training.',
    fallback: 0,
  },
  last: {
    form: flag,
    meaning: 'Whether only the last hidden state goes on, one per sample; else those of all steps.',
    fallback: false,
  },
  init: startOptions.init,
  'recurrent-init': {
    ...startOptions['bias-init'],
    meaning: 'How the recurrent weights start; unless written, like the others.',
  },
  'bias-init': startOptions['bias-init'],
} as const;

/** What is written of a recurrent layer, and what is particular about its kind. */
interface Recurrent {
  readonly word: 'Rnn' | 'Lstm' | 'Gru';
  readonly gates: number;
  readonly units: number;
  /** The size of the hidden state: the projection's where there is one. */
  readonly outputs: number;
  readonly options: ReadFields<typeof stackOptions>;
  call(sequence: SequenceAttributes): OpCall;
}

type SequenceAttributes = Readonly<{
  biases: number;
  initial: boolean;
  reverse: boolean;
  timeMajor: boolean;
}>;

/** The rows of all recurrent layers. */
export const recurrentRows: Readonly<Record<'rnn' | 'lstm' | 'gru', Row<Plan>>> = {
  rnn: row({
    meaning: 'Recurrent layer: h = tanh(W x + U h + b) at each step of [time, features].',
    main: 'units',
    required: true,
    options: {
      ...stackOptions,
      nonlinearity: {
        form: word({ tanh: 'The hyperbolic tangent.', relu: 'The rectifier.' }),
        meaning: 'The function of each step.',
        fallback: 'tanh',
      },
    },
    make: ({ nonlinearity, ...options }) =>
      planOf(options, (units) => ({
        word: 'Rnn',
        gates: 1,
        units,
        outputs: units,
        options,
        call: (sequence) => ({
          op: 'rnn',
          attributes: { ...sequence, nonlinearity: nonlinearity?.value ?? 'tanh' },
        }),
      })),
  }),
  lstm: row({
    meaning: 'Long short-term memory over [time, features].',
    main: 'units',
    required: true,
    options: {
      ...stackOptions,
      projection: {
        form: whole({ minimum: 1, maximum: mostUnits }),
        meaning:
          'The size that the hidden state is projected to (proj_size in PyTorch); none unless written.',
      },
    },
    make: ({ projection, ...options }) =>
      planOf(options, (units) => ({
        word: 'Lstm',
        gates: 4,
        units,
        outputs: projection?.value ?? units,
        options,
        call: (sequence) => ({
          op: 'lstm',
          attributes: { ...sequence, projection: projection !== undefined },
        }),
      })),
  }),
  gru: row({
    meaning: 'Gated recurrent units over [time, features].',
    main: 'units',
    required: true,
    options: {
      ...stackOptions,
      'reset-after': {
        form: flag,
        meaning:
          'Whether the reset gate acts on the product with the recurrent weights, as in PyTorch and Keras, or on the state before it, as in the paper.',
        fallback: true,
      },
    },
    make: ({ 'reset-after': resetAfter, ...options }) =>
      planOf(options, (units) => ({
        word: 'Gru',
        gates: 3,
        units,
        outputs: units,
        options,
        call: (sequence) => ({
          op: 'gru',
          attributes: { ...sequence, resetAfter: resetAfter?.value ?? true },
        }),
      })),
  }),
};

function planOf(
  { units }: ReadFields<typeof stackOptions>,
  recurrentOf: (units: number) => Recurrent,
): Plan | undefined {
  return units && unary((context) => addStack(context, recurrentOf(units.value)));
}

/** All stacked layers in all directions, dropout between them. */
function addStack(context: LayerContext, recurrent: Recurrent): Value {
  const { builder, layer, args, span, range, report } = context;
  const { layers, bidirectional, dropout, last } = recurrent.options;
  const type = builder.typeOf(args[0]);
  if (!type) return builder.opaque('Its input is not known.', args, layer, span);
  if (type.shape.length !== 3) {
    const reason = `${recurrent.word} needs a sequence of features, (time, features), in each sample, found samples of shape (${type.shape.slice(1).join(', ')}).`;
    report.error(reason, range);
    return builder.opaque(reason, args, layer, span);
  }
  const count = layers?.value ?? 1;
  if (count === 1 && dropout && dropout.value > 0) {
    report.warning('Dropout acts between stacked layers; there is only one.', dropout.range);
  }
  let x: Value = args[0];
  let features = type.shape.at(-1) ?? 0;
  for (let index = 0; index < count; index += 1) {
    if (index > 0 && dropout && dropout.value > 0) {
      x = builder.op({ op: 'dropout', attributes: { rate: dropout.value } }, [x], layer, span);
    }
    const only = index === count - 1 && last?.value === true;
    const ways = bidirectional?.value === true ? [false, true] : [false];
    const values = ways.map((reverse) => {
      const all = addDirection(context, recurrent, x, { index, reverse, features });
      return only ? { ...all, output: 1 } : all;
    });
    const joined: OpCall = { op: 'concat', attributes: { axis: -1 } };
    const [first = x] = values;
    x = values.length > 1 ? builder.op(joined, values, layer, span) : first;
    features = ways.length * recurrent.outputs;
  }
  return x;
}

/** One layer of the stack in one direction. */
interface Place {
  readonly index: number;
  readonly reverse: boolean;
  readonly features: number;
}

function addDirection(context: LayerContext, recurrent: Recurrent, x: Value, place: Place): Value {
  const { builder, layer, span } = context;
  const { gates, units, outputs, options } = recurrent;
  const { index, reverse, features } = place;
  const { init, 'recurrent-init': recurrentInit, 'bias-init': biasInit } = options;
  const suffix = `l${index}${reverse ? '-reverse' : ''}`;
  const rows = gates * units;
  const silent: Initialisation = { name: 'pytorch' };
  const weight = (
    part: string,
    shape: [number, number],
    written: Written,
    defaults: FrameworkDefaults,
  ): Value =>
    addParameter(context, {
      part: `${part}-${suffix}`,
      role: 'weight',
      shape,
      axes: 'rows x columns',
      fans: { fanIn: shape[1], fanOut: shape[0] },
      start: startOf(written),
      silent,
      defaults,
    });
  const bias = (part: string, fanIn: number, defaults: FrameworkDefaults): Value =>
    addParameter(context, {
      part: `${part}-${suffix}`,
      role: 'bias',
      shape: [rows],
      axes: 'one per unit of each gate',
      fans: { fanIn, fanOut: rows },
      start: part === 'bias-hh' && isForgetGate(biasInit) ? unwritten : startOf(biasInit),
      silent: isForgetGate(biasInit) ? { name: 'zeros' } : biasWhenSilent(init),
      defaults,
    });
  const { recurrentInput, recurrentWeight, recurrentBias, forgetBias } = frameworkDefaults;
  const args = [x, weight('weight-ih', [rows, features], init, recurrentInput(units))];
  args.push(weight('weight-hh', [rows, outputs], recurrentInit ?? init, recurrentWeight(units)));
  const biases = options.bias?.value === false ? 0 : 2;
  if (biases > 0) {
    const ofInput = recurrent.word === 'Lstm' ? forgetBias : recurrentBias;
    args.push(bias('bias-ih', features, ofInput(units)), bias('bias-hh', outputs, recurrentBias(units)));
  }
  const call = recurrent.call({ biases, initial: false, reverse, timeMajor: false });
  if (call.op === 'lstm' && call.attributes.projection) {
    args.push(weight('weight-hr', [outputs, units], init, recurrentInput(units)));
  }
  return builder.op(call, args, layer, span);
}

type Written = Start['init'];

/** The two biases are added up: the forget gate's one stands in the input's. */
function isForgetGate(init: Written): boolean {
  return init?.value.result?.name === 'forget-gate';
}

function startOf(init: Written): Start {
  return { init, given: undefined };
}

/** Biases start as the framework has it whose name is written for the weights; beside any other start they are zero. */
function biasWhenSilent(
  init: Placed<{ readonly result: Initialisation | undefined }> | undefined,
): Initialisation {
  const name = init?.value.result?.name ?? 'pytorch';
  return name === 'pytorch' || name === 'keras' ? { name } : { name: 'zeros' };
}
