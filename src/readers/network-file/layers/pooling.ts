/** Pooling, resampling and shuffles as layers of network files: over sequences, images or volumes, as the input has one, two or three axes of places. */
import { shapeText } from '../../../base/numbers';
import type { OpCall } from '../../../ops/table';
import type { Value } from '../../../graph/network';
import { row, type Placed, type Row } from '../fields';
import { flag, number, text, whole, word } from '../forms';
import { quoted } from '../written';
import { factorsForm, forAxes, mostPlaces, sizesForm } from './places';
import { unary, type LayerContext, type Plan } from './statements';

type Sizes = Placed<readonly number[]> | undefined;

const fromOne = sizesForm(1);
const fromZero = sizesForm(0);
const factor = whole({ minimum: 1, maximum: mostPlaces });

const kernelOption = { form: fromOne, meaning: 'Size of the windows: a number, or one for each axis.' };
const strideOption = {
  form: fromOne,
  meaning: 'How far it is from window to window; the size of the windows when it is left out.',
};
const paddingOption = {
  form: fromZero,
  meaning: 'Places added on both sides, at most half a window.',
  fallback: 0,
};
const ceilOption = {
  form: flag,
  meaning: 'Whether a last window counts that only begins inside.',
  fallback: false,
};
const sizeOption = { form: fromOne, meaning: 'Number of windows along each axis.' };

/** All layers over windows of places. */
export const poolingRows: Readonly<Record<string, Row<Plan>>> = {
  'max-pool': row({
    meaning: 'The greatest value of each window of places.',
    main: 'kernel',
    required: true,
    options: {
      kernel: kernelOption,
      stride: strideOption,
      padding: paddingOption,
      dilation: { form: fromOne, meaning: 'Distance between the places of a window.', fallback: 1 },
      ceil: ceilOption,
    },
    make: ({ kernel, stride, padding, dilation, ceil }) =>
      kernel &&
      windowed(kernel, stride, padding, dilation, ({ dilations, ...windows }) => ({
        op: 'max-pool',
        attributes: { ...windows, dilations, ceilMode: ceil?.value ?? false },
      })),
  }),
  'avg-pool': row({
    meaning: 'The mean of each window of places.',
    main: 'kernel',
    required: true,
    options: {
      kernel: kernelOption,
      stride: strideOption,
      padding: paddingOption,
      ceil: ceilOption,
      'count-include-pad': {
        form: flag,
        meaning: 'Whether the zeros of the padding count.',
        fallback: true,
      },
      divisor: {
        form: number({ above: 0 }),
        meaning: 'What each sum is divided by, in place of the number of its places.',
      },
    },
    make: ({ kernel, stride, padding, ceil, 'count-include-pad': counts, divisor }) =>
      kernel &&
      windowed(kernel, stride, padding, undefined, ({ kernel: sizes, strides, padding: added }) => ({
        op: 'average-pool',
        attributes: {
          kernel: sizes,
          strides,
          padding: added,
          ceilMode: ceil?.value ?? false,
          countIncludesPadding: counts?.value ?? true,
          divisor: divisor?.value ?? null,
        },
      })),
  }),
  'lp-pool': row({
    meaning: 'The p-norm of each window of places: (sum of x^p)^(1/p).',
    main: 'kernel',
    required: true,
    options: {
      kernel: kernelOption,
      exponent: { form: number({ above: 0 }), meaning: 'p.', fallback: 2 },
      stride: strideOption,
      ceil: ceilOption,
    },
    make: ({ kernel, exponent, stride, ceil }) =>
      kernel &&
      windowed(kernel, stride, undefined, undefined, ({ kernel: sizes, strides }) => ({
        op: 'lp-pool',
        attributes: {
          exponent: exponent?.value ?? 2,
          kernel: sizes,
          strides,
          ceilMode: ceil?.value ?? false,
        },
      })),
  }),
  'max-unpool': row({
    meaning:
      'Puts each value back to the place where a max-pool found it, zeros elsewhere: { max-unpool: 2, indices: ID }.',
    main: 'kernel',
    required: true,
    needs: [['indices']],
    options: {
      kernel: kernelOption,
      stride: strideOption,
      padding: { ...paddingOption, meaning: 'Places that the pool added on both sides.' },
      indices: { form: text('the id of a max-pool'), meaning: 'The max-pool that knows the places.' },
      size: { form: fromOne, meaning: 'Number of places along each axis, in place of what the pool needs.' },
    },
    make: ({ kernel, stride, padding, indices, size }) =>
      kernel && indices && unary((context) => addUnpool(context, indices, { kernel, stride, padding, size })),
  }),
  'global-avg-pool': wholeRow('The mean over all places of each channel.', 'adaptive-average-pool'),
  'global-max-pool': wholeRow('The greatest value of each channel.', 'adaptive-max-pool'),
  'adaptive-avg-pool': adaptiveRow('The means of a given number of windows.', 'adaptive-average-pool'),
  'adaptive-max-pool': adaptiveRow('The greatest values of a given number of windows.', 'adaptive-max-pool'),
  upsample: row({
    meaning: 'More places (or fewer) by interpolation.',
    main: 'scale',
    options: {
      scale: {
        form: factorsForm({ above: 0, maximum: mostPlaces }),
        meaning: 'New places for each old one: a number, or one for each axis.',
      },
      size: { form: fromOne, meaning: 'New places along each axis, in place of a scale.' },
      mode: {
        form: word({
          nearest: 'The nearest old place.',
          'nearest-exact': 'The nearest old place, measured between the middles of places.',
          linear: 'Linear along each axis.',
          bilinear: 'Linear along both axes of images.',
          trilinear: 'Linear along the three axes of volumes.',
          bicubic: 'Cubic along both axes of images.',
        }),
        meaning: 'How new places are found.',
        fallback: 'nearest',
      },
      'align-corners': {
        form: flag,
        meaning: 'Whether the first and last places stay where they are (not for nearest).',
        fallback: false,
      },
    },
    needs: [['scale', 'size']],
    make: ({ scale, size, mode, 'align-corners': corners }, _range, report) => {
      if (scale && size) report.warning('Scale and size are both given; the scale counts.', size.keyRange);
      return unary((context) => addUpsample(context, { scale, size }, mode, corners?.value ?? false));
    },
  }),
  'pixel-shuffle': shuffleRow(
    'Channels become places: r x r channels of a pixel are a block of r x r pixels.',
    'factor',
    (value) => ({ op: 'pixel-shuffle', attributes: { factor: value } }),
  ),
  'pixel-unshuffle': shuffleRow(
    'Places become channels, the inverse of pixel-shuffle.',
    'factor',
    (value) => ({
      op: 'pixel-unshuffle',
      attributes: { factor: value },
    }),
  ),
  'channel-shuffle': shuffleRow('Mixes the channels of groups, as in ShuffleNet.', 'groups', (value) => ({
    op: 'channel-shuffle',
    attributes: { groups: value },
  })),
};

