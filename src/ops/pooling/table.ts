/** All ops over windows of places, and those that change the number of places, by their names. */

/** A row per op. */
export const pooling = {} as const;
