/** Piecewise linear and quadratic activations with flat parts; they saturate exactly there, or are silent where the flat part is 0. */
import type { Interval, NoAttributes } from '../op';
import { elementwise } from '../elementwise';

/** x clipped to [minimum, maximum] (PyTorch's Hardtanh); f' at both ends is 0, as in PyTorch. */
export const hardtanh = elementwise<{ readonly minimum: number; readonly maximum: number }>(
  'hardtanh',
  ['minimum', 'maximum'],
  ({ minimum, maximum }) => {
    const below: Interval = [-Infinity, minimum];
    const above: Interval = [maximum, Infinity];
    return {
      value: (x) => Math.min(Math.max(x, minimum), maximum),
      derivative: (x) => (x <= minimum || x >= maximum ? 0 : 1),
      saturated: [below, above],
      silent: [...(minimum === 0 ? [below] : []), ...(maximum === 0 ? [above] : [])],
      kinks: [minimum, maximum],
      ...(minimum >= maximum && {
        problem: `hardtanh needs a minimum below its maximum, found ${minimum} and ${maximum}`,
      }),
    };
  },
);

/** min(max(x, 0), 6) (Krizhevsky 2010; PyTorch's ReLU6): silent below 0 as a ReLU, saturated above 6; f' at both ends is 0. */
export const relu6 = elementwise<NoAttributes>('relu6', [], () => ({
  value: (x) => Math.min(Math.max(x, 0), 6),
  derivative: (x) => (x <= 0 || x >= 6 ? 0 : 1),
  saturated: [[6, Infinity]],
  silent: [[-Infinity, 0]],
  kinks: [0, 6],
}));

/** relu6(x + 3) / 6 (PyTorch's Hardsigmoid, also Keras 3's hard_sigmoid); f' at both ends is 0. */
export const hardSigmoid = elementwise<NoAttributes>('hard-sigmoid', [], () => ({
  value: (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
  derivative: (x) => (x <= -3 || x >= 3 ? 0 : 1 / 6),
  saturated: [
    [-Infinity, -3],
    [3, Infinity],
  ],
  silent: [[-Infinity, -3]],
  kinks: [-3, 3],
}));

/**
 * 0.2 x + 0.5 clipped to [0, 1]: the hard_sigmoid of Keras 1 and 2 (Keras 3 has PyTorch's, which is `hard-sigmoid`). f' at both ends is
 * 0.2, as TensorFlow's clip_by_value and PyTorch's clamp pass the gradient there.
 */
export const kerasHardSigmoid = elementwise<NoAttributes>('keras-hard-sigmoid', [], () => ({
  value: (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1),
  derivative: (x) => (x < -2.5 || x > 2.5 ? 0 : 0.2),
  saturated: [
    [-Infinity, -2.5],
    [2.5, Infinity],
  ],
  silent: [[-Infinity, -2.5]],
  kinks: [-2.5, 2.5],
}));

/** x relu6(x + 3) / 6 (Howard et al. 2019; PyTorch's Hardswish); f' is x/3 + 1/2 between -3 and 3, 0 at -3 and 1 at 3, as in PyTorch. */
export const hardSwish = elementwise<NoAttributes>('hard-swish', [], () => ({
  value: (x) => (x <= -3 ? 0 : x >= 3 ? x : (x * (x + 3)) / 6),
  derivative: (x) => (x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5),
  silent: [[-Infinity, -3]],
  kinks: [-3, 3],
}));
