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
  random: [
    { args: [], attributes: { sizes: [4, 5], law: 'normal' as const, scale: 2, centre: 1 } },
    { args: [], attributes: { sizes: [4, 5], law: 'uniform' as const, scale: 2, centre: 1 }, training: true },
    { args: [], attributes: { sizes: [7], law: 'coins' as const, scale: 0, centre: 0.3 }, training: true },
    { args: [], attributes: { sizes: [7], law: 'integers' as const, scale: 5, centre: -2 }, training: true },
  ],
};
