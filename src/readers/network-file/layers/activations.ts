/** The activations as a network file spells them, each with the numbers that its op takes. */
import { activationDefaults, type ActivationName } from '../../../ops/activations/table';
import { callNamed } from '../../../graph/calls';
import type { Value } from '../../../graph/network';
import { row, type Field, type Row } from '../fields';
import { number, whole, type Form } from '../forms';
import { axisField, axisOfSample } from './sampleAxes';
import { unary, type LayerContext, type Plan } from './statements';

type NumberWord = readonly [meaning: string, form?: Form<number>];

interface ActivationWord {
  readonly meaning: string;
  readonly numbers?: Readonly<Record<string, NumberWord>>;
}

/** A word for every activation, and for each of the numbers that its op takes; the first one is its main argument. */
type ActivationWords = {
  readonly [Name in Exclude<ActivationName, 'prelu'>]: keyof (typeof activationDefaults)[Name] extends never
    ? { readonly meaning: string }
    : {
        readonly meaning: string;
        readonly numbers: { readonly [Key in keyof (typeof activationDefaults)[Name]]: NumberWord };
      };
};

const anyNumber = number();
const positive = number({ above: 0 });
const notNegative = number({ minimum: 0 });

const words: ActivationWords = {
  identity: { meaning: 'f(x) = x.' },
  relu: { meaning: 'max(0, x).' },
  relu6: { meaning: 'min(max(0, x), 6).' },
  'leaky-relu': { meaning: 'x above 0, slope x below.', numbers: { slope: ['Slope below 0.'] } },
  rrelu: {
    meaning: 'Leaky ReLU with a random slope; outside training the mean of the bounds.',
    numbers: { lower: ['Least slope.'], upper: ['Greatest slope.'] },
  },
  elu: {
    meaning: 'x above 0, alpha (e^x - 1) below.',
    numbers: { alpha: ['Minus the limit far below 0.'] },
  },
  selu: { meaning: 'Self-normalising ELU with its fixed scale (Klambauer et al. 2017).' },
  celu: {
    meaning: 'x above 0, alpha (e^(x / alpha) - 1) below.',
    numbers: { alpha: ['Minus the limit far below 0.', positive] },
  },
  gelu: { meaning: 'x times the normal distribution function of x.' },
  'gelu-tanh': { meaning: 'GELU by its approximation with tanh.' },
  silu: { meaning: 'x sigmoid(x), also called swish.' },
  mish: { meaning: 'x tanh(softplus(x)).' },
  softplus: {
    meaning: 'log(1 + e^(beta x)) / beta, linear where beta x is above the threshold.',
    numbers: {
      beta: ['Sharpness of the bend.', positive],
      threshold: ['Where it becomes linear.'],
    },
  },
  softsign: { meaning: 'x / (1 + |x|).' },
  softshrink: {
    meaning: 'x moved towards 0 by lambda, 0 within.',
    numbers: { lambda: ['Half the width of the flat part.', notNegative] },
  },
  hardshrink: {
    meaning: 'x outside of [-lambda, lambda], 0 within.',
    numbers: { lambda: ['Half the width of the flat part.', notNegative] },
  },
  tanhshrink: { meaning: 'x - tanh(x).' },
  hardtanh: {
    meaning: 'x cut at a minimum and a maximum.',
    numbers: { minimum: ['Least output.'], maximum: ['Greatest output.'] },
  },
  'hard-sigmoid': { meaning: 'x / 6 + 1/2 cut to [0, 1].' },
  'keras-hard-sigmoid': { meaning: '0.2 x + 1/2 cut to [0, 1], the one of Keras 2.' },
  'hard-swish': { meaning: 'x times hard-sigmoid(x).' },
  sigmoid: { meaning: '1 / (1 + e^-x).' },
  'log-sigmoid': { meaning: 'log(sigmoid(x)).' },
  tanh: { meaning: 'Hyperbolic tangent.' },
  threshold: {
    meaning: 'x above the threshold, a fixed value below.',
    numbers: { threshold: ['Where it begins to pass x.'], value: ['The value below.'] },
  },
  step: { meaning: '0 below 0, 1 above; its derivative is 0.' },
  exponential: { meaning: 'e^x.' },
  softmax: { meaning: 'Probabilities over an axis, the last one unless said.' },
  'log-softmax': { meaning: 'Logarithms of probabilities over an axis, the last one unless said.' },
  softmin: { meaning: 'Softmax of -x.' },
  glu: { meaning: 'The first half of the features times the sigmoid of the second.' },
  maxout: {
    meaning: 'The greatest of groups of features (Goodfellow et al. 2013).',
    numbers: { pieces: ['Features per group.', whole({ minimum: 1 })] },
  },
};

