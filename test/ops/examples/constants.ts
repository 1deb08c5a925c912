/** Examples of the ops of `constants`, which have no gradient. A table of data: a row per op, several examples a row. */
import { normal } from './draw';

/** Rows of the gradient check. */
export const constants = {
  zeros: [{ args: [], attributes: { sizes: [2, 3] } }],
  full: [{ args: [], attributes: { sizes: [2, 3], value: 0.5 } }],
  'full-like': [{ args: [normal([2, 3])], attributes: { value: -1 }, constants: [0] }],
  eye: [{ args: [], attributes: { rows: 2, columns: 3 } }],
  arange: [
    { args: [], attributes: { start: 0, end: 1, step: 0.25, whole: false } },
    { args: [], attributes: { start: 5, end: 0, step: -2, whole: true } },
  ],
  linspace: [{ args: [], attributes: { start: -1, end: 1, count: 5 } }],
  'tril-mask': [{ args: [], attributes: { rows: 3, columns: 3, diagonal: 0 } }],
  'triu-mask': [{ args: [], attributes: { rows: 2, columns: 4, diagonal: 1 } }],
  'positional-encoding': [{ args: [], attributes: { length: 3, features: 4, base: 10000 } }],
} as const;
