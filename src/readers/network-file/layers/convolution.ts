/** Convolutions and transposed convolutions as layers of network files, over one, two or three axes of places. */
import { shapeText } from '../../../base/numbers';
import type { Value } from '../../../graph/network';
import type { PaddingMode } from '../../../ops/convolution/padding';
import type { OpCall } from '../../../ops/table';
import { row, type Placed, type Row } from '../fields';
import { flag, whole, word, type Form } from '../forms';
import { mostUnits } from './linear';
import { addParameter, biasWhenSilent, startOptions, type LayerParameter, type Start } from './parameters';
import { forAxes, sizesForm } from './places';
import { addWeight, weightNormOptions, type WeightNorms } from './weightNorms';
import { unary, type LayerContext, type Plan } from './statements';

const fromOne = sizesForm(1);
const fromZero = sizesForm(0);

const paddingExpected = 'a whole number, a list with one for each axis of places, same or valid';

const namedPadding = word(
  {
    same: 'Zeros until the output has the size of the input, divided by the stride and rounded up.',
    valid: 'No padding.',
  },
  paddingExpected,
);

/** Places on both sides, or a word for them. */
const paddingForm: Form<readonly number[] | 'same' | 'valid'> = {
  expected: paddingExpected,
  schema: { anyOf: [fromZero.schema, namedPadding.schema] },
  read: (written, report) =>
    written.kind === 'text' ? namedPadding.read(written, report) : fromZero.read(written, report),
};

const channelsOption = {
  form: whole({ minimum: 1, maximum: mostUnits }),
  meaning: 'Channels of the output.',
};
const kernelOption = { form: fromOne, meaning: 'Size of the kernel: a number, or one for each axis.' };
const strideOption = { form: fromOne, meaning: 'How far it is from position to position.', fallback: 1 };
const dilationOption = { form: fromOne, meaning: 'Distance between the places of the kernel.', fallback: 1 };
const groupsOption = {
  form: whole({ minimum: 1, maximum: mostUnits }),
  meaning:
    'Channels are split into so many groups that do not see each other; as many as channels: each alone.',
  fallback: 1,
};
const biasOption = { form: flag, meaning: 'Whether it has a bias.', fallback: true };

/** What is written about a layer, for both kinds. */
interface Written {
  readonly channels: number;
  readonly kernel: Placed<readonly number[]>;
  readonly stride: Placed<readonly number[]> | undefined;
  readonly dilation: Placed<readonly number[]> | undefined;
  readonly groups: Placed<number> | undefined;
  readonly weightStart: Start;
  readonly biasStart: Start | null;
  readonly norms: WeightNorms;
}

/** What is known once the input is: numbers for each of its axes. */
interface Sizes {
  readonly channels: number;
  readonly places: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly groups: number;
}

/** All convolutions by their words. */
export const convolutionRows: Readonly<Record<string, Row<Plan>>> = {
  conv1d: convolutionRow('conv1d', 1, 'Convolution over one axis: [channels, places].'),
  conv2d: convolutionRow('conv2d', 2, 'Convolution over two axes: [channels, height, width].'),
  conv3d: convolutionRow('conv3d', 3, 'Convolution over three axes: [channels, depth, height, width].'),
  'conv-transpose': transposedRow('conv-transpose', null, 'over the axes of places of its input'),
  'conv-transpose1d': transposedRow('conv-transpose1d', 1, 'over one axis'),
  'conv-transpose2d': transposedRow('conv-transpose2d', 2, 'over two axes'),
  'conv-transpose3d': transposedRow('conv-transpose3d', 3, 'over three axes'),
};

