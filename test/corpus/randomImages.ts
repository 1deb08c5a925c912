/** Random networks of images: plain convolutions with pools, and residual ones. */
import { dense, headed, type Draw, type Style } from './randomParts';
import { LayerList } from './architectures/writing';

/** Samples of a probe: a channel is seen at enough places to be called dead. */
const batch = 16;

/** A convolution with what stands behind it. */
function block(layers: LayerList, channels: number, kernel: number, { norm, activation }: Style): void {
  layers.layer('conv2d', channels, { kernel, padding: (kernel - 1) / 2, bias: !norm });
  if (norm) layers.layer('batch-norm');
  layers.layer(activation);
}

/** One to four stages with a pool each, then the places as one list or their mean, then up to two layers. */
export function convolutional(draw: Draw, style: Style): string {
  const layers = new LayerList(style.start);
  const size = draw.of([16, 20, 28]);
  const kernel = draw.of([3, 3, 5]);
  const pool = draw.of(['max-pool', 'max-pool', 'avg-pool']);
  let channels = draw.of([4, 6, 8, 16]);
  let places = size;
  let left = style.deepest;
  for (let stage = draw.whole(1, 3); stage > 0 && left > 0; stage -= 1) {
    for (let times = draw.of([1, 1, 2]); times > 0 && left > 0; times -= 1, left -= 1) {
      block(layers, channels, kernel, style);
    }
    layers.layer(pool, 2);
    places = Math.floor(places / 2);
    channels = Math.min(32, 2 * channels);
  }
  layers.layer(draw.chance(0.3) ? 'global-avg-pool' : 'flatten');
  for (let times = Math.min(left, draw.whole(0, 2)); times > 0; times -= 1) {
    dense(layers, draw.of([16, 32, 64, 120]), { ...style, norm: false });
  }
  return headed(layers, draw, [draw.of([1, 3]), size, size], { batch });
}

/** Residual blocks of two convolutions, with batch norm or without. */
export function residualImages(draw: Draw, style: Style): string {
  const layers = new LayerList(style.start);
  const norm = draw.chance(0.8);
  const channels = draw.of([8, 12, 16]);
  block(layers, channels, 3, { ...style, norm });
  let x = layers.layer('max-pool', 2);
  for (let times = draw.whole(1, style.deepest); times > 0; times -= 1) {
    block(layers, channels, 3, { ...style, norm });
    layers.layer('conv2d', channels, { kernel: 3, padding: 1, bias: !norm });
    if (norm) layers.layer('batch-norm', null, {}, 'residual-end');
    layers.layer('add', x);
    x = layers.layer(style.activation);
  }
  layers.layer(draw.chance(0.7) ? 'global-avg-pool' : 'flatten');
  return headed(layers, draw, [3, 12, 12], { batch });
}
