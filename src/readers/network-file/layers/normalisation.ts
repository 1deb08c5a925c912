/** Normalisations as layers of network files, with PyTorch's defaults. */
import { counted } from '../../../base/numbers';
import type { Value } from '../../../graph/network';
import type { OpCall } from '../../../ops/table';
import { frameworkDefaults } from '../../../tensor/frameworkDefaults';
import type { Shape, TensorType } from '../../../tensor/tensor';
import { row, type Placed, type Row } from '../fields';
import { flag, number, orNone, whole, word } from '../forms';
import { addParameter, startOptions, type Start } from './parameters';
import { mostPlaces } from './places';
import { unary, type LayerContext, type Plan } from './statements';

/** What is learned per channel or feature, and how it starts. */
interface Affine {
  readonly scale: Start | null;
  readonly shift: Start | null;
}

const epsilonOption = {
  form: number({ minimum: 0 }),
  meaning: 'Is added to the variance, so that nothing is divided by zero.',
  fallback: 1e-5,
};
const affineOption = (fallback: boolean): { form: typeof flag; meaning: string; fallback: boolean } => ({
  form: flag,
  meaning: 'Whether a scale and a bias are learned.',
  fallback,
});
const biasOption = { form: flag, meaning: 'Whether the bias is learned, too.', fallback: true };
const momentumMeaning = 'The weight of the newest batch in the running statistics';
const axesOption = {
  form: whole({ minimum: 1, maximum: 1000 }),
  meaning: 'Over how many of the last axes it runs.',
  fallback: 1,
};
const { init, 'bias-init': biasInit, weights, biases } = startOptions;
const starts = {
  init: { ...init, meaning: 'How the scale starts: ones unless written.', fallback: 'ones' },
  'bias-init': { ...biasInit, meaning: 'How the bias starts: zeros unless written.', fallback: 'zeros' },
  weights: { ...weights, meaning: 'The scale itself: one number for all, a list, or a file.' },
  biases: { ...biases, meaning: 'The bias itself: one number for all, a list, or a file.' },
};

