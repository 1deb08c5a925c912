/** Indices that reach beyond what they choose from, where the program or whoever gives its inputs says so. */
import type { Recorder } from './recorder';
import type { TensorValue } from './tensorValue';

/**
 * The first known index below `least` or from `size` on. Of an input that somebody says to hold whole numbers below a bound it is the least
 * one it may hold, other than `ignored`; null: none, or nobody says.
 */
export function strayIndex(
  recorder: Recorder,
  indices: TensorValue,
  size: number,
  { least = 0, ignored = null }: { readonly least?: number; readonly ignored?: number | null } = {},
): number | null {
  const known = recorder.known(indices);
  if (known) {
    const wrong = (index: number): boolean => (index < least || index >= size) && index !== ignored;
    return Array.from(known.data).find(wrong) ?? null;
  }
  const { content } = indices;
  if (content.kind !== 'graph') return null;
  const bound = recorder.tracing?.bounds.get(content.value) ?? 0;
  const first = size === ignored ? size + 1 : size;
  return first < bound ? first : null;
}
