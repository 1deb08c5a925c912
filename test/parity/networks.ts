/** The networks that stand in every format: which weight of each format is which of PyTorch's, and how it lies there. */
import type { Shape } from '../../src/tensor/tensor';

/** Where a weight of a format comes from: what of PyTorch's weight it is, in another order. */
export interface Place {
  /** PyTorch's name. */
  readonly common: string;
  /** Rows of the first axis, from and to; absent: all. */
  readonly rows?: readonly [number, number];
  /** The shape that is given to these rows before their axes change places; absent: they keep theirs. */
  readonly as?: Shape;
  /** The order of the axes; absent: as they are. */
  readonly axes?: readonly number[];
  /** The shape that the result is given; absent: it keeps its own. */
  readonly becomes?: Shape;
}

/** Places by the names that a format has for its weights. */
export type Places = Readonly<Record<string, Place>>;

/** One network. */
export interface ParityNetwork {
  /** What its files are called. */
  readonly name: string;
  /** Names of the network file that are not PyTorch's. */
  readonly networkFile: Readonly<Record<string, string>>;
  readonly keras: Places;
  /** Its input is a picture, in Keras with its channels last. */
  readonly isPicture?: true;
  /** Weights that PyTorch has and Keras has not, which are added to another: that takes the gradient of both. */
  readonly secondBiases?: Readonly<Record<string, string>>;
  /** The rule that finds something in every format as the weights are: what is wrong with it by intent. */
  readonly found?: string;
  /** How else its weights are made, so that there is something to be found. */
  readonly changes: readonly Change[];
}

/** What becomes of weights. */
export type Change = 'as they are' | 'ten times as large' | 'all zero';

const kernelOfConvolution = [2, 3, 1, 0];

function dense(common: string, name = common): Places {
  return {
    [`${name}/kernel`]: { common: `${common}.weight`, axes: [1, 0] },
    [`${name}/bias`]: { common: `${common}.bias` },
  };
}

function norm(common: string, name = common): Places {
  return {
    [`${name}/gamma`]: { common: `${common}.weight` },
    [`${name}/beta`]: { common: `${common}.bias` },
  };
}

const places = [0, 1, 2, 3, 4];

const mlp: ParityNetwork = {
  name: 'mlp',
  networkFile: Object.fromEntries(
    places.flatMap((place) =>
      ['weight', 'bias'].map((part) => [`linear${place + 1}.${part}`, `hidden.${place}.${part}`]),
    ),
  ),
  keras: Object.assign(
    {},
    ...places.map((place) => dense(`hidden.${place}`, `hidden_${place}`)),
    dense('head'),
  ) as Places, // of nothing but places
  found: 'vanishing',
  changes: ['ten times as large'],
};

const cnn: ParityNetwork = {
  name: 'cnn',
  networkFile: {},
  keras: {
    'conv/kernel': { common: 'conv.weight', axes: kernelOfConvolution },
    'conv/bias': { common: 'conv.bias' },
    ...norm('norm'),
    // Of pictures that were made flat: 4 channels, 3 rows, 3 columns.
    'head/kernel': { common: 'head.weight', as: [3, 4, 3, 3], axes: [2, 3, 1, 0], becomes: [36, 3] },
    'head/bias': { common: 'head.bias' },
  },
  isPicture: true,
  found: 'norm-misuse',
  changes: ['all zero'],
};

const residual: ParityNetwork = {
  name: 'residual',
  networkFile: Object.fromEntries(
    [0, 1].flatMap((place) => [
      [`conv${place + 1}.weight`, `blocks.${place}.conv.weight`],
      [`norm${place + 1}.weight`, `blocks.${place}.norm.weight`],
      [`norm${place + 1}.bias`, `blocks.${place}.norm.bias`],
    ]),
  ),
  keras: {
    'stem/kernel': { common: 'stem.weight', axes: kernelOfConvolution },
    'stem/bias': { common: 'stem.bias' },
    'conv_0/kernel': { common: 'blocks.0.conv.weight', axes: kernelOfConvolution },
    ...norm('blocks.0.norm', 'norm_0'),
    'conv_1/kernel': { common: 'blocks.1.conv.weight', axes: kernelOfConvolution },
    ...norm('blocks.1.norm', 'norm_1'),
    ...dense('head'),
  },
  isPicture: true,
  changes: ['all zero'],
};

const lstm: ParityNetwork = {
  name: 'lstm',
  networkFile: {
    'lstm.weight-ih-l0': 'lstm.weight_ih_l0',
    'lstm.weight-hh-l0': 'lstm.weight_hh_l0',
    'lstm.bias-ih-l0': 'lstm.bias_ih_l0',
    'lstm.bias-hh-l0': 'lstm.bias_hh_l0',
  },
  // The gates stand in the same order: input, forget, cell, output.
  keras: {
    'lstm/lstm_cell/kernel': { common: 'lstm.weight_ih_l0', axes: [1, 0] },
    'lstm/lstm_cell/recurrent_kernel': { common: 'lstm.weight_hh_l0', axes: [1, 0] },
    'lstm/lstm_cell/bias': { common: 'lstm.bias_ih_l0' },
    ...dense('head'),
  },
  secondBiases: { 'lstm.bias_hh_l0': 'lstm.bias_ih_l0' },
  changes: [],
};

/** Two heads of four features: PyTorch has the projections of queries, keys and values one below the other. */
function projections(): Places {
  const parts = ['query', 'key', 'value'].map((part, place): Places => {
    const rows = [8 * place, 8 * (place + 1)] as const;
    return {
      [`attention/${part}/kernel`]: {
        ...{ common: 'attention.in_proj_weight', rows },
        ...{ as: [2, 4, 8], axes: [2, 0, 1] },
      },
      [`attention/${part}/bias`]: { common: 'attention.in_proj_bias', rows, becomes: [2, 4] },
    };
  });
  return Object.assign({}, ...parts) as Places; // of nothing but places
}

const transformer: ParityNetwork = {
  name: 'transformer',
  networkFile: {
    'attention.in-projection-weight': 'attention.in_proj_weight',
    'attention.in-projection-bias': 'attention.in_proj_bias',
    'attention.out-projection-weight': 'attention.out_proj.weight',
    'attention.out-projection-bias': 'attention.out_proj.bias',
  },
  keras: {
    ...norm('norm1'),
    ...projections(),
    'attention/attention_output/kernel': {
      common: 'attention.out_proj.weight',
      ...{ as: [8, 2, 4], axes: [1, 2, 0] },
    },
    'attention/attention_output/bias': { common: 'attention.out_proj.bias' },
    ...norm('norm2'),
    ...dense('up'),
    ...dense('down'),
    ...dense('head'),
  },
  changes: ['ten times as large'],
};

/** All of them. */
export const parityNetworks: readonly ParityNetwork[] = [mlp, cnn, residual, lstm, transformer];
