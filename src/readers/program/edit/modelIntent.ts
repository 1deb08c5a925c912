/** The intents that change what a model is or how it trains: each framework has words of its own for them. */
import type { Intent } from '../../reader';

/** All but what a program says beside its model, or does not say at all. */
export type ModelIntent = Exclude<
  Intent,
  { readonly kind: 'ignore' | 'set-directive' | 'set-data' | 'set-variable' }
>;
