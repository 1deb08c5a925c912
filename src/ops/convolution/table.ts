/** All convolutions by their names, and the windows that they slide as ops of their own. */
import { convolution } from './convolution';
import { transposedConvolution } from './transposed';
import { fold, unfold } from './unfold';

/** A row per op. */
export const convolutions = {
  convolution,
  'transposed-convolution': transposedConvolution,
  unfold,
  fold,
} as const;
