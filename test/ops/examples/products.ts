/** Examples of the ops of `products`, away from kinks. A table of data: a row per op, several examples a row. */
import { normal } from './draw';

/** Rows of the gradient check. */
export const products = {
  linear: [
    { args: [normal([4, 3]), normal([2, 3]), normal([2])], attributes: {} },
    { args: [normal([4, 3]), normal([2, 3])], attributes: {} },
    { args: [normal([2, 3, 5]), normal([1, 5]), normal([1])], attributes: {} },
  ],
};
