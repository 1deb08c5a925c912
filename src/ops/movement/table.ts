/** All ops that only move elements, by their names. */
import { concat, stack } from './join';
import { pad } from './pad';
import { moveAxes, permute, transpose } from './permute';
import { expand, repeat, repeatInterleave } from './repeat';
import { flatten, reshape, squeeze, unsqueeze } from './reshape';
import { roll } from './roll';
import { flip, select, slice } from './slice';
import { chunk, split, unbind } from './split';

/** A row per op. */
export const movements = {
  reshape,
  flatten,
  squeeze,
  unsqueeze,
  permute,
  transpose,
  'move-axes': moveAxes,
  expand,
  repeat,
  'repeat-interleave': repeatInterleave,
  slice,
  select,
  flip,
  roll,
  concat,
  stack,
  split,
  chunk,
  unbind,
  pad,
} as const;
