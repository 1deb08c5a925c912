/** The activations as a network file spells them, each with the numbers that its op takes. */
import { callNamed } from '../../graph/calls';
import type { Value } from '../../graph/network';
import { row, type Field, type Row } from './fields';
import { number, whole, type Form } from './forms';
import { unary, type LayerContext, type Plan } from './statements';

interface ActivationWord {
  readonly meaning: string;
  /** The numbers that it takes; the first one is its main argument. */
  readonly numbers?: Readonly<Record<string, Numbered>>;
}

type Numbered = readonly [fallback: number, meaning: string, form?: Form<number>];

const anyNumber = number();

/** One row per activation op; defaults are PyTorch's. */
const words: Readonly<Record<string, ActivationWord>> = {
  identity: { meaning: 'f(x) = x.' },
  relu: { meaning: 'max(0, x).' },
  relu6: { meaning: 'min(max(0, x), 6).' },
  'leaky-relu': { meaning: 'x above 0, slope x below.', numbers: { slope: [0.01, 'Slope below 0.'] } },
  rrelu: {
    meaning: 'Leaky ReLU with a random slope; outside training the mean of the bounds.',
    numbers: { lower: [1 / 8, 'Least slope.'], upper: [1 / 3, 'Greatest slope.'] },
  },
  elu: {
    meaning: 'x above 0, alpha (e^x - 1) below.',
    numbers: { alpha: [1, 'Minus the limit far below 0.'] },
  },
  selu: { meaning: 'Self-normalising ELU with its fixed scale (Klambauer et al. 2017).' },
  celu: {
    meaning: 'x above 0, alpha (e^(x / alpha) - 1) below.',
    numbers: { alpha: [1, 'Minus the limit far below 0.', number({ above: 0 })] },
  },
  gelu: { meaning: 'x times the normal distribution function of x.' },
  'gelu-tanh': { meaning: 'GELU by its approximation with tanh.' },
  silu: { meaning: 'x sigmoid(x), also called swish.' },
  mish: { meaning: 'x tanh(softplus(x)).' },
  softplus: {
    meaning: 'log(1 + e^(beta x)) / beta, linear where beta x is above the threshold.',
    numbers: {
      beta: [1, 'Sharpness of the bend.', number({ above: 0 })],
      threshold: [20, 'Where it becomes linear.'],
    },
  },
  softsign: { meaning: 'x / (1 + |x|).' },
  softshrink: {
    meaning: 'x moved towards 0 by lambda, 0 within.',
    numbers: { lambda: [0.5, 'Half the width of the flat part.', number({ minimum: 0 })] },
  },
  hardshrink: {
    meaning: 'x outside of [-lambda, lambda], 0 within.',
    numbers: { lambda: [0.5, 'Half the width of the flat part.', number({ minimum: 0 })] },
  },
  tanhshrink: { meaning: 'x - tanh(x).' },
  hardtanh: {
    meaning: 'x cut at a minimum and a maximum.',
    numbers: { minimum: [-1, 'Least output.'], maximum: [1, 'Greatest output.'] },
  },
  'hard-sigmoid': { meaning: 'x / 6 + 1/2 cut to [0, 1].' },
  'keras-hard-sigmoid': { meaning: '0.2 x + 1/2 cut to [0, 1], the one of Keras 2.' },
  'hard-swish': { meaning: 'x times hard-sigmoid(x).' },
  sigmoid: { meaning: '1 / (1 + e^-x).' },
  'log-sigmoid': { meaning: 'log(sigmoid(x)).' },
  tanh: { meaning: 'Hyperbolic tangent.' },
  threshold: {
    meaning: 'x above the threshold, a fixed value below.',
    numbers: { threshold: [0, 'Where it begins to pass x.'], value: [0, 'The value below.'] },
  },
  step: { meaning: '0 below 0, 1 above; its derivative is 0.' },
  exponential: { meaning: 'e^x.' },
  softmax: { meaning: 'Probabilities over the last axis.' },
  'log-softmax': { meaning: 'Logarithms of probabilities over the last axis.' },
  softmin: { meaning: 'Softmax of -x.' },
  glu: { meaning: 'The first half of the features times the sigmoid of the second.' },
  maxout: {
    meaning: 'The greatest of groups of features (Goodfellow et al. 2013).',
    numbers: { pieces: [2, 'Features per group.', whole({ minimum: 1 })] },
  },
};

/** Where PReLU's slope starts, as in PyTorch. */
const preluSlope = 0.25;

/** All activations as layers. */
export const activationRows: Readonly<Record<string, Row<Plan>>> = {
  ...Object.fromEntries(Object.entries(words).map(([name, word]) => [name, activationRow(name, word)])),
  prelu: row({
    meaning: 'Leaky ReLU whose slope is learned; one slope for all units.',
    main: 'slope',
    options: { slope: { form: anyNumber, meaning: 'Where the slope starts.', fallback: preluSlope } },
    make: ({ slope }) =>
      unary((context) => addPrelu(context, slope?.value ?? preluSlope, slope !== undefined)),
  }),
};

function activationRow(name: string, { meaning, numbers = {} }: ActivationWord): Row<Plan> {
  const entries = Object.entries(numbers);
  const options: Record<string, Field<number>> = Object.fromEntries(
    entries.map(([key, [fallback, numberMeaning, form = anyNumber]]) => [
      key,
      { form, meaning: numberMeaning, fallback },
    ]),
  );
  const [main] = Object.keys(options);
  return row({
    meaning,
    ...(main !== undefined && { main }),
    options,
    make: (read) => {
      const attributes = Object.fromEntries(
        entries.map(([key, [fallback]]) => [key, read[key]?.value ?? fallback]),
      );
      return unary(({ builder, args, layer, span }) => {
        const call = callNamed(name, attributes);
        return call
          ? builder.op(call, args, layer, span)
          : builder.opaque(`${name} is not yet computed.`, args, layer, span);
      });
    },
  });
}

function addPrelu({ builder, args, layer, span }: LayerContext, slope: number, written: boolean): Value {
  const parameter = builder.parameter({
    layer,
    part: 'slope',
    role: 'slope',
    shape: [1],
    fans: { fanIn: 1, fanOut: 1 },
    initialisation: { name: 'constant', argument: slope },
    written: written ? span : null,
    span,
  });
  const call = callNamed('prelu', {});
  return call
    ? builder.op(call, [args[0], parameter], layer, span)
    : builder.opaque('prelu is not yet computed.', args, layer, span);
}
