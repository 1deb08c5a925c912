/** All convolutions by their names. */

/** A row per op. */
export const convolutions = {} as const;
