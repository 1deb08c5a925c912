/** The table of the gradient check: examples of every op. An op without a row does not compile. */
import type { AttributesOf, OpName } from '../../../src/ops/table';
import { activations } from './activations';
import { arithmetic } from './arithmetic';
import { attention } from './attention';
import { constants } from './constants';
import { convolution } from './convolution';
import { indexing } from './indexing';
import { losses } from './losses';
import { movement } from './movement';
import { noise } from './noise';
import { normalisation } from './normalisation';
import { pooling } from './pooling';
import { products } from './products';
import { recurrent } from './recurrent';
import { reductions } from './reductions';
import type { Example } from './draw';

/** Every op's examples by its name. */
export const examples = {
  ...activations,
  ...arithmetic,
  ...attention,
  ...constants,
  ...convolution,
  ...indexing,
  ...losses,
  ...movement,
  ...noise,
  ...normalisation,
  ...pooling,
  ...products,
  ...recurrent,
  ...reductions,
} satisfies { readonly [Name in OpName]: readonly Example<AttributesOf<Name>>[] };
