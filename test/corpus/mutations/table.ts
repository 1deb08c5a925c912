/** All kinds of mistakes. */
import type { Mutation } from '../mutation';
import { initialisationMutations } from './initialisation';
import { outputMutations } from './output';
import { structureMutations } from './structure';
import { trainingMutations } from './training';

/** Every mutation by its kind. */
export const mutations = {
  ...initialisationMutations,
  ...outputMutations,
  ...structureMutations,
  ...trainingMutations,
} as const satisfies Record<string, Mutation>;

/** A kind of mistake. */
export type Kind = keyof typeof mutations;

/** All kinds, in the order of the table. */
export const kinds = Object.keys(mutations) as Kind[]; // the keys of a constant object are exactly its kinds
