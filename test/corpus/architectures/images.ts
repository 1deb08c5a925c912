/** Networks of images as their papers and torchvision define them, with widths and sizes that can be made smaller. */
import { LayerList, type Start } from './writing';

/** What all networks of images share. */
export interface Images {
  readonly start: Start;
  /** Height and width of the images. */
  readonly size?: number;
  /** What all widths are multiplied with; 1 is the library's own network. */
  readonly width?: number;
  readonly classes?: number;
  readonly batch?: number;
}

const fileOf = (
  layers: LayerList,
  { size = 224, batch }: Images,
  channels = 3,
  loss = 'cross-entropy',
): string => layers.file([channels, size, size], loss, batch === undefined ? {} : { batch });

const scaled =
  (width = 1) =>
  (channels: number): number =>
    Math.max(1, Math.round(channels * width));

/** LeNet-5 as it is written today: 5 x 5 convolutions of 6 and 16 channels, then 120 and 84 units. */
export function leNet(images: Images, activation = 'relu', pool = 'max-pool'): string {
  const { start, size = 28, width, classes = 10 } = images;
  const of = scaled(width);
  const layers = new LayerList(start);
  layers.layer('conv2d', of(6), { kernel: 5, padding: size === 28 ? 2 : 0 });
  layers.layer(activation);
  layers.layer(pool, 2);
  layers.layer('conv2d', of(16), { kernel: 5 });
  layers.layer(activation);
  layers.layer(pool, 2);
  layers.layer('flatten');
  for (const units of [120, 84]) {
    layers.layer('linear', of(units));
    layers.layer(activation);
  }
  layers.layer('linear', classes, {}, 'head');
  return fileOf(layers, { ...images, size }, 1);
}

/** torchvision's AlexNet; images of 32 places get its version for CIFAR, with smaller steps and no pool to 6 x 6. */
export function alexNet(images: Images): string {
  const { start, size = 224, width, classes = 1000 } = images;
  const of = scaled(width);
  const small = size < 64;
  const layers = new LayerList(start);
  const convolution = (channels: number, kernel: number, padding: number, stride = 1): void => {
    layers.layer('conv2d', of(channels), { kernel, padding, stride });
    layers.layer('relu');
  };
  const pool = (): string => layers.layer('max-pool', small ? 2 : 3, { stride: 2 });
  if (small) convolution(64, 3, 1, 2);
  else convolution(64, 11, 2, 4);
  pool();
  convolution(192, small ? 3 : 5, small ? 1 : 2);
  pool();
  convolution(384, 3, 1);
  convolution(256, 3, 1);
  convolution(256, 3, 1);
  pool();
  if (!small) layers.layer('adaptive-avg-pool', 6);
  layers.layer('flatten');
  for (const units of [4096, 4096]) {
    layers.layer('dropout', 0.5);
    layers.layer('linear', of(units));
    layers.layer('relu');
  }
  layers.layer('linear', classes, {}, 'head');
  return fileOf(layers, images);
}

const vggStages = {
  11: [[64], [128], [256, 256], [512, 512], [512, 512]],
  16: [
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ],
} as const;

/** torchvision's VGG with 11 or 16 layers, plain or with batch norm. Small images have no pool to 7 x 7. */
export function vgg(images: Images, depth: keyof typeof vggStages, norm: boolean): string {
  const { start, size = 224, width, classes = 1000 } = images;
  const of = scaled(width);
  const layers = new LayerList(start);
  for (const stage of vggStages[depth]) {
    for (const channels of stage) {
      layers.layer('conv2d', of(channels), { kernel: 3, padding: 1 });
      if (norm) layers.layer('batch-norm');
      layers.layer('relu');
    }
    layers.layer('max-pool', 2);
  }
  if (size >= 64) layers.layer('adaptive-avg-pool', 7);
  layers.layer('flatten');
  for (const inputs of [25088, 4096]) {
    layers.layer('linear', of(4096), {}, 'plain', inputs);
    layers.layer('relu');
    layers.layer('dropout', 0.5);
  }
  layers.layer('linear', classes, {}, 'head', 4096);
  return fileOf(layers, images);
}

/** SqueezeNet 1.1 (torchvision), whose last ReLU stands before the pool. */
export function squeezeNet(images: Images): string {
  const { start, width, classes = 1000 } = images;
  const of = scaled(width);
  const layers = new LayerList(start);
  const convolution = (channels: number, kernel: number, options = {}): string => {
    layers.layer('conv2d', channels, { kernel, ...options });
    return layers.layer('relu');
  };
  const fire = (squeezed: number, expanded: number): void => {
    const from = convolution(of(squeezed), 1);
    const one = convolution(of(expanded), 1, { from });
    convolution(of(expanded), 3, { padding: 1, from });
    layers.layer('concat', one);
  };
  const pool = (): string => layers.layer('max-pool', 3, { stride: 2, ceil: true });
  convolution(of(64), 3, { stride: 2 });
  pool();
  fire(16, 64);
  fire(16, 64);
  pool();
  fire(32, 128);
  fire(32, 128);
  pool();
  for (const squeezed of [48, 48, 64, 64]) fire(squeezed, 4 * squeezed);
  layers.layer('dropout', 0.5);
  layers.layer('conv2d', classes, { kernel: 1 }, 'head', 512);
  layers.layer('relu');
  layers.layer('global-avg-pool');
  return fileOf(layers, images);
}

/** The U-Net of Ronneberger et al. (2015) with padding and, where wanted, batch norm, as most programs have it. */
export function uNet(images: Images, norm: boolean, depth = 4): string {
  const { start, width, classes = 2 } = images;
  const of = scaled(width);
  const layers = new LayerList(start);
  const twice = (channels: number): string => {
    let last = '';
    for (const kernel of [3, 3]) {
      layers.layer('conv2d', channels, { kernel, padding: 1, bias: !norm });
      if (norm) layers.layer('batch-norm');
      last = layers.layer('relu');
    }
    return last;
  };
  const skips: string[] = [];
  for (let level = 0; level < depth; level += 1) {
    skips.push(twice(of(64 * 2 ** level)));
    layers.layer('max-pool', 2);
  }
  twice(of(64 * 2 ** depth));
  for (let level = depth - 1; level >= 0; level -= 1) {
    layers.layer('conv-transpose', of(64 * 2 ** level), { kernel: 2, stride: 2 });
    layers.layer('concat', skips[level]);
    twice(of(64 * 2 ** level));
  }
  layers.layer('conv2d', classes, { kernel: 1 }, 'head');
  return fileOf(layers, images);
}

/** A convolutional autoencoder: strides of 2 down, transposed convolutions up. */
export function convolutionalAutoencoder(images: Images, last: 'sigmoid' | 'tanh' | null): string {
  const { start, size = 28, width } = images;
  const of = scaled(width);
  const layers = new LayerList(start);
  for (const channels of [16, 32]) {
    layers.layer('conv2d', of(channels), { kernel: 3, stride: 2, padding: 1 });
    layers.layer('relu');
  }
  layers.layer('conv-transpose', of(16), { kernel: 3, stride: 2, padding: 1, 'output-padding': 1 });
  layers.layer('relu');
  layers.layer('conv-transpose', 1, { kernel: 3, stride: 2, padding: 1, 'output-padding': 1 }, 'head');
  if (last !== null) layers.layer(last);
  return fileOf(layers, { ...images, size }, 1, 'mse');
}
