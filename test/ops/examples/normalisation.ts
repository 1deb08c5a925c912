/** Examples of the ops of `normalisation`, away from kinks. A table of data: a row per op, several examples a row. */
import { given, normal, shares } from './draw';

const batchNorm = {
  epsilon: 1e-5,
  momentum: 0.1,
  axis: 1,
  scale: true,
  shift: true,
  statistics: true,
  unbiased: true,
} as const;
const instanceNorm = { epsilon: 1e-5, momentum: 0.1, scale: true, shift: true, statistics: false } as const;
const bare = { scale: false, shift: false } as const;

/** Rows of the gradient check. */
export const normalisation = {
  'batch-norm': [
    ...[true, false].flatMap((training) =>
      [
        [5, 3],
        [4, 3, 2],
        [2, 3, 2, 3],
      ].map((shape) => ({
        args: [normal(shape), normal([3]), normal([3]), normal([3]), shares([3])],
        attributes: batchNorm,
        training,
        constants: [3, 4],
        detached: [1, 2],
      })),
    ),
    {
      args: [normal([2, 4, 3]), normal([3]), normal([3]), shares([3])],
      attributes: { ...batchNorm, epsilon: 1e-3, momentum: 0.01, axis: -1, scale: false, unbiased: false },
      training: true,
      constants: [2, 3],
      detached: [1, 2],
    },
    {
      args: [normal([5, 3, 2]), normal([3]), normal([3]), shares([3]), given([], 4)],
      attributes: { ...batchNorm, momentum: null, shift: false },
      training: true,
      constants: [2, 3, 4],
      detached: [1, 2, 3],
    },
    { args: [normal([5, 3])], attributes: { ...batchNorm, ...bare, statistics: false }, training: false },
  ],
  'group-norm': [
    {
      args: [normal([2, 6, 3]), normal([6]), normal([6])],
      attributes: { groups: 3, epsilon: 1e-5, scale: true, shift: true },
    },
    {
      args: [normal([3, 4]), normal([4])],
      attributes: { groups: 2, epsilon: 1e-5, scale: false, shift: true },
    },
    { args: [normal([2, 4, 2, 2])], attributes: { groups: 1, epsilon: 1e-3, ...bare } },
  ],
  'instance-norm': [
    { args: [normal([2, 3, 4]), normal([3]), normal([3])], attributes: instanceNorm },
    { args: [normal([2, 3, 2, 2])], attributes: { ...instanceNorm, ...bare } },
    ...[true, false].map((training) => ({
      args: [normal([2, 3, 4]), normal([3]), normal([3]), normal([3]), shares([3])],
      attributes: { ...instanceNorm, statistics: true },
      training,
      constants: [3, 4],
      detached: [1, 2],
    })),
  ],
  'layer-norm': [
    {
      args: [normal([4, 5]), normal([5]), normal([5])],
      attributes: { axes: 1, epsilon: 1e-5, scale: true, shift: true },
    },
    {
      args: [normal([2, 3, 4]), normal([3, 4])],
      attributes: { axes: 2, epsilon: 1e-3, scale: true, shift: false },
    },
    {
      args: [normal([2, 5]), normal([5])],
      attributes: { axes: 1, epsilon: 1e-5, scale: false, shift: true },
    },
    { args: [normal([2, 3, 4])], attributes: { axes: 1, epsilon: 1e-5, ...bare } },
  ],
  'local-response-norm': [
    { args: [normal([2, 5, 3])], attributes: { size: 3, alpha: 0.5, beta: 0.75, k: 1 } },
    { args: [normal([1, 4, 2, 2])], attributes: { size: 2, alpha: 1, beta: 0.5, k: 2 } },
    { args: [normal([2, 3, 2])], attributes: { size: 8, alpha: 1, beta: 1, k: 1 } },
  ],
  'lp-normalise': [
    { args: [normal([4, 3])], attributes: { p: 2, axis: 1, epsilon: 1e-12 } },
    { args: [normal([2, 3, 4])], attributes: { p: 2, axis: 1, epsilon: 1e-12 } },
    { args: [normal([4, 3], [0])], attributes: { p: 1, axis: 0, epsilon: 1e-12 } },
    { args: [normal([4, 3], [0])], attributes: { p: 3, axis: -1, epsilon: 1e-12 } },
    { args: [given([2, 3], 1, -2, 0.5, 3, 1, -0.25)], attributes: { p: Infinity, axis: 1, epsilon: 0 } },
    { args: [normal([4, 3])], attributes: { p: 2, axis: 1, epsilon: 100 } },
  ],
  'rms-norm': [
    { args: [normal([4, 5]), normal([5])], attributes: { axes: 1, epsilon: null, scale: true } },
    { args: [normal([2, 3, 4]), normal([3, 4])], attributes: { axes: 2, epsilon: 1e-3, scale: true } },
    { args: [normal([2, 3, 4])], attributes: { axes: 1, epsilon: 1e-6, scale: false } },
  ],
  'spectral-norm': [
    {
      args: [normal([3, 4]), normal([3]), normal([4])],
      attributes: { axis: 0, iterations: 1, epsilon: 1e-12 },
      constants: [1, 2],
      detached: [1, 2],
    },
    {
      args: [normal([2, 3, 4]), normal([3]), normal([8])],
      attributes: { axis: 1, iterations: 1, epsilon: 1e-12 },
      constants: [1, 2],
      detached: [1, 2],
    },
    // Where the iteration has converged, holding u and v constant is the true gradient.
    {
      args: [given([2, 3], 3, 1, 0.5, -1, 1, 0.2), normal([2]), normal([3])],
      attributes: { axis: 0, iterations: 200, epsilon: 1e-12 },
      training: true,
      constants: [1, 2],
      detached: [1, 2],
    },
  ],
  'weight-norm': [
    { args: [normal([4, 3]), normal([4, 1])], attributes: { axis: 0 } },
    { args: [normal([4, 3, 2]), normal([1, 3, 1])], attributes: { axis: 1 } },
    { args: [normal([4, 3]), normal([])], attributes: { axis: null } },
  ],
};
