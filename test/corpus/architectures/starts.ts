/** How libraries start the weights of the networks that they define. */
import type { Options, Start, Weighted } from './writing';

const zeroBias = { 'bias-init': 'zeros' } as const;

function normal(std: number): Options {
  return { init: { normal: std }, ...zeroBias };
}

const none: Options = {};

/** PyTorch's own defaults: nothing is written. */
export const pytorch: Start = { name: "PyTorch's default", of: () => none };

/** Keras's own: glorot_uniform, zero biases, orthogonal recurrent kernels, a forget bias of 1, embeddings within 0.05. */
export const keras: Start = {
  name: "Keras's default",
  of: (kind) => (kind === 'norm' ? none : { init: 'keras' }),
};

function start(name: string, table: Readonly<Partial<Record<Weighted, Options>>>): Start {
  return { name, of: (kind) => table[kind] ?? none };
}

/**
 * torchvision's VGG and MobileNetV2: kaiming_normal_ by the outputs, and N(0, 0.01) for linear layers. In a narrower network the same
 * number would be another share of He's deviation: it is scaled so that the share is the library's.
 */
export const torchvisionPlain: Start = {
  name: 'kaiming_normal_ fan_out, N(0, 0.01)',
  of: (kind, _part, fanIn) => {
    if (kind === 'linear') return { init: { 'he-normal': 0.01 * Math.sqrt(fanIn) }, ...zeroBias };
    return kind === 'convolution' ? { init: 'he-normal-fan-out', ...zeroBias } : none;
  },
};

/** torchvision's SqueezeNet: kaiming_uniform_, N(0, 0.01) for the last convolution, scaled likewise; zero biases. */
export const torchvisionSqueezenet: Start = {
  name: 'kaiming_uniform_, N(0, 0.01)',
  of: (_kind, part, fanIn) =>
    part === 'head'
      ? { init: { 'he-normal': 0.01 * Math.sqrt(fanIn) }, ...zeroBias }
      : { init: 'he-uniform', ...zeroBias },
};

/** torchvision's ResNet: kaiming_normal_ by the outputs. */
export const torchvisionResnet = start('kaiming_normal_ fan_out', {
  convolution: { init: 'he-normal-fan-out' },
});

/** The same with zero_init_residual: the last scale of each residual branch is 0. */
export const zeroInitResidual: Start = {
  name: 'kaiming_normal_ fan_out, zero_init_residual',
  of: (kind, part, fanIn) =>
    kind === 'norm' && part === 'residual-end' ? { init: 'zeros' } : torchvisionResnet.of(kind, part, fanIn),
};

/** torchvision's DenseNet: kaiming_normal_ by the inputs, zero biases. */
export const torchvisionDensenet = start('kaiming_normal_', {
  convolution: { init: 'he-normal' },
  linear: zeroBias,
});

/** nanoGPT: N(0, 0.02), ends of residual branches by 1 / sqrt(2 layers) smaller. */
export function nanoGpt(layers: number): Start {
  return {
    name: "nanoGPT's N(0, 0.02)",
    of: (kind, part) => {
      if (kind === 'norm') return none;
      const std = part === 'residual-end' ? 0.02 / Math.sqrt(2 * layers) : 0.02;
      return kind === 'embedding' || kind === 'positions' ? { init: { normal: std } } : normal(std);
    },
  };
}

/** timm's Vision Transformers: trunc_normal_ with 0.02, zero biases; the patches as PyTorch has convolutions. */
export const timmVit: Start = {
  name: "timm's trunc_normal_ .02",
  of: (kind) => {
    if (kind === 'norm' || kind === 'convolution') return none;
    const init = { 'truncated-normal': 0.02, limit: 100 };
    return kind === 'embedding' || kind === 'positions' ? { init } : { init, ...zeroBias };
  },
};

/** torchvision's Vision Transformers: the head starts at zero, patches by their inputs, Xavier within blocks. */
export const torchvisionVit: Start = {
  name: "torchvision's zero head",
  of: (kind, part, fanIn) => {
    if (kind === 'positions') return { init: { normal: 0.02 } };
    if (kind === 'convolution') return { init: { 'truncated-normal': 1 / Math.sqrt(fanIn) }, ...zeroBias };
    if (kind !== 'linear') return none;
    return part === 'head'
      ? { init: 'zeros', ...zeroBias }
      : { init: 'xavier-uniform', 'bias-init': { normal: 1e-6 } };
  },
};

/** The initialisation of nn.Transformer: Xavier uniform for every matrix. */
export const transformerXavier = start('xavier_uniform_', {
  linear: { init: 'xavier-uniform', 'bias-init': 'pytorch' },
  attention: { init: 'xavier-uniform' },
});
