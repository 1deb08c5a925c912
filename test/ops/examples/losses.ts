/** Examples of the ops of `losses`, away from kinks. A table of data: a row per op, several examples a row. */
import { tensorOf, type Shape, type Tensor } from '../../../src/tensor/tensor';
import { classes, given, normal, shares, type Example } from './draw';

const indices = (shape: Shape, ...labels: readonly number[]): Tensor => tensorOf('int32', shape, labels);

/** A weight for each of four samples. */
const four = given([4, 1], 0.5, 2, 0, 1.5);
const signs = given([4, 3], 1, -1, -1, 1, 1, -1, -1, -1, 1, 1, 1, -1);
const bits = given([4, 3], 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0);
const sum = { reduction: 'sum' } as const;
const none = { reduction: 'none' } as const;

/** Every reduction, weights, and further attributes, of a prediction and a target that `draw` makes anew. */
function elementwise<A extends object>(
  draw: () => readonly [Tensor, Tensor],
  more: readonly A[] = [],
  constants: readonly number[] = [],
): Example<A & { readonly reduction?: 'mean' | 'sum' | 'none' }>[] {
  const plain = (attributes: object): Example<A & { readonly reduction?: 'mean' | 'sum' | 'none' }> => ({
    args: draw(),
    attributes: attributes as A, // every attribute of a loss may be left out
    constants,
  });
  const weighted = (attributes: object): Example<A & { readonly reduction?: 'mean' | 'sum' | 'none' }> => ({
    ...plain(attributes),
    args: [...draw(), four],
    constants: [...constants, 2],
  });
  return [...[{}, sum, none, ...more].map(plain), ...[{}, sum, none].map(weighted)];
}

/** Normal numbers whose difference stays away from the given points. */
const apart = (...points: readonly number[]): readonly [Tensor, Tensor] => {
  const target = normal([4, 3]);
  const difference = normal([4, 3], [0, ...points], 0.05);
  const data = target.data.map((value, place) => value + (difference.data[place] ?? NaN));
  return [{ ...target, data }, target];
};

const positives = (shape: Shape): Tensor => {
  const tensor = normal(shape, [0], 0.05);
  return { ...tensor, data: tensor.data.map((value) => Math.abs(value)) };
};

const hinged = (): readonly [Tensor, Tensor] => [normal([4, 3], [-1, 1], 0.05), signs];
const classTargets = classes(2, 0, 0, 1);

/** Normal numbers in logarithmic shares over the last axis. */
const logShares = (shape: Shape): Tensor => {
  const tensor = shares(shape);
  return { ...tensor, data: tensor.data.map((value) => Math.log(value)) };
};

