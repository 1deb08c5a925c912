/** Examples of the ops of `noise`, away from kinks. A table of data: a row per op, several examples a row. */
import { normal } from './draw';

/** Rows of the gradient check. */
export const noise = {
  dropout: [
    { args: [normal([4, 5])], attributes: { rate: 0.5 } },
    { args: [normal([4, 5])], attributes: { rate: 0.5 }, training: true },
    { args: [normal([7])], attributes: { rate: 0.1 }, training: true },
  ],
};
