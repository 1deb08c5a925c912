/** Networks of images with residual or dense connections, as torchvision and timm define them. */
import type { Images } from './images';
import { LayerList, type Part } from './writing';

const scaled =
  (width = 1) =>
  (channels: number): number =>
    Math.max(1, Math.round(channels * width));

const fileOf = (layers: LayerList, { size = 224, batch }: Images): string =>
  layers.file([3, size, size], 'cross-entropy', batch === undefined ? {} : { batch });

const resnets = {
  18: { blocks: [2, 2, 2, 2], bottleneck: false },
  34: { blocks: [3, 4, 6, 3], bottleneck: false },
  50: { blocks: [3, 4, 6, 3], bottleneck: true },
} as const;

/** torchvision's ResNet with 18, 34 or 50 layers; small images begin with a 3 x 3 convolution and no pool, as for CIFAR. */
export function resNet(images: Images, depth: keyof typeof resnets): string {
  const { start, size = 224, width, classes = 1000 } = images;
  const of = scaled(width);
  const layers = new LayerList(start);
  const { blocks, bottleneck } = resnets[depth];
  const normed = (
    channels: number,
    kernel: number,
    stride: number,
    options = {},
    part: Part = 'plain',
  ): string => {
    layers.layer('conv2d', channels, { kernel, stride, padding: (kernel - 1) / 2, bias: false, ...options });
    return layers.layer('batch-norm', null, {}, part);
  };
  normed(of(64), size < 64 ? 3 : 7, size < 64 ? 1 : 2);
  let x = layers.layer('relu');
  if (size >= 64) x = layers.layer('max-pool', 3, { stride: 2, padding: 1 });
  let inputs = of(64);
  blocks.forEach((count, stage) => {
    const channels = of(64 * 2 ** stage);
    const outputs = bottleneck ? 4 * channels : channels;
    for (let block = 0; block < count; block += 1) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      normed(channels, bottleneck ? 1 : 3, bottleneck ? 1 : stride);
      layers.layer('relu');
      if (bottleneck) {
        normed(channels, 3, stride);
        layers.layer('relu');
      }
      const branch = normed(outputs, bottleneck ? 1 : 3, 1, {}, 'residual-end');
      const short = inputs === outputs && stride === 1 ? x : normed(outputs, 1, stride, { from: x });
      layers.layer('add', null, { from: [branch, short] });
      x = layers.layer('relu');
      inputs = outputs;
    }
  });
  layers.layer('global-avg-pool');
  layers.layer('linear', classes, {}, 'head');
  return fileOf(layers, images);
}

/** Expansion, channels, repeats and stride of MobileNetV2's stages. */
const mobileStages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** torchvision's MobileNetV2; small images keep their size at the beginning, as for CIFAR. */
export function mobileNet(images: Images): string {
  const { start, size = 224, width, classes = 1000 } = images;
  const of = scaled(width);
  const layers = new LayerList(start);
  const small = size < 64;
  const normed = (channels: number, kernel: number, options = {}): string => {
    layers.layer('conv2d', channels, { kernel, padding: (kernel - 1) / 2, bias: false, ...options });
    return layers.layer('batch-norm');
  };
  normed(of(32), 3, { stride: small ? 1 : 2 });
  let x = layers.layer('relu6');
  let inputs = of(32);
  for (const [index, [expansion, channels, repeats, first]] of mobileStages.entries()) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const stride = repeat > 0 || (small && index === 1) ? 1 : first;
      const hidden = inputs * expansion;
      if (expansion > 1) {
        normed(hidden, 1);
        layers.layer('relu6');
      }
      normed(hidden, 3, { stride, groups: hidden });
      layers.layer('relu6');
      const outputs = of(channels);
      const branch = normed(outputs, 1);
      x = stride === 1 && inputs === outputs ? layers.layer('add', null, { from: [branch, x] }) : branch;
      inputs = outputs;
    }
  }
  normed(of(1280), 1);
  layers.layer('relu6');
  layers.layer('global-avg-pool');
  layers.layer('dropout', 0.2);
  layers.layer('linear', classes, {}, 'head', 1280);
  return fileOf(layers, images);
}

/** torchvision's DenseNet: blocks of layers that each take all before them; [6, 12, 24, 16] with growth 32 is the one of 121 layers. */
export function denseNet(images: Images, blocks: readonly number[], growth: number): string {
  const { start, size = 224, classes = 1000 } = images;
  const layers = new LayerList(start);
  const first = 2 * growth;
  const small = size < 64;
  layers.layer('conv2d', first, {
    kernel: small ? 3 : 7,
    stride: small ? 1 : 2,
    padding: small ? 1 : 3,
    bias: false,
  });
  layers.layer('batch-norm');
  let x = layers.layer('relu');
  if (!small) x = layers.layer('max-pool', 3, { stride: 2, padding: 1 });
  let channels = first;
  for (const [index, count] of blocks.entries()) {
    for (let layer = 0; layer < count; layer += 1) {
      layers.layer('batch-norm', null, { from: x });
      layers.layer('relu');
      layers.layer('conv2d', 4 * growth, { kernel: 1, bias: false });
      layers.layer('batch-norm');
      layers.layer('relu');
      const added = layers.layer('conv2d', growth, { kernel: 3, padding: 1, bias: false });
      x = layers.layer('concat', null, { from: [x, added] });
      channels += growth;
    }
    layers.layer('batch-norm');
    layers.layer('relu');
    if (index === blocks.length - 1) break;
    channels = Math.floor(channels / 2);
    layers.layer('conv2d', channels, { kernel: 1, bias: false });
    x = layers.layer('avg-pool', 2);
  }
  layers.layer('global-avg-pool');
  layers.layer('linear', classes, {}, 'head');
  return fileOf(layers, images);
}

/** ConvMixer (Trockman and Kolter 2022): residual depthwise convolutions of large kernels, then 1 x 1. */
export function convMixer(
  images: Images,
  features: number,
  depth: number,
  kernel: number,
  patch: number,
): string {
  const { start, classes = 1000 } = images;
  const layers = new LayerList(start);
  const normed = (): string => {
    layers.layer('gelu');
    return layers.layer('batch-norm');
  };
  layers.layer('conv2d', features, { kernel: patch, stride: patch }, 'patches', 3 * patch * patch);
  let x = normed();
  for (let block = 0; block < depth; block += 1) {
    layers.layer('conv2d', features, { kernel, padding: (kernel - 1) / 2, groups: features });
    layers.layer('add', null, { from: [normed(), x] });
    layers.layer('conv2d', features, { kernel: 1 });
    x = normed();
  }
  layers.layer('global-avg-pool');
  layers.layer('linear', classes, {}, 'head');
  return fileOf(layers, images);
}
