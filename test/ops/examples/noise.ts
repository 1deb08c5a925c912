/** Examples of the ops of `noise`, which have no kinks. A table of data: a row per op, several examples a row. */
import { normal } from './draw';

const rates = [
  { args: [normal([4, 5])], attributes: { rate: 0.5 } },
  { args: [normal([4, 5])], attributes: { rate: 0.5 }, training: true },
  { args: [normal([7])], attributes: { rate: 0.1 }, training: true },
  { args: [normal([7])], attributes: { rate: 0 }, training: true },
];

const channels = [
  { args: [normal([4, 5])], attributes: { rate: 0.5, channelAxis: 1 } },
  { args: [normal([3, 4, 2, 2])], attributes: { rate: 0.5, channelAxis: 1 }, training: true },
  { args: [normal([3, 2, 4])], attributes: { rate: 0.3, channelAxis: -1 }, training: true },
];

/** Rows of the gradient check. */
export const noise = {
  dropout: rates,
  'feature-dropout': channels,
  'alpha-dropout': rates,
  'feature-alpha-dropout': channels,
  'drop-path': [...rates, { args: [normal([5, 2, 2])], attributes: { rate: 0.4 }, training: true }],
  'gaussian-noise': [
    { args: [normal([4, 5])], attributes: { std: 0.5 } },
    { args: [normal([4, 5])], attributes: { std: 0.5 }, training: true },
  ],
  'gaussian-dropout': rates,
};
