/** The identity, and activations that are the identity above a point and something else below it; they do not saturate above. */
import type { NoAttributes } from '../op';
import { elementwise, type ElementwiseDefinition } from '../elementwise';

/** f = x. */
export const identity = elementwise<NoAttributes>('identity', [], () => ({
  value: (x) => x,
  derivative: () => 1,
}));

/** max(0, x) (Nair and Hinton 2010); f' at 0 is 0, as in PyTorch. */
export const relu = elementwise<NoAttributes>('relu', [], () => ({
  value: (x) => Math.max(x, 0),
  derivative: (x) => (x <= 0 ? 0 : 1),
  silent: [[-Infinity, 0]],
  kinks: [0],
}));

/** x above 0, slope x below (Maas, Hannun, Ng 2013; PyTorch's LeakyReLU); f' at 0 is the slope, as in PyTorch. */
export const leakyRelu = elementwise<{ readonly slope: number }>('leaky-relu', ['slope'], ({ slope }) =>
  leaky(slope),
);

/** The mathematics of a rectifier with the given slope below 0. */
export function leaky(slope: number): ElementwiseDefinition {
  return {
    value: (x) => (x > 0 ? x : slope * x),
    derivative: (x) => (x > 0 ? 1 : slope),
    silent: slope === 0 ? [[-Infinity, 0]] : [],
    kinks: slope === 1 ? [] : [0],
  };
}

/**
 * x above the threshold, `value` up to and including it (PyTorch's Threshold). Where the value is 0 the flat part is silent, else
 * saturated.
 */
export const threshold = elementwise<{ readonly threshold: number; readonly value: number }>(
  'threshold',
  ['threshold', 'value'],
  (attributes) => ({
    value: (x) => (x <= attributes.threshold ? attributes.value : x),
    derivative: (x) => (x <= attributes.threshold ? 0 : 1),
    [attributes.value === 0 ? 'silent' : 'saturated']: [[-Infinity, attributes.threshold]],
    [attributes.value === attributes.threshold ? 'kinks' : 'jumps']: [attributes.threshold],
  }),
);

/** x above 0, alpha (e^x - 1) below (Clevert, Unterthiner, Hochreiter 2016; PyTorch's ELU); f' at 0 is alpha, as in PyTorch. */
export const elu = elementwise<{ readonly alpha: number }>('elu', ['alpha'], ({ alpha }) => ({
  value: (x) => (x > 0 ? x : alpha * Math.expm1(x)),
  derivative: (x) => (x > 0 ? 1 : alpha * Math.exp(x)),
  kinks: alpha === 1 ? [] : [0],
}));

/** The constants of the self-normalising fixed point with mean 0 and variance 1 (Klambauer et al. 2017, equation 14). */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

/** scale (x above 0, alpha (e^x - 1) below), PyTorch's SELU; f' is largest just below 0, scale alpha = 1.7581, which is its value at 0. */
export const selu = elementwise<NoAttributes>('selu', [], () => ({
  value: (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
  derivative: (x) => seluScale * (x > 0 ? 1 : seluAlpha * Math.exp(x)),
  kinks: [0],
}));

/** x above 0, alpha (e^(x/alpha) - 1) below (Barron 2017; PyTorch's CELU): an ELU whose derivative is continuous for every alpha. */
export const celu = elementwise<{ readonly alpha: number }>('celu', ['alpha'], ({ alpha }) => ({
  value: (x) => (x > 0 ? x : alpha * Math.expm1(x / alpha)),
  derivative: (x) => (x > 0 ? 1 : Math.exp(x / alpha)),
  ...(alpha === 0 && { problem: 'celu needs an alpha other than 0' }),
}));
