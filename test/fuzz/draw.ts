/** Choices that follow from a seed, so that every input can be made again. */

/** A source of choices. */
export interface Draw {
  /** A whole number from 0 up to, not including, `count`; 0 where there is nothing to choose from. */
  below(count: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** One of a list that may be empty. */
  any<Item>(items: readonly Item[]): Item | undefined;
  chance(share: number): boolean;
}

/** Marsaglia's xorshift32 (Journal of Statistical Software 8(14), 2003) over a seed that is spread first. */
export function drawFrom(seed: number): Draw {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x6d2b79f5) >>> 0 || 1;
  const share = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let warm = 0; warm < 4; warm += 1) share();
  const below = (count: number): number => Math.floor(share() * count);
  return {
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    any: (items) => items[below(items.length)],
    chance: (of) => share() < of,
  };
}