/** Where PReLU's slope starts, as in PyTorch. */
const preluSlope = 0.25;

/** All activations as layers. */
export const activationRows: Readonly<Record<string, Row<Plan>>> = {
  ...Object.fromEntries(
    Object.entries(words).map(([name, word]) => [
      name,
      activationRow(name as keyof ActivationWords, word), // the keys of the table above
    ]),
  ),
  ...Object.fromEntries(
    (['softmax', 'log-softmax', 'softmin', 'glu'] as const).map((name) => [
      name,
      rowOverAxis(name, words[name].meaning),
    ]),
  ),
  prelu: row({
    meaning: 'Leaky ReLU whose slope is learned.',
    main: 'slope',
    options: {
      slope: { form: anyNumber, meaning: 'Where the slope starts.', fallback: preluSlope },
      slopes: {
        form: whole({ minimum: 1 }),
        meaning: 'Number of learned slopes: 1 for all units together, or one for each unit.',
        fallback: 1,
      },
    },
    make: ({ slope, slopes }) =>
      unary((context) =>
        addPrelu(context, slopes?.value ?? 1, slope?.value ?? preluSlope, slope !== undefined),
      ),
  }),
};

function activationRow(name: keyof ActivationWords, { meaning, numbers = {} }: ActivationWord): Row<Plan> {
  const defaults: Readonly<Record<string, number>> = activationDefaults[name];
  const options: Record<string, Field<number>> = {};
  for (const [key, [numberMeaning, form = anyNumber]] of Object.entries(numbers)) {
    options[key] = { form, meaning: numberMeaning, fallback: defaults[key] ?? 0 };
  }
  const [main] = Object.keys(options);
  return row({
    meaning,
    ...(main !== undefined && { main }),
    options,
    make: (read) => {
      const given = Object.entries(defaults).map(([key, fallback]) => [key, read[key]?.value ?? fallback]);
      const call = callNamed(name, Object.fromEntries(given) as Record<string, number>); // numbers by their names
      return unary(({ builder, args, layer, span }) => builder.op(call, args, layer, span));
    },
  });
}

/** An activation over an axis; when none is written, its op's own default holds. */
function rowOverAxis(op: 'softmax' | 'log-softmax' | 'softmin' | 'glu', meaning: string): Row<Plan> {
  return row({
    meaning,
    main: 'axis',
    options: { axis: axisField('The axis, counted from 1; -1 is the last.', -1) },
    make: ({ axis }) =>
      unary((context) => {
        const { builder, args, layer, span } = context;
        if (!axis) return builder.op({ op, attributes: {} }, args, layer, span);
        const found = axisOfSample(context, axis, -1);
        if ('reason' in found) return builder.opaque(found.reason, args, layer, span);
        return builder.op({ op, attributes: { axis: found.axis } }, args, layer, span);
      }),
  });
}

function addPrelu(
  { builder, args, layer, span }: LayerContext,
  slopes: number,
  slope: number,
  written: boolean,
): Value {
  const parameter = builder.parameter({
    layer,
    part: 'slope',
    role: 'slope',
    shape: [slopes],
    fans: { fanIn: 1, fanOut: 1 },
    initialisation: { name: 'constant', argument: slope },
    written: written ? span : null,
    span,
  });
  return builder.op({ op: 'prelu', attributes: {} }, [args[0], parameter], layer, span);
}
