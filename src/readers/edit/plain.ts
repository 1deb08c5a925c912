/** Layers as intents spell them. */
import type { Plain } from '../reader';

/** The word of a layer and what stands behind it: `relu`, `{ leaky-relu: 0.2 }`; null where there is none. */
export function wordOf(layer: Plain): readonly [word: string | null, argument: Plain] {
  if (typeof layer === 'string') return [layer, null];
  if (layer === null || typeof layer !== 'object' || Array.isArray(layer)) return [null, null];
  return Object.entries(layer)[0] ?? [null, null];
}
