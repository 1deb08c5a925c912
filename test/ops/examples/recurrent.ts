/** Examples of the ops of `recurrent`, away from kinks. A table of data: a row per op, several examples a row. */

/** Rows of the gradient check. */
export const recurrent = {};
