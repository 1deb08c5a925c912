/** All ops of attention by their names. */
import { rotaryEmbedding } from './rotary';
import { scaledDotProductAttention } from './scaledDotProduct';

/** A row per op. */
export const attention = {
  'rotary-embedding': rotaryEmbedding,
  'scaled-dot-product-attention': scaledDotProductAttention,
} as const;
