/** All losses by their names in network files. */
import { meanSquaredError } from './meanSquaredError';

/** A row per loss; each takes (prediction, target) and gives one number. */
export const losses = { mse: meanSquaredError } as const;

/** The name of a loss. */
export type LossName = keyof typeof losses;
