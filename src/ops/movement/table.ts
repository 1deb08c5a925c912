/** All ops that only move elements, by their names. */

/** A row per op. */
export const movements = {} as const;
