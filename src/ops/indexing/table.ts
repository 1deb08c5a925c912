/** All ops that take elements by index, by their names. */

/** A row per op. */
export const indexing = {} as const;
