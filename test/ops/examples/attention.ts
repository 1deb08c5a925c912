/** Examples of the ops of `attention`, away from kinks. A table of data: a row per op, several examples a row. */
import { tensorOf } from '../../../src/tensor/tensor';
import { normal } from './draw';

const plain = { causal: false, scale: null, dropout: 0 } as const;
const rotary = { base: 10000, interleaved: true, offset: 0 } as const;

/** Rows of the gradient check. */
export const attention = {
  'rotary-embedding': [
    { args: [normal([2, 3, 4])], attributes: rotary },
    { args: [normal([2, 2, 3, 6])], attributes: { ...rotary, interleaved: false, base: 100, offset: 5 } },
  ],
  'scaled-dot-product-attention': [
    { args: [normal([2, 3, 4]), normal([2, 5, 4]), normal([2, 5, 3])], attributes: plain },
    {
      args: [normal([2, 2, 4, 3]), normal([2, 2, 4, 3]), normal([2, 2, 4, 3])],
      attributes: { ...plain, causal: true, scale: 0.7 },
    },
    {
      args: [normal([2, 2, 3, 2]), normal([2, 2, 4, 2]), normal([2, 2, 4, 2]), normal([3, 4])],
      attributes: plain,
    },
    {
      args: [normal([2, 2, 3, 2]), normal([2, 2, 4, 2]), normal([2, 2, 4, 2]), normal([2, 1, 1, 4])],
      attributes: { ...plain, causal: true },
    },
    {
      args: [
        normal([1, 2, 3, 2]),
        normal([1, 2, 3, 2]),
        normal([1, 2, 3, 2]),
        tensorOf('bool', [3, 3], [1, 0, 1, 0, 0, 0, 1, 1, 1]),
      ],
      attributes: plain,
    },
    {
      args: [normal([2, 4, 3, 2]), normal([2, 2, 5, 2]), normal([2, 2, 5, 3])],
      attributes: { ...plain, causal: true },
    },
    { args: [normal([4, 3, 2]), normal([2, 5, 2]), normal([1, 5, 3])], attributes: plain },
    {
      args: [normal([2, 4, 3]), normal([2, 4, 3]), normal([2, 4, 3])],
      attributes: { ...plain, dropout: 0.4 },
      training: true,
    },
  ],
};