/** All layers that normalise. */
export const normalisationRows: Readonly<Record<string, Row<Plan>>> = {
  'batch-norm': row({
    meaning: 'Each channel with mean 0 and variance 1 over the batch, then scaled and shifted.',
    options: {
      epsilon: epsilonOption,
      momentum: {
        form: orNone(number({ minimum: 0, maximum: 1 })),
        meaning: `${momentumMeaning}; null: their plain mean.`,
        fallback: 0.1,
      },
      channels: {
        form: word({
          first: 'The first axis of a sample, as in PyTorch.',
          last: 'The last axis of a sample, as in Keras.',
        }),
        meaning: 'Which axis the channels are.',
        fallback: 'first',
      },
      affine: affineOption(true),
      bias: biasOption,
      'running-statistics': {
        form: flag,
        meaning: 'Whether it keeps mean and variance for evaluation.',
        fallback: true,
      },
      ...starts,
    },
    make: ({ epsilon, momentum, channels, 'running-statistics': keeps, ...learned }) =>
      unary((context) =>
        addBatchNorm(context, affineOf(learned, true), {
          epsilon: epsilon?.value ?? 1e-5,
          momentum: momentum ? momentum.value : 0.1,
          axis: channels?.value === 'last' ? -1 : 1,
          statistics: keeps?.value ?? true,
        }),
      ),
  }),
  'layer-norm': row({
    meaning: 'The features of each place with mean 0 and variance 1, then scaled and shifted.',
    options: {
      epsilon: epsilonOption,
      axes: axesOption,
      affine: affineOption(true),
      bias: biasOption,
      ...starts,
    },
    make: ({ epsilon, axes, ...learned }) =>
      unary((context) =>
        addRowNorm(context, affineOf(learned, true), axes, (size, scale, shift) => ({
          op: 'layer-norm',
          attributes: { axes: size, epsilon: epsilon?.value ?? 1e-5, scale, shift },
        })),
      ),
  }),
  'rms-norm': row({
    meaning: 'The features of each place with mean square 1, then scaled.',
    options: {
      epsilon: {
        form: orNone(number({ minimum: 0 })),
        meaning: 'Is added to the mean square; null: the machine epsilon.',
        fallback: null,
      },
      axes: axesOption,
      affine: { form: flag, meaning: 'Whether a scale is learned.', fallback: true },
      init: starts.init,
      weights: starts.weights,
    },
    make: ({ epsilon, axes, affine, init: start, weights: given }) =>
      unary((context) =>
        addRowNorm(
          context,
          { scale: affine?.value === false ? null : { init: start, given }, shift: null },
          axes,
          (size, scale) => ({
            op: 'rms-norm',
            attributes: { axes: size, epsilon: epsilon?.value ?? null, scale },
          }),
        ),
      ),
  }),
  'group-norm': row({
    meaning:
      'Groups of channels of each sample with mean 0 and variance 1, then scaled and shifted per channel.',
    main: 'groups',
    required: true,
    options: {
      groups: { form: whole({ minimum: 1, maximum: mostPlaces }), meaning: 'Number of groups of channels.' },
      epsilon: epsilonOption,
      affine: affineOption(true),
      bias: biasOption,
      ...starts,
    },
    make: ({ groups, epsilon, ...learned }) =>
      groups &&
      unary((context) =>
        addGroupNorm(context, affineOf(learned, true), {
          groups: groups.value,
          epsilon: epsilon?.value ?? 1e-5,
        }),
      ),
  }),
  'instance-norm': row({
    meaning: 'Each channel of each sample with mean 0 and variance 1.',
    options: {
      epsilon: epsilonOption,
      momentum: {
        form: number({ minimum: 0, maximum: 1 }),
        meaning: `${momentumMeaning}.`,
        fallback: 0.1,
      },
      affine: affineOption(false),
      bias: biasOption,
      'running-statistics': {
        form: flag,
        meaning: 'Whether it keeps mean and variance for evaluation.',
        fallback: false,
      },
      ...starts,
    },
    make: ({ epsilon, momentum, 'running-statistics': keeps, ...learned }) =>
      unary((context) =>
        addInstanceNorm(context, affineOf(learned, false), {
          epsilon: epsilon?.value ?? 1e-5,
          momentum: momentum?.value ?? 0.1,
          statistics: keeps?.value ?? false,
        }),
      ),
  }),
  'local-response-norm': row({
    meaning: 'Each channel divided by the energy of its neighbours: x / (k + alpha mean of x^2)^beta.',
    main: 'size',
    required: true,
    options: {
      size: { form: whole({ minimum: 1, maximum: mostPlaces }), meaning: 'Number of channels in a window.' },
      alpha: { form: number(), meaning: 'Weight of the energy.', fallback: 1e-4 },
      beta: { form: number(), meaning: 'Exponent.', fallback: 0.75 },
      k: { form: number(), meaning: 'What the energy is added to.', fallback: 1 },
    },
    make: ({ size, alpha, beta, k }) =>
      size &&
      unary(({ builder, args, layer, span }) => {
        const attributes = {
          size: size.value,
          alpha: alpha?.value ?? 1e-4,
          beta: beta?.value ?? 0.75,
          k: k?.value ?? 1,
        };
        return builder.op({ op: 'local-response-norm', attributes }, args, layer, span);
      }),
  }),
};

interface Learned {
  readonly affine?: Placed<boolean>;
  readonly bias?: Placed<boolean>;
  readonly init?: Start['init'] & object;
  readonly 'bias-init'?: Start['init'] & object;
  readonly weights?: Start['given'] & object;
  readonly biases?: Start['given'] & object;
}

function affineOf(
  { affine, bias, init: scaleInit, 'bias-init': shiftInit, weights: scales, biases: shifts }: Learned,
  fallback: boolean,
): Affine {
  if (!(affine?.value ?? fallback)) return { scale: null, shift: null };
  return {
    scale: { init: scaleInit, given: scales },
    shift: bias?.value === false ? null : { init: shiftInit, given: shifts },
  };
}

/** The parameters of a shape behind the input: scale, then shift. */
function affineValues(context: LayerContext, { scale, shift }: Affine, shape: Shape, axes: string): Value[] {
  const size = shape.reduce((product, each) => product * each, 1);
  const parameter = (part: 'weight' | 'bias', start: Start, own: 'ones' | 'zeros'): Value =>
    addParameter(context, {
      part,
      role: part === 'weight' ? 'scale' : 'bias',
      shape,
      axes,
      fans: { fanIn: size, fanOut: size },
      start,
      silent: { name: own },
      defaults: part === 'weight' ? frameworkDefaults.scale() : frameworkDefaults.shift(),
    });
  return [
    ...(scale ? [parameter('weight', scale, 'ones')] : []),
    ...(shift ? [parameter('bias', shift, 'zeros')] : []),
  ];
}