/** Rows of the gradient check. */
export const losses = {
  mse: [
    ...elementwise(() => [normal([4, 3]), normal([4, 3])]),
    { args: [normal([5, 1]), normal([5, 1])], attributes: {} },
  ],
  l1: elementwise(() => apart()),
  'smooth-l1': elementwise(() => apart(0.5, -0.5, 1, -1), [{ beta: 0.5 }, { beta: 0 }]),
  huber: [
    ...elementwise(() => apart(0.5, -0.5, 1, -1), [{ delta: 0.5 }]),
    { args: [given([4], 0.3, -0.4, 2, -3), given([4], 0, 0, 0.5, 0)], attributes: { delta: 1 } },
  ],
  'log-cosh': elementwise(() => [normal([4, 3]), normal([4, 3])]),
  'mean-absolute-percentage': elementwise(() => [normal([4, 3]), positives([4, 3])]),
  'mean-squared-logarithmic': elementwise(() => [positives([4, 3]), positives([4, 3])]),
  'cross-entropy': [
    ...[{}, sum, none, { weight: [0.5, 2, 1] }, { labelSmoothing: 0.3 }, { ignoreIndex: 0 }].map(
      (attributes) => ({
        args: [normal([4, 3]), classTargets],
        attributes,
      }),
    ),
    ...[{}, sum, none, { weight: [0.5, 2, 1] }, { labelSmoothing: 0.3, weight: [0.5, 2, 1] }].map(
      (attributes) => ({
        args: [normal([4, 3]), shares([4, 3])],
        attributes,
      }),
    ),
    {
      args: [normal([4, 3]), classTargets, given([4], 1, 2, 0.5, 0)],
      attributes: { labelSmoothing: 0.1, weight: [0.5, 2, 1], ignoreIndex: 1, ...none },
      constants: [2],
    },
    {
      args: [normal([2, 3, 2, 2]), indices([2, 2, 2], 2, 0, 0, 1, 1, 2, -100, 0)],
      attributes: { labelSmoothing: 0.2 },
    },
    { args: [normal([2, 3, 4]), shares([2, 3, 4])], attributes: { weight: [0.5, 2, 1] } },
    {
      args: [normal([2, 4, 3]), indices([2, 4], 2, 0, 0, 1, 1, 2, 0, 0)],
      attributes: { axis: -1 as const, ...none },
    },
    { args: [normal([2, 4, 3]), shares([2, 4, 3])], attributes: { axis: -1 as const } },
  ],
  nll: [
    ...[{}, sum, none, { weight: [0.5, 2, 1] }, { ignoreIndex: 0 }].map((attributes) => ({
      args: [normal([4, 3]), classTargets],
      attributes,
    })),
    {
      args: [normal([2, 3, 4]), indices([2, 4], 2, 0, 0, 1, 1, 2, -100, 0)],
      attributes: { weight: [0.5, 2, 1] },
    },
    { args: [normal([2, 4, 3]), indices([2, 4], 2, 0, 0, 1, 1, 2, 0, 0)], attributes: { axis: -1 as const } },
  ],
  'categorical-focal': [
    ...[{}, sum, none, { alpha: 1, gamma: 0 }, { gamma: 0.5, labelSmoothing: 0.2 }].flatMap((attributes) => [
      { args: [normal([4, 3]), classTargets], attributes },
      { args: [normal([4, 3]), shares([4, 3])], attributes },
    ]),
  ],
  'generalized-cross-entropy': [{}, { q: 1 }, { q: 0.1, ...none }].map((attributes) => ({
    args: [shares([4, 3]), classTargets],
    attributes,
  })),
  'binary-cross-entropy': [
    ...elementwise(() => [shares([4, 3]), bits], [{ labelSmoothing: 0.2 }]),
    { args: [shares([4, 3]), shares([4, 3])], attributes: { labelSmoothing: 0.2 } },
  ],
  'bce-logits': elementwise(
    () => [normal([4, 3]), shares([4, 3])],
    [{ posWeight: 3 }, { posWeight: [3, 0.5, 1] }, { labelSmoothing: 0.2, posWeight: [3] }],
  ),
  focal: elementwise(
    () => [normal([4, 3]), shares([4, 3])],
    [{ alpha: -1 }, { gamma: 0 }, { gamma: 0.5, alpha: 0.6 }, { labelSmoothing: 0.2 }],
  ),
  dice: [
    ...[{}, { squared: true }, { perSample: true }, { perSample: true, squared: true, ...none }].map(
      (attributes) => ({
        args: [shares([4, 3]), shares([4, 3])],
        attributes,
      }),
    ),
  ],
  tversky: [{}, { alpha: 0.3, beta: 0.9 }, { alpha: 0.3, beta: 0.7, perSample: true, ...none }].map(
    (attributes) => ({
      args: [shares([4, 3]), shares([4, 3])],
      attributes,
    }),
  ),
  kl: [
    ...[{}, sum, none, { reduction: 'mean' } as const, { reduction: 'batch-mean' } as const].map(
      (attributes) => ({
        args: [logShares([4, 3]), shares([4, 3])],
        attributes,
      }),
    ),
    { args: [logShares([4, 3]), logShares([4, 3])], attributes: { logTarget: true } },
    { args: [logShares([4, 3]), shares([4, 3]), four], attributes: {}, constants: [2] },
  ],
  'poisson-nll': [
    ...elementwise(() => [normal([4, 3]), positives([4, 3])]),
    { args: [normal([3]), given([3], 0.5, 3, 7)], attributes: { full: true } },
    { args: [positives([3]), given([3], 0.5, 3, 7)], attributes: { full: true, logInput: false, eps: 1e-3 } },
  ],
  'gaussian-nll': [
    ...[{}, sum, none, { full: true }, { eps: 1e-3 }].map((attributes) => ({
      args: [normal([4, 3]), normal([4, 3]), positives([4, 3])],
      attributes,
    })),
    { args: [normal([4, 3]), normal([4, 3]), positives([4, 1])], attributes: {} },
    { args: [normal([4, 3]), normal([4, 3]), positives([4])], attributes: none },
    { args: [normal([4, 3]), normal([4, 3]), positives([4, 3]), four], attributes: {}, constants: [3] },
  ],
  hinge: [
    ...elementwise(hinged, [], [1]),
    { args: [normal([4], [-1, 1], 0.05), given([4], 0, 1, 1, 0)], attributes: {}, constants: [1] },
  ],
  'squared-hinge': [
    ...elementwise(hinged, [], [1]),
    { args: [normal([4], [-1, 1], 0.05), given([4], 0, 1, 1, 0)], attributes: {}, constants: [1] },
  ],
  'soft-margin': elementwise(() => [normal([4, 3]), signs]),
  'hinge-embedding': elementwise(() => [normal([4, 3], [1, 2], 0.05), signs], [{ margin: 2 }], [1]),
  'categorical-hinge': [
    ...[{}, sum, none].flatMap((attributes) => [
      { args: [normal([4, 3]), classTargets], attributes },
      { args: [normal([4, 3]), shares([4, 3])], attributes },
    ]),
  ],
  'multi-margin': [{}, sum, none, { p: 2 }, { p: 2, margin: 0.5, weight: [0.5, 2, 1] }].map((attributes) => ({
    args: [normal([4, 3]), classTargets],
    attributes,
  })),
  'multi-label-margin': [{}, sum, none].map((attributes) => ({
    args: [normal([3, 4]), indices([3, 4], 2, 0, -1, 1, 3, -1, 2, 2, -1, 0, 0, 0)],
    attributes,
  })),
  'multi-label-soft-margin': [{}, sum, none, { weight: [0.5, 2, 1] }].map((attributes) => ({
    args: [normal([4, 3]), shares([4, 3])],
    attributes,
  })),
  'margin-ranking': [{}, sum, none, { margin: 0.5 }].map((attributes) => ({
    args: [...apart(0.5, -0.5), signs],
    attributes,
    constants: [2],
  })),
  'cosine-embedding': [{}, sum, none, { margin: 0.2 }].map((attributes) => ({
    args: [normal([4, 5]), normal([4, 5]), given([4], 1, -1, -1, 1)],
    attributes,
    constants: [2],
  })),
  'cosine-similarity': [{}, sum, none].map((attributes) => ({
    args: [normal([2, 2, 5]), normal([2, 2, 5])],
    attributes,
  })),
  'triplet-margin': [
    ...[{}, sum, none, { swap: true }, { p: 1 }, { p: 3, margin: 2 }, { p: 1.5, swap: true }].map(
      (attributes) => ({
        args: [normal([4, 5]), normal([4, 5]), normal([4, 5])],
        attributes,
      }),
    ),
  ],
  circle: [{ gamma: 2 }, { gamma: 2, margin: 0.25, ...sum }, { gamma: 1, ...none }].map((attributes) => ({
    args: [given([4, 2], 0.6, 0.8, 0.8, 0.6, -0.6, 0.8, 0.28, 0.96), classes(0, 0, 1, 1)],
    attributes,
  })),
  ctc: [
    ...[{}, sum, none].map((attributes) => ({
      args: [logShares([5, 2, 4]), indices([2, 2], 1, 2, 3, 3)],
      attributes,
    })),
    {
      args: [logShares([2, 5, 4]), indices([2, 2], 1, 2, 0, 0)],
      attributes: { batchFirst: true, blank: 3 },
    },
    {
      args: [logShares([6, 3, 4]), indices([5], 1, 2, 3, 3, 2), indices([3], 6, 4, 3), indices([3], 2, 3, 0)],
      attributes: {},
    },
    {
      args: [logShares([4, 2, 3]), indices([2, 3], 1, 2, 1, 1, 1, 1), indices([2], 4, 4)],
      attributes: { zeroInfinity: true },
    },
  ],
  'output-energy': [
    { args: [normal([4, 3])], attributes: {} },
    { args: [normal([4, 3]), normal([2, 2, 2])], attributes: {} },
  ],
};