/** Sliding windows, a number for each axis. */
interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly padding: readonly number[];
  readonly dilations: readonly number[];
}

function windowed(
  kernel: Placed<readonly number[]>,
  stride: Sizes,
  padding: Sizes,
  dilation: Sizes,
  callOf: (windows: Windows) => OpCall,
): Plan {
  return unary((context) =>
    overAxes(context, (axes) => {
      const kernels = forAxes(kernel, axes, 1, context);
      const strides = stride ? forAxes(stride, axes, 1, context) : kernels;
      const paddings = forAxes(padding, axes, 0, context);
      const dilations = forAxes(dilation, axes, 1, context);
      if (!kernels || !strides || !paddings || !dilations) return undefined;
      return callOf({ kernel: kernels, strides, padding: paddings, dilations });
    }),
  );
}

/** The inverse of a max-pool, whose second output is the indices. */
function addUnpool(
  context: LayerContext,
  { value: id, range }: Placed<string>,
  { kernel, stride, padding, size }: Readonly<Record<'kernel' | 'stride' | 'padding' | 'size', Sizes>>,
): Value {
  const { builder, report, args, layer, span } = context;
  const pool = context.find(id, range);
  if (!pool) return builder.opaque('The max-pool that it names does not exist.', args, layer, span);
  const indices = { node: pool.node, output: 1 };
  if (builder.typeOf(indices)?.elementType !== 'int32') {
    const reason = `Expected the id of a max-pool, whose places are known; ${quoted(id)} is none.`;
    report.error(reason, range);
    return builder.opaque(reason, [...args, pool], layer, span);
  }
  return overAxes(
    context,
    (axes) => {
      const kernels = forAxes(kernel, axes, 1, context);
      const strides = stride ? forAxes(stride, axes, 1, context) : kernels;
      const paddings = forAxes(padding, axes, 0, context);
      const given = size && forAxes(size, axes, 1, context);
      if (!kernels || !strides || !paddings || (size && !given)) return undefined;
      const places = builder.typeOf(args[0])?.shape.slice(2) ?? [];
      // As PyTorch has it: the smallest input that gives so many windows.
      const least = places.map(
        (count, axis) =>
          (count - 1) * (strides[axis] ?? 1) - 2 * (paddings[axis] ?? 0) + (kernels[axis] ?? 1),
      );
      return { op: 'max-unpool', attributes: { sizes: given ?? least } };
    },
    [indices],
  );
}

