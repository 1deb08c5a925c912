/** Examples of the ops of `losses`, away from kinks. A table of data: a row per op, several examples a row. */
import { classes, given, normal, pairs, shares } from './draw';

/** Rows of the gradient check. */
export const losses = {
  mse: pairs(normal),
  l1: pairs(normal),
  huber: [
    { args: [given([4], 0.3, -0.4, 2, -3), given([4], 0, 0, 0.5, 0)], attributes: { delta: 1 } },
    { args: [normal([4, 3]), normal([4, 3])], attributes: { delta: 0.5 } },
  ],
  'cross-entropy': [
    { args: [normal([4, 3]), classes(2, 0, 0, 1)], attributes: {} },
    { args: [normal([4, 3]), shares([4, 3])], attributes: {} },
  ],
  nll: [{ args: [normal([4, 3]), classes(2, 0, 0, 1)], attributes: {} }],
  'binary-cross-entropy': [
    { args: [shares([5, 1]), given([5, 1], 0, 1, 1, 0, 1)], attributes: {} },
    { args: [shares([4, 3]), shares([4, 3])], attributes: {} },
  ],
  'bce-logits': pairs(shares),
  hinge: [
    { args: [normal([4, 1]), given([4, 1], -1, 1, 1, -1)], attributes: {}, constants: [1] },
    { args: [normal([4]), given([4], 0, 1, 1, 0)], attributes: {}, constants: [1] },
  ],
  kl: [{ args: [normal([4, 3]), shares([4, 3])], attributes: {} }],
  'output-energy': [
    { args: [normal([4, 3])], attributes: {} },
    { args: [normal([4, 3]), normal([2, 2, 2])], attributes: {} },
  ],
};
