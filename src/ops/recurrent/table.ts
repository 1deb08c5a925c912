/** All recurrent layers and their cells by their names. */

/** A row per op. */
export const recurrent = {} as const;
