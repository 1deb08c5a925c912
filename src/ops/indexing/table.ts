/** All ops that take elements by index, by their names. masked-select and nonzero are absent: their shape follows the values. */
import { embedding, embeddingBag } from './embedding';
import { gather, indexSelect, takeAlongAxis } from './gather';
import { oneHot } from './oneHot';
import { scatter, scatterAdd } from './scatter';

/** A row per op. */
export const indexing = {
  'index-select': indexSelect,
  gather,
  'take-along-axis': takeAlongAxis,
  'scatter-add': scatterAdd,
  scatter,
  embedding,
  'embedding-bag': embeddingBag,
  'one-hot': oneHot,
} as const;
