/** All ops that make their output from attributes alone, or from an argument's shape, by their names. */
import {
  arange,
  eye,
  full,
  fullLike,
  linspace,
  positionalEncoding,
  trilMask,
  triuMask,
  zeros,
} from './fills';

/** A row per op. */
export const constants = {
  zeros,
  full,
  'full-like': fullLike,
  eye,
  arange,
  linspace,
  'tril-mask': trilMask,
  'triu-mask': triuMask,
  'positional-encoding': positionalEncoding,
} as const;
