/** All elementwise mathematics besides activations, by its names. */
import { add } from './add';

/** A row per op. */
export const arithmetic = { add } as const;
