/** All operators of the standard that are understood, by their names. What is missing here becomes a grey node. */
import type { Operator } from '../record/asked';
import { attentionOperators } from './attention';
import { arithmetic } from './arithmetic';
import { constants } from './constants';
import { convolutions } from './convolution';
import { elementwise } from './elementwise';
import { indexing } from './indexing';
import { manyIndices } from './manyIndices';
import { movement } from './movement';
import { normalisation } from './normalisation';
import { pooling } from './pooling';
import { products } from './products';
import { recurrentLayers } from './recurrent';
import { reductions } from './reductions';
import { reshaping } from './reshape';
import { resizing } from './resizing';

/** Every operator with the version of the operator set that brought it. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>(
  Object.entries({
    ...arithmetic,
    ...attentionOperators,
    ...constants,
    ...convolutions,
    ...elementwise,
    ...indexing,
    ...manyIndices,
    ...movement,
    ...normalisation,
    ...pooling,
    ...products,
    ...recurrentLayers,
    ...reductions,
    ...reshaping,
    ...resizing,
  }),
);
