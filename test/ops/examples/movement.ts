/** Examples of the ops of `movement`, which have no kinks. A table of data: a row per op, several examples a row. */
import { tensorOf } from '../../../src/tensor/tensor';
import { normal } from './draw';

/** Rows of the gradient check. */
export const movement = {
  reshape: [
    { args: [normal([2, 6])], attributes: { sizes: [3, 4] } },
    { args: [normal([2, 6])], attributes: { sizes: [0, -1, 2] } },
    { args: [normal([1])], attributes: { sizes: [] } },
    { args: [tensorOf('int32', [4], [1, 2, 3, 4])], attributes: { sizes: [2, 2] } },
  ],
  flatten: [
    { args: [normal([2, 3, 2])], attributes: { startAxis: 1, endAxis: -1 } },
    { args: [normal([2, 3, 2, 1])], attributes: { startAxis: -3, endAxis: 2 } },
    { args: [normal([])], attributes: { startAxis: 0, endAxis: -1 } },
  ],
  squeeze: [
    { args: [normal([2, 1, 3, 1])], attributes: { axes: null } },
    { args: [normal([2, 1, 3, 1])], attributes: { axes: [0, -1] } },
  ],
  unsqueeze: [
    { args: [normal([2, 3])], attributes: { axis: 1 } },
    { args: [normal([2, 3])], attributes: { axis: -1 } },
    { args: [normal([])], attributes: { axis: 0 } },
  ],
  permute: [
    { args: [normal([2, 3, 4])], attributes: { axes: [2, 0, 1] } },
    { args: [normal([2, 1, 3, 2])], attributes: { axes: [0, -1, 2, 1] } },
  ],
  transpose: [{ args: [normal([2, 3, 4])], attributes: { firstAxis: 0, secondAxis: -1 } }],
  'move-axes': [
    { args: [normal([2, 3, 4])], attributes: { sources: [0], destinations: [-1] } },
    { args: [normal([2, 3, 1, 2])], attributes: { sources: [3, 0], destinations: [0, 2] } },
  ],
  expand: [
    { args: [normal([3, 1])], attributes: { sizes: [-1, 4] } },
    { args: [normal([1, 3])], attributes: { sizes: [2, 4, 3] } },
    { args: [normal([])], attributes: { sizes: [2, 2] } },
  ],
  repeat: [
    { args: [normal([2, 3])], attributes: { repeats: [2, 1] } },
    { args: [normal([3])], attributes: { repeats: [2, 3] } },
  ],
  'repeat-interleave': [
    { args: [normal([2, 3])], attributes: { repeats: 2, axis: 0 } },
    { args: [normal([2, 3])], attributes: { repeats: 3, axis: -1 } },
    { args: [normal([2, 2])], attributes: { repeats: 2, axis: null } },
  ],
  slice: [
    { args: [normal([4, 5])], attributes: { axis: 1, start: 1, end: null, step: 2 } },
    { args: [normal([4, 5])], attributes: { axis: 0, start: -2, end: -1, step: 1 } },
    { args: [normal([2, 5])], attributes: { axis: -1, start: null, end: null, step: -1 } },
    { args: [normal([7])], attributes: { axis: 0, start: -2, end: 0, step: -2 } },
  ],
  select: [
    { args: [normal([3, 4])], attributes: { axis: 1, index: -1 } },
    { args: [normal([3])], attributes: { axis: 0, index: 1 } },
  ],
  flip: [
    { args: [normal([2, 3])], attributes: { axes: [1] } },
    { args: [normal([2, 3, 2])], attributes: { axes: [0, -1] } },
  ],
  roll: [
    { args: [normal([2, 5])], attributes: { shifts: [2], axes: [1] } },
    { args: [normal([3, 4])], attributes: { shifts: [-1, 7], axes: [0, -1] } },
    { args: [normal([2, 3])], attributes: { shifts: [4], axes: [] } },
  ],
  concat: [
    { args: [normal([2, 3]), normal([2, 1]), normal([2, 2])], attributes: { axis: 1 } },
    { args: [normal([2, 3]), normal([1, 3])], attributes: { axis: -2 } },
    { args: [normal([2, 3])], attributes: { axis: 0 } },
  ],
  stack: [
    { args: [normal([2, 3]), normal([2, 3])], attributes: { axis: 0 } },
    { args: [normal([2, 3]), normal([2, 3]), normal([2, 3])], attributes: { axis: -1 } },
    { args: [normal([]), normal([])], attributes: { axis: 0 } },
  ],
  split: [
    { args: [normal([2, 5])], attributes: { sizes: [1, 3, 1], axis: 1 } },
    { args: [normal([4, 2])], attributes: { sizes: [4], axis: 0 } },
  ],
  chunk: [
    { args: [normal([2, 5])], attributes: { chunks: 2, axis: -1 } },
    { args: [normal([6])], attributes: { chunks: 4, axis: 0 } },
  ],
  unbind: [{ args: [normal([2, 3])], attributes: { axis: 1 } }],
  pad: [
    { args: [normal([2, 3])], attributes: { mode: 'constant', amounts: [1, 2], value: 0.5 } },
    { args: [normal([2, 3])], attributes: { mode: 'constant', amounts: [-1, 1, 2, -1], value: 0 } },
    { args: [normal([2, 4, 3])], attributes: { mode: 'reflect', amounts: [2, 1, 1, 3], value: 0 } },
    { args: [normal([5])], attributes: { mode: 'reflect', amounts: [3, -1], value: 0 } },
    { args: [normal([2, 3])], attributes: { mode: 'replicate', amounts: [4, 0, 1, 2], value: 0 } },
    { args: [normal([2, 2, 3])], attributes: { mode: 'circular', amounts: [3, 1, 0, 2], value: 0 } },
    { args: [normal([4])], attributes: { mode: 'circular', amounts: [-1, 2], value: 0 } },
  ],
} as const;
