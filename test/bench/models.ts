/** The benchmark's networks as network files, the words in which our engine is asked. */
import type { Model } from './workloads';

/** The network file of a model, without its batch. */
export function sourceOfModel(model: Model): string {
  switch (model.kind) {
    case 'mlp':
      return mlp(model);
    case 'cnn':
      return cnn(model);
    case 'resnet18':
      return resnet18(model);
    case 'gpt':
      return gpt(model);
    case 'lstm':
      return lstm(model);
  }
}

type ModelOf<Kind extends Model['kind']> = Extract<Model, { kind: Kind }>;

function file(input: readonly number[], layers: readonly string[]): string {
  const lines = layers.map((layer) => `  - ${layer}\n`).join('');
  return `input: [${input.join(', ')}]\nlayers:\n${lines}loss: cross-entropy\n`;
}

function mlp({ widths, activation }: ModelOf<'mlp'>): string {
  const [input = 0, ...rest] = widths;
  const outputs = rest.pop() ?? 0;
  return file([input], [...rest.flatMap((width) => [`linear: ${width}`, activation]), `linear: ${outputs}`]);
}

function cnn({ channels, size, classes }: ModelOf<'cnn'>): string {
  const [input = 0, ...rest] = channels;
  const convolutions = rest.flatMap((count) => [`{ conv2d: ${count}, kernel: 3, padding: 1 }`, 'relu']);
  return file([input, size, size], [...convolutions, 'global-avg-pool', `linear: ${classes}`]);
}

function resnet18({ size, classes }: ModelOf<'resnet18'>): string {
  const convolution = (count: number, stride: number, kernel = 3): string =>
    `conv2d: ${count}, kernel: ${kernel}, stride: ${stride}, padding: ${(kernel - 1) / 2}, bias: false`;
  const layers = [`{ ${convolution(64, 1)} }`, 'batch-norm', '{ relu: null, id: x0 }'];
  let before = 'x0';
  for (const [stage, count] of [64, 128, 256, 512].entries()) {
    for (const block of [0, 1]) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const id = `x${stage}${block}`;
      layers.push(`{ ${convolution(count, stride)} }`, 'batch-norm', 'relu');
      layers.push(`{ ${convolution(count, 1)} }`, `{ batch-norm: null, id: ${id}y }`);
      if (stride === 1) layers.push(`add: ${before}`);
      else {
        layers.push(`{ ${convolution(count, stride, 1)}, from: ${before} }`, 'batch-norm', `add: ${id}y`);
      }
      layers.push(`{ relu: null, id: ${id} }`);
      before = id;
    }
  }
  return file([3, size, size], [...layers, 'global-avg-pool', `linear: ${classes}`]);
}

function gpt({ blocks, features, heads, steps, tokens }: ModelOf<'gpt'>): string {
  const layers = [`{ embedding: ${features}, tokens: ${tokens} }`, '{ position-embedding: null, id: x0 }'];
  for (let block = 1; block <= blocks; block += 1) {
    layers.push(
      'layer-norm',
      `{ attention: ${heads}, causal: true }`,
      `{ add: x${block - 1}, id: y${block} }`,
    );
    layers.push('layer-norm', `linear: ${4 * features}`, 'gelu', `linear: ${features}`);
    layers.push(`{ add: y${block}, id: x${block} }`);
  }
  return file([steps], [...layers, 'layer-norm', `{ linear: ${tokens}, bias: false }`, 'permute: [2, 1]']);
}

function lstm({ units, steps, features, classes }: ModelOf<'lstm'>): string {
  return file([steps, features], [`lstm: ${units}`, '{ select: -1, axis: 1 }', `linear: ${classes}`]);
}
