/** Where a healthy gradient ends: the warning limits of the rules `vanishing` and `exploding`, which a test holds equal to theirs. */

/** Shares of the geometry control's delta(first) / delta(last). */
export const ratioLimits = { vanishing: 3e-3, exploding: 70 } as const;
