/** Examples of the ops of `pooling`, away from kinks. A table of data: a row per op, several examples a row. */
import { normal, shares } from './draw';
import { tensorOf } from '../../../src/tensor/tensor';

/** Windows of one size along `axes` axes. */
function windows<More>(
  axes: number,
  [kernel, stride, padding]: readonly [number, number, number],
  more: More,
): More & { kernel: number[]; strides: number[]; padding: number[] } {
  const each = (value: number): number[] => Array.from({ length: axes }, () => value);
  return { kernel: each(kernel), strides: each(stride), padding: each(padding), ...more };
}

const closed = { ceilMode: false };
const open = { ceilMode: true };
const average = { countIncludesPadding: true, divisor: null };

const indices = tensorOf('int32', [2, 2, 2, 2], [0, 3, 9, 11, 1, 2, 8, 15, 5, 6, 13, 14, 4, 7, 8, 10]);

/** Rows of the gradient check. */
export const pooling = {
  'max-pool': [
    { args: [normal([2, 3, 7])], attributes: windows(1, [3, 2, 1], { dilations: [1], ...closed }) },
    { args: [normal([2, 2, 5, 6])], attributes: windows(2, [2, 2, 0], { dilations: [1, 1], ...open }) },
    { args: [normal([1, 2, 6, 6])], attributes: windows(2, [2, 1, 1], { dilations: [2, 3], ...closed }) },
    { args: [normal([1, 2, 3, 4, 5])], attributes: windows(3, [2, 2, 1], { dilations: [1, 1, 1], ...open }) },
  ],
  'average-pool': [
    { args: [normal([2, 3, 7])], attributes: windows(1, [3, 2, 1], { ...closed, ...average }) },
    { args: [normal([2, 2, 5, 6])], attributes: windows(2, [2, 2, 0], { ...open, ...average }) },
    {
      args: [normal([1, 2, 5, 5])],
      attributes: windows(2, [3, 2, 1], { ...open, countIncludesPadding: false, divisor: null }),
    },
    {
      args: [normal([1, 2, 5, 5])],
      attributes: windows(2, [3, 2, 1], { ...closed, countIncludesPadding: true, divisor: 4 }),
    },
    { args: [normal([1, 2, 3, 4, 5])], attributes: windows(3, [2, 2, 1], { ...open, ...average }) },
  ],
  'lp-pool': [
    {
      args: [normal([2, 2, 7], [0], 0.1)],
      attributes: { exponent: 2, kernel: [3], strides: [2], ...closed },
    },
    {
      args: [shares([1, 2, 5, 5])],
      attributes: { exponent: 3.5, kernel: [2, 2], strides: [2, 2], ...open },
    },
    {
      args: [normal([1, 1, 3, 4, 4], [0], 0.1)],
      attributes: { exponent: 4, kernel: [2, 2, 2], strides: [1, 2, 2], ...closed },
    },
  ],
  'adaptive-max-pool': [
    { args: [normal([2, 3, 7])], attributes: { sizes: [3] } },
    { args: [normal([1, 2, 5, 6])], attributes: { sizes: [4, 8] } },
    { args: [normal([1, 2, 3, 4, 2])], attributes: { sizes: [] } },
  ],
  'adaptive-average-pool': [
    { args: [normal([2, 3, 7])], attributes: { sizes: [3] } },
    { args: [normal([1, 2, 5, 6])], attributes: { sizes: [4, 8] } },
    { args: [normal([1, 2, 3, 4, 2])], attributes: { sizes: [] } },
  ],
  'max-unpool': [{ args: [normal([2, 2, 2, 2]), indices], attributes: { sizes: [4, 4] } }],
  upsample: [
    ...['nearest', 'nearest-exact', 'linear'].flatMap((mode) => [
      { args: [normal([2, 2, 5])], attributes: { mode, sizes: [8], scales: null, alignCorners: false } },
      {
        args: [normal([1, 2, 3, 4])],
        attributes: { mode, sizes: null, scales: [2, 1.7], alignCorners: false },
      },
      {
        args: [normal([1, 1, 2, 3, 4])],
        attributes: { mode, sizes: [4, 2, 4], scales: null, alignCorners: mode === 'linear' },
      },
    ]),
    {
      args: [normal([1, 2, 3, 4])],
      attributes: { mode: 'cubic', sizes: [7, 4], scales: null, alignCorners: false },
    },
    {
      args: [normal([1, 2, 3, 4])],
      attributes: { mode: 'cubic', sizes: null, scales: [2, 1.2], alignCorners: true },
    },
  ],
  'pixel-shuffle': [
    { args: [normal([2, 8, 2, 3])], attributes: { factor: 2 } },
    { args: [normal([9, 1, 2])], attributes: { factor: 3 } },
  ],
  'pixel-unshuffle': [
    { args: [normal([2, 2, 4, 6])], attributes: { factor: 2 } },
    { args: [normal([1, 3, 6])], attributes: { factor: 3 } },
  ],
  'channel-shuffle': [
    { args: [normal([2, 6, 2, 3])], attributes: { groups: 2 } },
    { args: [normal([2, 6])], attributes: { groups: 3 } },
  ],
};