/** Applies a call that depends on the number of axes of places; what was reported on the way becomes an opaque node. */
function overAxes(
  context: LayerContext,
  callOf: (axes: number) => OpCall | undefined,
  others: readonly Value[] = [],
): Value {
  const { builder, args, layer, span } = context;
  const shape = builder.typeOf(args[0])?.shape;
  if (!shape) return builder.opaque('Its input is not known.', args, layer, span);
  const axes = shape.length - 2;
  if (axes < 1 || axes > 3) {
    const reason = `Expected an input with channels and one to three axes of places, a sample of this one has the shape ${shapeText(shape.slice(1))}.`;
    context.report.error(reason, context.range);
    return builder.opaque(reason, args, layer, span);
  }
  const call = callOf(axes);
  return call
    ? builder.op(call, [...args, ...others], layer, span)
    : builder.opaque('Its numbers do not fit the axes of its input.', args, layer, span);
}

type Adaptive = 'adaptive-average-pool' | 'adaptive-max-pool';

function adaptiveRow(meaning: string, op: Adaptive): Row<Plan> {
  return row({
    meaning,
    main: 'size',
    required: true,
    options: { size: sizeOption },
    make: ({ size }) =>
      size &&
      unary((context) =>
        overAxes(context, (axes) => {
          const sizes = forAxes(size, axes, 1, context);
          return sizes && { op, attributes: { sizes } };
        }),
      ),
  });
}

function wholeRow(meaning: string, op: Adaptive): Row<Plan> {
  return row({
    meaning: `${meaning} A sample becomes a list with one number for each channel.`,
    options: {},
    make: () => unary((context) => overAxes(context, () => ({ op, attributes: { sizes: [] } }))),
  });
}

function shuffleRow(meaning: string, main: string, callOf: (value: number) => OpCall): Row<Plan> {
  return row({
    meaning,
    main,
    required: true,
    options: { [main]: { form: factor, meaning: `The ${main}.` } },
    make: ({ [main]: given }) =>
      given && unary(({ builder, args, layer, span }) => builder.op(callOf(given.value), args, layer, span)),
  });
}

/** The word of each mode: whether it is linear or cubic, and how many axes it is meant for. */
const modes = {
  nearest: { mode: 'nearest', axes: null },
  'nearest-exact': { mode: 'nearest-exact', axes: null },
  linear: { mode: 'linear', axes: null },
  bilinear: { mode: 'linear', axes: 2 },
  trilinear: { mode: 'linear', axes: 3 },
  bicubic: { mode: 'cubic', axes: 2 },
} as const;

function addUpsample(
  context: LayerContext,
  { scale, size }: Readonly<Record<'scale' | 'size', Sizes>>,
  word: Placed<keyof typeof modes> | undefined,
  alignCorners: boolean,
): Value {
  return overAxes(context, (axes) => {
    const { mode, axes: meant } = modes[word?.value ?? 'nearest'];
    if (word && meant !== null && meant !== axes) {
      context.report.error(
        `The mode ${word.value} is for ${meant} axes of places, the input has ${axes}; linear is for any.`,
        word.range,
      );
      return undefined;
    }
    const scales = scale && forAxes(scale, axes, 1, context);
    const sizes = scale ? undefined : forAxes(size, axes, 1, context);
    if (!scales && !sizes) return undefined;
    return {
      op: 'upsample',
      attributes: { mode, sizes: sizes ?? null, scales: scales ?? null, alignCorners },
    };
  });
}
