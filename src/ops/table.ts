/** The table of all ops: the one place where an op gets its name. */
import { activations } from './activations/table';
import { arithmetic } from './arithmetic/table';
import { attention } from './attention/table';
import { constants } from './constants/table';
import { convolutions } from './convolution/table';
import { indexing } from './indexing/table';
import { losses } from './losses/table';
import { movements } from './movement/table';
import { noise } from './noise/table';
import { normalisations } from './normalisation/table';
import { pooling } from './pooling/table';
import { products } from './products/table';
import { recurrent } from './recurrent/table';
import { reductions } from './reductions/table';
import type { Attributes, BoundOp } from './op';

const rows = {
  ...activations,
  ...arithmetic,
  ...attention,
  ...constants,
  ...convolutions,
  ...indexing,
  ...losses,
  ...movements,
  ...noise,
  ...normalisations,
  ...pooling,
  ...products,
  ...recurrent,
  ...reductions,
} as const;

type Rows = typeof rows;

/** The name of an op. */
export type OpName = keyof Rows;

/** The attributes of one op. */
export type AttributesOf<Name extends OpName> =
  Rows[Name] extends BoundOp<infer A extends Attributes> ? A : never;

/** An op's name with fitting attributes; a union over all ops unless a name is given. */
export type OpCall<Name extends OpName = OpName> = {
  [N in Name]: { readonly op: N; readonly attributes: AttributesOf<N> };
}[Name];

/** Every op by its name. */
export const ops: { readonly [N in OpName]: BoundOp<AttributesOf<N>> } = rows;

/** All op names. */
export const opNames = Object.keys(rows) as OpName[]; // the keys of a constant object are exactly its names
