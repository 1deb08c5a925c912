/** All ops that draw random numbers, by their names. */
import { dropout } from './dropout';

/** A row per op. */
export const noise = { dropout } as const;
