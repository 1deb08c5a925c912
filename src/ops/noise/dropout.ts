/** The dropout family: elements, whole channels or whole samples are dropped at random in training mode. */
import type { Kernels } from '../../tensor/kernels';
import type { RandomStream } from '../../tensor/random';
import type { Shape } from '../../tensor/tensor';
import {
  channelMisfit,
  channelShape,
  coins,
  masking,
  rateMisfit,
  type ChannelAttributes,
  type Mask,
  type RateAttributes,
} from './masks';

/**
 * Arguments: x. In training each element is zeroed with probability `rate` and the rest scaled by 1 / (1 - rate), so that the mean
 * stays (Srivastava et al. 2014).
 */
export const dropout = masking<RateAttributes>({
  name: 'dropout',
  misfit: (_x, attributes) => rateMisfit('dropout', attributes),
  draw: (kernels, x, { rate }, random) => scaledCoins(kernels, x.shape, rate, random),
});

/** Arguments: x (batch, ...). Dropout of whole channels of a sample (Tompson et al. 2015; PyTorch's Dropout1d to 3d, Keras' SpatialDropout). */
export const featureDropout = masking<ChannelAttributes>({
  name: 'feature-dropout',
  misfit: (x, attributes) => channelMisfit('feature-dropout', x, attributes),
  draw: (kernels, x, { rate, channelAxis }, random) =>
    scaledCoins(kernels, channelShape(x.shape, channelAxis), rate, random),
});

/** Arguments: x (batch, ...). Dropout of whole samples: stochastic depth (Huang et al. 2016; torchvision's StochasticDepth by rows). */
export const dropPath = masking<RateAttributes>({
  name: 'drop-path',
  misfit: (x, attributes) =>
    x.shape.length === 0
      ? { error: 'drop-path needs an axis of samples, the input is a single number' }
      : rateMisfit('drop-path', attributes),
  draw: (kernels, x, { rate }, random) =>
    scaledCoins(
      kernels,
      x.shape.map((size, axis) => (axis === 0 ? size : 1)),
      rate,
      random,
    ),
});

/**
 * Arguments: x. In training each element is set with probability `rate` to the value that SELU has far below 0, and all are scaled and
 * shifted so that mean 0 and variance 1 stay (Klambauer et al. 2017).
 */
export const alphaDropout = masking<RateAttributes>({
  name: 'alpha-dropout',
  misfit: (_x, attributes) => rateMisfit('alpha-dropout', attributes),
  draw: (kernels, x, { rate }, random) => alphaCoins(kernels, x.shape, rate, random),
});

/** Arguments: x (batch, ...). Alpha dropout of whole channels of a sample (PyTorch's FeatureAlphaDropout). */
export const featureAlphaDropout = masking<ChannelAttributes>({
  name: 'feature-alpha-dropout',
  misfit: (x, attributes) => channelMisfit('feature-alpha-dropout', x, attributes),
  draw: (kernels, x, { rate, channelAxis }, random) =>
    alphaCoins(kernels, channelShape(x.shape, channelAxis), rate, random),
});

function scaledCoins(kernels: Kernels, shape: Shape, rate: number, random: RandomStream): Mask | null {
  if (rate === 0) return null;
  const kept = rate === 1 ? 0 : 1 / (1 - rate);
  return { mask: coins(kernels, shape, random, { rate, dropped: 0, kept }), shift: null };
}

/** SELU's limit far below 0 is -scale alpha. */
const saturation = -1.0507009873554805 * 1.6732632423543772;

/** y = a (x or the saturation) + b with a = ((1 - p)(1 + p s^2))^(-1/2), b = -a p s: Klambauer et al. 2017, section 3, "New dropout". */
function alphaCoins(kernels: Kernels, shape: Shape, rate: number, random: RandomStream): Mask | null {
  if (rate === 0) return null;
  // PyTorch gives zeros where everything is dropped.
  const scale = rate === 1 ? 0 : 1 / Math.sqrt((1 - rate) * (1 + rate * saturation ** 2));
  const offset = -scale * rate * saturation;
  const mask = coins(kernels, shape, random, { rate, dropped: 0, kept: scale });
  const shift = kernels.allocate(shape);
  const dropped = scale * saturation + offset;
  for (let place = 0; place < shift.data.length; place += 1) {
    shift.data[place] = mask.data[place] === 0 ? dropped : offset;
  }
  return { mask, shift };
}