/** Running mean and variance, and with `counts` the number of batches so far. */
function statisticsBuffers(
  { builder, layer, span }: LayerContext,
  channels: number,
  counts: boolean,
): Value[] {
  const buffer = (part: string, name: 'zeros' | 'ones', shape: Shape): Value =>
    builder.buffer({ layer, part, shape, initialisation: { name }, span });
  return [
    buffer('running-mean', 'zeros', [channels]),
    buffer('running-variance', 'ones', [channels]),
    ...(counts ? [buffer('batches', 'zeros', [])] : []),
  ];
}

/** Adds a layer whose parameters have one number per channel; without channels the bare op says what it needs. */
function addWithChannels(
  context: LayerContext,
  axis: number,
  bare: OpCall,
  add: (x: Value, channels: number) => Value,
): Value {
  const { builder, layer, args, span } = context;
  const [x] = args;
  const type = builder.typeOf(x);
  if (!type) return builder.opaque('Its input is not known.', args, layer, span);
  const channels = type.shape.length < 2 ? undefined : type.shape.at(axis);
  return channels === undefined ? builder.op(bare, [x], layer, span) : add(x, channels);
}

function addBatchNorm(
  context: LayerContext,
  affine: Affine,
  given: {
    readonly epsilon: number;
    readonly momentum: number | null;
    readonly axis: number;
    readonly statistics: boolean;
  },
): Value {
  const { builder, layer, span } = context;
  const attributes = { ...given, unbiased: true, scale: affine.scale !== null, shift: affine.shift !== null };
  const bare = { ...attributes, scale: false, shift: false, statistics: false };
  return addWithChannels(context, given.axis, { op: 'batch-norm', attributes: bare }, (x, channels) => {
    const values = affineValues(context, affine, [channels], 'one per channel');
    const counts = given.momentum === null;
    const buffers = given.statistics ? statisticsBuffers(context, channels, counts) : [];
    return builder.op({ op: 'batch-norm', attributes }, [x, ...values, ...buffers], layer, span);
  });
}

function addGroupNorm(
  context: LayerContext,
  affine: Affine,
  given: { readonly groups: number; readonly epsilon: number },
): Value {
  const { builder, layer, span } = context;
  const bare = { ...given, scale: false, shift: false };
  return addWithChannels(context, 1, { op: 'group-norm', attributes: bare }, (x, channels) => {
    const values = affineValues(context, affine, [channels], 'one per channel');
    const attributes = { ...given, scale: affine.scale !== null, shift: affine.shift !== null };
    return builder.op({ op: 'group-norm', attributes }, [x, ...values], layer, span);
  });
}

function addInstanceNorm(
  context: LayerContext,
  affine: Affine,
  given: { readonly epsilon: number; readonly momentum: number; readonly statistics: boolean },
): Value {
  const { builder, layer, span } = context;
  const bare = { ...given, scale: false, shift: false, statistics: false };
  return addWithChannels(context, 1, { op: 'instance-norm', attributes: bare }, (x, channels) => {
    const values = affineValues(context, affine, [channels], 'one per channel');
    const buffers = given.statistics ? statisticsBuffers(context, channels, false) : [];
    const attributes = { ...given, scale: affine.scale !== null, shift: affine.shift !== null };
    return builder.op({ op: 'instance-norm', attributes }, [x, ...values, ...buffers], layer, span);
  });
}

function addRowNorm(
  context: LayerContext,
  affine: Affine,
  axes: Placed<number> | undefined,
  call: (axes: number, scale: boolean, shift: boolean) => OpCall,
): Value {
  const { builder, report, layer, args, span, range } = context;
  const [x] = args;
  const type = builder.typeOf(x);
  if (!type) return builder.opaque('Its input is not known.', args, layer, span);
  const size = axes?.value ?? 1;
  const reason = axesFault(type, size);
  if (reason !== null) {
    report.error(reason, axes?.range ?? range);
    return builder.opaque(reason, args, layer, span);
  }
  const values = affineValues(context, affine, type.shape.slice(-size), 'one per feature');
  return builder.op(call(size, affine.scale !== null, affine.shift !== null), [x, ...values], layer, span);
}

/** A norm over features does not reach into the batch. */
function axesFault({ shape }: TensorType, axes: number): string | null {
  const own = shape.length - 1;
  if (own < 1)
    return 'It needs a list of features, but its input is one number per sample; write input: [1].';
  return axes > own
    ? `It can run over ${counted(own, 'axis', 'axes')} at most, those of a sample, found ${axes}.`
    : null;
}
