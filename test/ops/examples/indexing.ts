/** Examples of the ops of `indexing`, away from kinks. A table of data: a row per op, several examples a row. */
import { tensorOf, type Shape, type Tensor } from '../../../src/tensor/tensor';
import { normal } from './draw';

const indices = (shape: Shape, ...values: readonly number[]): Tensor => tensorOf('int32', shape, values);

/** Rows of the gradient check. */
export const indexing = {
  'index-select': [
    { args: [normal([4, 3]), indices([3], 2, 0, 2)], attributes: { axis: 0 } },
    { args: [normal([2, 4, 2]), indices([2], 3, 3)], attributes: { axis: -2 } },
    { args: [normal([3, 20]), indices([4], 1, 1, 0, 2)], attributes: { axis: 0 } },
  ],
  gather: [
    { args: [normal([3, 4]), indices([2, 4], 2, 0, 1, 1, 2, 2, 0, 1)], attributes: { axis: 0 } },
    { args: [normal([3, 4]), indices([3, 2], 0, 0, 3, 1, 2, 2)], attributes: { axis: -1 } },
    { args: [normal([2, 1, 3]), indices([1, 3, 2], 0, 0, 0, 0, 0, 0)], attributes: { axis: 1 } },
  ],
  'take-along-axis': [
    { args: [normal([3, 4]), indices([1, 4], 2, 0, 1, 1)], attributes: { axis: 0 } },
    { args: [normal([3, 1]), indices([2, 5], 2, 0, 1, 1, 2, 0, 0, 1, 2, 2)], attributes: { axis: 0 } },
  ],
  'scatter-add': [
    {
      args: [normal([3, 4]), indices([2, 4], 2, 0, 1, 1, 2, 2, 0, 1), normal([2, 4])],
      attributes: { axis: 0 },
    },
    { args: [normal([3, 4]), indices([2, 3], 0, 0, 3, 1, 1, 1), normal([3, 4])], attributes: { axis: 1 } },
  ],
  scatter: [
    {
      args: [normal([3, 4]), indices([2, 4], 2, 0, 1, 1, 2, 2, 0, 0), normal([2, 4])],
      attributes: { axis: 0 },
    },
    { args: [normal([3, 4]), indices([2, 3], 0, 2, 3, 1, 1, 1), normal([3, 4])], attributes: { axis: -1 } },
  ],
  embedding: [
    { args: [normal([5, 3]), indices([2, 3], 0, 4, 4, 2, 0, 1)], attributes: { paddingIndex: null } },
    { args: [normal([5, 3]), indices([], 3)], attributes: { paddingIndex: 2 } },
  ],
  'embedding-bag': [
    ...(['sum', 'mean', 'max'] as const).flatMap((mode) => [
      { args: [normal([5, 3]), indices([2, 3], 0, 4, 4, 2, 0, 1)], attributes: { mode, paddingIndex: null } },
      {
        args: [normal([5, 3]), indices([5], 0, 1, 4, 2, 1), indices([3], 0, 2, 2)],
        attributes: { mode, paddingIndex: null },
      },
      { args: [normal([5, 2]), indices([2, 2], 3, 4, 3, 3)], attributes: { mode, paddingIndex: 3 } },
    ]),
  ],
  'one-hot': [
    { args: [indices([3], 2, 0, 1)], attributes: { classes: 3 } },
    { args: [indices([2, 2], 2, 0, 1, 3)], attributes: { classes: 5 } },
  ],
} as const;
