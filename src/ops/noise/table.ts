/** All ops that draw random numbers, by their names. */
import { alphaDropout, dropPath, dropout, featureAlphaDropout, featureDropout } from './dropout';
import { gaussianDropout, gaussianNoise } from './gaussian';
import { random } from './random';

/** A row per op. */
export const noise = {
  dropout,
  'feature-dropout': featureDropout,
  'alpha-dropout': alphaDropout,
  'feature-alpha-dropout': featureAlphaDropout,
  'drop-path': dropPath,
  'gaussian-noise': gaussianNoise,
  'gaussian-dropout': gaussianDropout,
  random,
} as const;
