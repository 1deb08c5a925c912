/** All ops that make their output from attributes alone, by their names. */

/** A row per op. */
export const constants = {} as const;
