/** All ops that fold or order axes, by their names. */

/** A row per op. */
export const reductions = {} as const;
