/** All normalisations by their names. */

/** A row per op. */
export const normalisations = {} as const;
