/** Which layer of an earlier report is which of a newer one: by name, then by kind and position. */
import type { LayerReport } from '../report';

/** A layer in both reports by its indices; null where it is in one only. */
export interface LayerMatch {
  readonly before: number | null;
  readonly after: number | null;
}

/** What of a layer tells it from others. */
type Named = Pick<LayerReport, 'name' | 'kind'>;

/** Larger tables of possible pairs are not filled: then what has another name is another layer. */
const mostPairs = 4e6;

/**
 * Pairs the layers of two reports. Those of the same name are the same; between them the longest common subsequence of kinds is taken to
 * have been renamed. In the order of the newer report, each removed layer behind the one that it stood behind.
 */
export function matchedLayers(before: readonly Named[], after: readonly Named[]): readonly LayerMatch[] {
  const pairs = sameNames(before, after);
  for (const [old, now] of renamed(before, after, pairs)) pairs.set(old, now);
  return inOrder(before.length, after.length, pairs);
}

/** Index after by index before, for layers of the same name; of several with one name the first with the first. */
function sameNames(before: readonly Named[], after: readonly Named[]): Map<number, number> {
  const places = new Map<string, number[]>();
  after.forEach(({ name }, index) => {
    const list = places.get(name);
    if (list) list.push(index);
    else places.set(name, [index]);
  });
  const used = new Map<string, number>();
  const pairs = new Map<number, number>();
  before.forEach(({ name }, index) => {
    const count = used.get(name) ?? 0;
    const place = places.get(name)?.[count];
    used.set(name, count + 1);
    if (place !== undefined) pairs.set(index, place);
  });
  return pairs;
}

/** A layer that has no namesake, with what it may be compared by: its kind, and the paired layer that it stands behind. */
interface Open {
  readonly index: number;
  readonly key: string;
}

function renamed(
  before: readonly Named[],
  after: readonly Named[],
  pairs: ReadonlyMap<number, number>,
): readonly (readonly [before: number, after: number])[] {
  const taken = new Set(pairs.values());
  const olds = openLayers(before, (index) => pairs.get(index) ?? null);
  const news = openLayers(after, (index) => (taken.has(index) ? index : null));
  if (olds.length * news.length > mostPairs) return [];
  return commonSubsequence(olds, news);
}

/** The layers without a partner; `partner` gives the newer index of one that has a partner. */
function openLayers(layers: readonly Named[], partner: (index: number) => number | null): readonly Open[] {
  const open: Open[] = [];
  let behind = -1;
  layers.forEach(({ kind }, index) => {
    const pair = partner(index);
    if (pair === null) open.push({ index, key: JSON.stringify([behind, kind]) });
    else behind = pair;
  });
  return open;
}

/** The longest common subsequence by key (the textbook's table, filled from the end). */
function commonSubsequence(
  olds: readonly Open[],
  news: readonly Open[],
): readonly (readonly [before: number, after: number])[] {
  const width = news.length + 1;
  const lengths = new Uint32Array((olds.length + 1) * width);
  const at = (old: number, now: number): number => lengths[old * width + now] ?? 0;
  for (let old = olds.length - 1; old >= 0; old -= 1) {
    for (let now = news.length - 1; now >= 0; now -= 1) {
      lengths[old * width + now] =
        olds[old]?.key === news[now]?.key
          ? at(old + 1, now + 1) + 1
          : Math.max(at(old + 1, now), at(old, now + 1));
    }
  }
  const found: (readonly [number, number])[] = [];
  for (let [old, now] = [0, 0]; old < olds.length && now < news.length;) {
    const [one, other] = [olds[old], news[now]];
    if (one && other && one.key === other.key) {
      found.push([one.index, other.index]);
      old += 1;
      now += 1;
    } else if (at(old + 1, now) >= at(old, now + 1)) old += 1;
    else now += 1;
  }
  return found;
}

function inOrder(olds: number, news: number, pairs: ReadonlyMap<number, number>): readonly LayerMatch[] {
  const former = new Map([...pairs].map(([old, now]) => [now, old]));
  /** Removed layers by the newer index of the one that they stood behind. */
  const removed = new Map<number, number[]>();
  let behind = -1;
  for (let old = 0; old < olds; old += 1) {
    const now = pairs.get(old);
    if (now !== undefined) {
      behind = now;
      continue;
    }
    const list = removed.get(behind);
    if (list) list.push(old);
    else removed.set(behind, [old]);
  }
  const gone = (place: number): readonly LayerMatch[] =>
    (removed.get(place) ?? []).map((index) => ({ before: index, after: null }));
  const matches: LayerMatch[] = [...gone(-1)];
  for (let now = 0; now < news; now += 1) {
    matches.push({ before: former.get(now) ?? null, after: now }, ...gone(now));
  }
  return matches;
}
