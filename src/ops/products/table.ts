/** All products of matrices by their names. */
import { linear } from './linear';

/** A row per op. */
export const products = { linear } as const;
