/** All activation ops by their names in network files. */
import { sigmoid } from './bounded';

/** A row per activation; a name that is missing here does not exist anywhere. */
export const activations = { sigmoid } as const;