function convolutionRow(name: string, axes: number, meaning: string): Row<Plan> {
  return row({
    meaning,
    main: 'channels',
    required: true,
    needs: [['kernel']],
    options: {
      channels: channelsOption,
      kernel: kernelOption,
      stride: strideOption,
      padding: { form: paddingForm, meaning: 'Places added on both sides.', fallback: 0 },
      'padding-mode': {
        form: word<PaddingMode>({
          zeros: 'Zeros.',
          reflect: 'The input mirrored at its border.',
          replicate: 'The border repeated.',
          circular: 'The other end of the input.',
        }),
        meaning: 'What stands in the added places.',
        fallback: 'zeros',
      },
      dilation: dilationOption,
      groups: groupsOption,
      bias: biasOption,
      ...startOptions,
      ...weightNormOptions,
    },
    make: ({ channels, kernel, stride, padding, 'padding-mode': mode, dilation, groups, ...rest }) => {
      if (!channels || !kernel) return undefined;
      const written = { channels: channels.value, kernel, stride, dilation, groups, ...startsOf(rest) };
      return unary((context) =>
        addLayer(context, name, axes, written, 'convolution', (sizes) => {
          const ends = paddingOf(padding, sizes, context);
          if (!ends) return undefined;
          const { strides, dilations, groups: count } = sizes;
          const paddingMode = mode?.value ?? 'zeros';
          const attributes = { strides, dilations, padding: ends, paddingMode, groups: count };
          return { op: 'convolution', attributes };
        }),
      );
    },
  });
}

function transposedRow(name: string, axes: number | null, where: string): Row<Plan> {
  return row({
    meaning: `Transposed convolution ${where}: the gradient of a convolution as a layer, which makes images larger.`,
    main: 'channels',
    required: true,
    needs: [['kernel']],
    options: {
      channels: channelsOption,
      kernel: kernelOption,
      stride: strideOption,
      padding: { form: fromZero, meaning: 'Places taken away on both sides.', fallback: 0 },
      'output-padding': {
        form: fromZero,
        meaning: 'Places added behind the last, fewer than the stride or the dilation.',
        fallback: 0,
      },
      dilation: dilationOption,
      groups: groupsOption,
      bias: biasOption,
      ...startOptions,
      ...weightNormOptions,
    },
    make: ({ channels, kernel, stride, padding, 'output-padding': extra, dilation, groups, ...rest }) => {
      if (!channels || !kernel) return undefined;
      const written = { channels: channels.value, kernel, stride, dilation, groups, ...startsOf(rest) };
      return unary((context) =>
        addLayer(context, name, axes, written, 'transposed', (sizes) => {
          const ends = forAxes(padding, sizes.places.length, 0, context);
          const outputPadding = forAxes(extra, sizes.places.length, 0, context);
          if (!ends || !outputPadding) return undefined;
          const { strides, dilations, groups: count } = sizes;
          const attributes = {
            strides,
            dilations,
            padding: [...ends, ...ends],
            outputPadding,
            groups: count,
          };
          return { op: 'transposed-convolution', attributes };
        }),
      );
    },
  });
}

function startsOf({
  bias,
  init,
  'bias-init': biasInit,
  weights,
  biases,
  ...norms
}: WeightNorms & {
  readonly bias?: Placed<boolean>;
  readonly init?: Start['init'];
  readonly 'bias-init'?: Start['init'];
  readonly weights?: Start['given'];
  readonly biases?: Start['given'];
}): Pick<Written, 'weightStart' | 'biasStart' | 'norms'> {
  return {
    weightStart: { init, given: weights },
    biasStart: bias?.value === false ? null : { init: biasInit, given: biases },
    norms,
  };
}

