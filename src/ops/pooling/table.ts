/** All ops over windows of places, and those that change the number of places, by their names. */
import { adaptiveAveragePool, averagePool, lpPool } from './average';
import { adaptiveMaxPool, maxPool, maxUnpool } from './maximum';
import { channelShuffle, pixelShuffle, pixelUnshuffle } from './shuffles';
import { upsample } from './upsample';

/** A row per op. */
export const pooling = {
  'max-pool': maxPool,
  'average-pool': averagePool,
  'lp-pool': lpPool,
  'adaptive-max-pool': adaptiveMaxPool,
  'adaptive-average-pool': adaptiveAveragePool,
  'max-unpool': maxUnpool,
  upsample,
  'pixel-shuffle': pixelShuffle,
  'pixel-unshuffle': pixelUnshuffle,
  'channel-shuffle': channelShuffle,
} as const;
