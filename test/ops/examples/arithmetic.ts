/** Examples of the ops of `arithmetic`, away from kinks. A table of data: a row per op, several examples a row. */
import { normal } from './draw';

/** Rows of the gradient check. */
export const arithmetic = {
  add: [
    { args: [normal([4, 3]), normal([4, 3])], attributes: {} },
    { args: [normal([4, 3]), normal([3]), normal([4, 1])], attributes: {} },
    { args: [normal([]), normal([2, 1, 2])], attributes: {} },
  ],
};
