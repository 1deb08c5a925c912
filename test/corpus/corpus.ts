/** The corpus: healthy originals, every mutation that is a mistake in them, and a third of the pairs that was never looked at while rules were tuned. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { draftOf, written, type Part, type Written } from './draft';
import type { Mutation } from './mutation';
import { kinds, mutations, type Kind } from './mutations/table';

const folder = join(__dirname, 'originals');

/** A healthy network as somebody would write it. */
export interface Original {
  readonly name: string;
  readonly text: string;
}

/** All originals. */
export const originals: readonly Original[] = readdirSync(folder)
  .filter((file) => file.endsWith('.network.yaml'))
  .sort()
  .map((file) => ({
    name: file.replace('.network.yaml', ''),
    text: readFileSync(join(folder, file), 'utf8'),
  }));

/** One mistake in one original. */
export interface Pair {
  readonly original: string;
  readonly kind: Kind;
  readonly mutation: Mutation;
  /** Whether its result may be looked at while rules are tuned. */
  readonly set: 'tuned' | 'aside';
  readonly mutant: Written;
  /** Where a finding may point. */
  readonly parts: readonly Part[];
}

/** So many originals have a mistake, at most: the first ones by their hash. More would only cost time. */
const mostOriginals = 8;

/** Every mistake in originals in which it is one. */
export const pairs: readonly Pair[] = kinds.flatMap((kind) => {
  const mutation: Mutation = mutations[kind];
  return originals
    .flatMap(({ name, text }) => {
      const draft = draftOf(text);
      const parts = mutation.apply(draft);
      return parts ? [{ place: hash(`${name}: ${kind}`), name, draft, parts }] : [];
    })
    .sort((one, other) => one.place - other.place)
    .slice(0, mostOriginals)
    .map(({ place, name, draft, parts }): Pair => {
      const set = place % 3 === 0 ? 'aside' : 'tuned';
      return { original: name, kind, mutation, set, mutant: written(draft), parts };
    });
});

/** FNV-1a, 32 bits: the sets stay what they are when pairs are added. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  return state;
}
