/** Examples of the ops of `attention`, away from kinks. A table of data: a row per op, several examples a row. */

/** Rows of the gradient check. */
export const attention = {};