/** Adds a layer with its parameters; what was reported on the way becomes an opaque node. */
function addLayer(
  context: LayerContext,
  name: string,
  axes: number | null,
  written: Written,
  kind: 'convolution' | 'transposed',
  callOf: (sizes: Sizes) => OpCall | undefined,
): Value {
  const { builder, layer, args, span, range, report } = context;
  const refused = (reason: string): Value => builder.opaque(reason, args, layer, span);
  const shape = builder.typeOf(args[0])?.shape;
  if (!shape) return refused('Its input is not known.');
  const found = shape.length - 2;
  if (found < 1 || found > 3 || found !== (axes ?? found)) {
    const reason = `${name} needs ${neededShape(axes)}, but a sample of its input has the shape ${shapeText(shape.slice(1))}.`;
    report.error(reason, range);
    return refused(reason);
  }
  const sizes = sizesOf(written, shape, context);
  const call = sizes && callOf(sizes);
  if (!sizes || !call) return refused('Its numbers do not fit its input.');
  const parameters = addParameters(context, written, sizes, kind);
  return builder.op(call, [args[0], ...parameters], layer, span);
}

/** A sample as the user writes it. */
function neededShape(axes: number | null): string {
  if (axes === null) return '[channels] and one to three axes of places';
  const places = axes === 1 ? ['places'] : ['depth', 'height', 'width'].slice(-axes);
  return `[${['channels', ...places].join(', ')}]`;
}

function sizesOf(
  { channels: outputs, kernel, stride, dilation, groups }: Written,
  [, channels = 0, ...places]: readonly number[],
  context: LayerContext,
): Sizes | undefined {
  const kernels = forAxes(kernel, places.length, 1, context);
  const strides = forAxes(stride, places.length, 1, context);
  const dilations = forAxes(dilation, places.length, 1, context);
  const count = groups?.value ?? 1;
  const uneven = channels % count !== 0 ? 'channels of its input' : outputs % count !== 0 ? 'channels' : null;
  if (groups && uneven !== null) {
    const size = channels % count !== 0 ? channels : outputs;
    context.report.error(`The ${size} ${uneven} cannot be split into ${count} groups.`, groups.range);
    return undefined;
  }
  if (!kernels || !strides || !dilations) return undefined;
  return { channels, places, kernel: kernels, strides, dilations, groups: count };
}

/**
 * Places before and behind each axis. `same` is the rule of Keras, with which PyTorch agrees where it allows the word, at stride 1: an
 * odd one stands behind.
 */
function paddingOf(
  padding: Placed<readonly number[] | 'same' | 'valid'> | undefined,
  { places, kernel, strides, dilations }: Sizes,
  context: LayerContext,
): readonly number[] | undefined {
  const { value } = padding ?? { value: 'valid' as const };
  if (value === 'valid') return places.flatMap(() => [0, 0]);
  if (padding && value !== 'same') {
    const ends = forAxes({ ...padding, value }, places.length, 0, context);
    return ends && [...ends, ...ends];
  }
  const totals = places.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
    return Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size);
  });
  return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
}

/** Weight and bias. The fans are those of PyTorch and Keras alike: the second and the first axis of the weight times the kernel's places. */
function addParameters(
  context: LayerContext,
  { channels: outputs, weightStart, biasStart, norms }: Written,
  { channels, kernel, groups }: Sizes,
  kind: 'convolution' | 'transposed',
): Value[] {
  const [first, second] =
    kind === 'convolution' ? [outputs, channels / groups] : [channels, outputs / groups];
  const taps = kernel.reduce((product, size) => product * size, 1);
  const fans = { fanIn: second * taps, fanOut: first * taps };
  const parameter: LayerParameter = {
    part: 'weight',
    role: 'weight',
    shape: [first, second, ...kernel],
    axes: kind === 'convolution' ? 'outputs x inputs x kernel' : 'inputs x outputs x kernel',
    fans,
    start: weightStart,
    silent: { name: 'pytorch' },
  };
  const weight = addWeight(context, parameter, norms, kind === 'convolution' ? 0 : 1);
  if (!biasStart) return [weight];
  const bias = addParameter(context, {
    part: 'bias',
    role: 'bias',
    shape: [outputs],
    axes: 'one per output',
    fans,
    start: biasStart,
    silent: biasWhenSilent(weightStart),
  });
  return [weight, bias];
}
