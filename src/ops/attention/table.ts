/** All attention ops by their names. */

/** A row per op. */
export const attention = {} as const;
