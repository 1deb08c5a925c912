/** The mean of each window, and the p-norm of each window, which is a mean of powers. */
import type { Elementwise } from '../../tensor/kernels';
import { sizeOf, type Shape, type Tensor } from '../../tensor/tensor';
import { defineOp } from '../op';
import {
  adaptiveShape,
  adaptiveWindows,
  slidingShape,
  slidingWindows,
  type SlidingAttributes,
} from './windows';

/** Windows without dilation, as means have them. */
type EvenWindows = Readonly<{
  kernel: readonly number[];
  strides: readonly number[];
  padding: readonly number[];
  ceilMode: boolean;
}>;

/** What a mean divides by. */
type AverageAttributes = EvenWindows &
  Readonly<{
    /** Whether the zeros of the padding count. */
    countIncludesPadding: boolean;
    /** What every sum is divided by, or null for the number of places. */
    divisor: number | null;
  }>;

/** Argument: x (batch, channels, ...places), one to three axes of places. Output: the mean of each window, the padding as zeros. */
export const averagePool = defineOp<AverageAttributes, { readonly shape: Shape }>({
  role: 'pooling',
  shape: ([x], attributes) => {
    if (!x) return { error: 'average-pool takes one input' };
    const { divisor } = attributes;
    const shape = slidingShape('average-pool', x, undilated(attributes));
    if ('error' in shape) return shape;
    if (divisor === 0 || (divisor !== null && !Number.isFinite(divisor)))
      return { error: `average-pool needs a divisor other than 0, found ${divisor}` };
    return [{ elementType: x.elementType, shape }];
  },
  work: ([x], attributes) => {
    const shape = slidingShape('average-pool', x, undilated(attributes));
    return 'error' in shape ? 0 : sizeOf(shape) * sizeOf(attributes.kernel);
  },
  forward: (kernels, [x], attributes) => {
    const shape = slidingShape('average-pool', x, undilated(attributes));
    if (!x || 'error' in shape) throw new RangeError('average-pool takes one input');
    const y = kernels.allocate(shape);
    const { countIncludesPadding, divisor } = attributes;
    kernels.meanOfWindows(
      x,
      slidingWindows(x.shape, undilated(attributes), countIncludesPadding),
      divisor,
      y,
    );
    return { outputs: [y], saved: { shape: x.shape } };
  },
  backward: (kernels, [dy], { shape }, attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const dx = kernels.allocate(shape);
    const { countIncludesPadding, divisor } = attributes;
    kernels.spreadOverWindows(
      dy,
      slidingWindows(shape, undilated(attributes), countIncludesPadding),
      divisor,
      dx,
    );
    return [dx];
  },
});

/** The means of as many windows as `sizes` says, a number for each axis of places; without numbers, of each whole channel. */
export const adaptiveAveragePool = defineOp<{ readonly sizes: readonly number[] }, { readonly shape: Shape }>(
  {
    role: 'pooling',
    shape: ([x], { sizes }) => {
      const shape = adaptiveShape('adaptive-average-pool', x, sizes);
      if (!x || 'error' in shape)
        return 'error' in shape ? shape : { error: 'adaptive-average-pool takes one input' };
      return [{ elementType: x.elementType, shape }];
    },
    work: ([x], { sizes }) => Math.max(sizeOf(x?.shape ?? []), sizeOf(sizes)),
    forward: (kernels, [x], { sizes }) => {
      const shape = adaptiveShape('adaptive-average-pool', x, sizes);
      if (!x || 'error' in shape) throw new RangeError('adaptive-average-pool takes one input');
      const y = kernels.allocate(shape);
      kernels.meanOfWindows(x, adaptiveWindows(x.shape, sizes), null, y);
      return { outputs: [y], saved: { shape: x.shape } };
    },
    backward: (kernels, [dy], { shape }, { sizes }, wanted) => {
      if (!dy || wanted[0] !== true) return [null];
      const dx = kernels.allocate(shape);
      kernels.spreadOverWindows(dy, adaptiveWindows(shape, sizes), null, dx);
      return [dx];
    },
  },
);

/** Windows without padding, whose values are raised to `exponent`. */
type NormAttributes = Readonly<{
  exponent: number;
  kernel: readonly number[];
  strides: readonly number[];
  ceilMode: boolean;
}>;

/**
 * (sum of x^p)^(1/p) over each window, as PyTorch computes it: signs stay, so that a negative sum under an even root is NaN; the mean of a window
 * that is cut off at the end counts for a whole one; and where the sum is 0 the gradient is NaN for p above 1.
 */
export const lpPool = defineOp<NormAttributes, { readonly x: Tensor; readonly y: Tensor }>({
  role: 'pooling',
  shape: ([x], attributes) => {
    const { exponent } = attributes;
    if (!x) return { error: 'lp-pool takes one input' };
    const shape = slidingShape('lp-pool', x, unpadded(attributes));
    if ('error' in shape) return shape;
    return exponent > 0 && Number.isFinite(exponent)
      ? [{ elementType: x.elementType, shape }]
      : { error: `lp-pool needs an exponent above 0, found ${exponent}` };
  },
  work: ([x], attributes) => {
    const shape = slidingShape('lp-pool', x, unpadded(attributes));
    return 'error' in shape ? 0 : 2 * sizeOf(shape) * sizeOf(attributes.kernel);
  },
  // The powers of the input, in backward with their share of the outputs' gradient.
  extra: ([x]) => ({ saved: 0, passing: 2 * sizeOf(x?.shape ?? []) }),
  forward: (kernels, [x], attributes) => {
    const shape = slidingShape('lp-pool', x, unpadded(attributes));
    if (!x || 'error' in shape) throw new RangeError('lp-pool takes one input');
    const { exponent } = attributes;
    const powers = kernels.allocate(x.shape);
    kernels.map(power(exponent), x, powers);
    const y = kernels.allocate(shape);
    kernels.meanOfWindows(powers, slidingWindows(x.shape, unpadded(attributes), true), null, y);
    kernels.affine(y, sizeOf(attributes.kernel), 0, y);
    kernels.map(power(1 / exponent), y, y);
    return { outputs: [y], saved: { x, y } };
  },
  backward: (kernels, [dy], { x, y }, attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const { exponent } = attributes;
    // dy (1/p) s^(1/p - 1), with s = y^p, then p x^(p - 1): the two p cancel.
    const flow = kernels.allocate(y.shape);
    kernels.map(power(1 - exponent), y, flow);
    kernels.pairwise('multiply', flow, dy, flow);
    kernels.affine(flow, sizeOf(attributes.kernel), 0, flow);
    const dx = kernels.allocate(x.shape);
    kernels.spreadOverWindows(flow, slidingWindows(x.shape, unpadded(attributes), true), null, dx);
    const slopes = kernels.allocate(x.shape);
    kernels.map(power(exponent - 1), x, slopes);
    kernels.pairwise('multiply', dx, slopes, dx);
    return [dx];
  },
});

function undilated({ kernel, strides, padding, ceilMode }: EvenWindows): SlidingAttributes {
  return { kernel, strides, padding, ceilMode, dilations: kernel.map(() => 1) };
}

function unpadded({ kernel, strides, ceilMode }: NormAttributes): SlidingAttributes {
  return { kernel, strides, ceilMode, padding: kernel.map(() => 0), dilations: kernel.map(() => 1) };
}

function power(exponent: number): Elementwise {
  return {
    name: 'power',
    parameters: [exponent],
    value: (x) => x ** exponent,
    derivative: (x) => exponent * x ** (exponent - 1),
  };
}
