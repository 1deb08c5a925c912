/** Changes of zip archives that leave them whole: sizes, checksums and offsets are written anew, so that what reads the entries is reached. */
import { unzipSync, zipSync, type Zippable } from 'fflate';
import type { Draw } from '../draw';
import { mutateBytes } from './bytes';
import { tellingNumbers, writeNumber, type Mutator } from './mutator';

/** How the content of an entry is changed, by the end of its name. */
export type Inner = readonly (readonly [ending: string, mutate: Mutator])[];

/** A mutator of archives whose entries are changed by their own mutators. */
export function zipMutator(inner: Inner): Mutator {
  return (file, draw) => {
    const entries = draw.chance(0.1) ? undefined : unpacked(file);
    if (!entries) return draw.chance(0.5) ? lyingDirectory(file, draw) : mutateBytes(file, draw);
    const changes = draw.chance(0.7) ? 1 : 2;
    for (let change = 0; change < changes; change += 1) changeEntry(entries, inner, draw);
    const packed: Zippable = {};
    for (const [name, content] of entries) packed[name] = [content, { level: draw.chance(0.3) ? 6 : 0 }];
    return zipSync(packed);
  };
}

function unpacked(file: Uint8Array): Map<string, Uint8Array> | undefined {
  try {
    const entries = Object.entries(unzipSync(file));
    return entries.length > 0 ? new Map(entries) : undefined;
  } catch {
    return undefined;
  }
}

function changeEntry(entries: Map<string, Uint8Array>, inner: Inner, draw: Draw): void {
  const [name = '', content = new Uint8Array()] = draw.any(weighted([...entries], inner)) ?? [];
  const [, mutate = mutateBytes] = inner.find(([ending]) => name.endsWith(ending)) ?? [];
  const kind = draw.below(20);
  if (kind < 15) entries.set(name, mutate(content, draw));
  else if (kind === 15) entries.delete(name);
  else if (kind === 16) entries.set(name, draw.any([...entries.values()]) ?? content);
  else if (kind === 17) entries.set(name, new Uint8Array(draw.below(4096)));
  else {
    entries.delete(name);
    entries.set(draw.pick([`${name}x`, name.slice(1), `a/${name}`, name.replace('/', '\\'), '']), content);
  }
}

/** What has a mutator of its own is where the deep code is: it comes four times. */
function weighted(entries: readonly [string, Uint8Array][], inner: Inner): readonly [string, Uint8Array][] {
  const known = entries.filter(([name]) => inner.some(([ending]) => name.endsWith(ending)));
  return [...entries, ...known, ...known, ...known];
}

/** Another number in one field of the records of the directory (APPNOTE 4.3.12, 4.3.16). */
function lyingDirectory(file: Uint8Array, draw: Draw): Uint8Array {
  const bytes = file.slice();
  const view = new DataView(bytes.buffer);
  const records: number[] = [];
  for (let at = 0; at + 22 <= bytes.length; at += 1) {
    if ([0x04034b50, 0x02014b50, 0x06054b50].includes(view.getUint32(at, true))) records.push(at);
  }
  const record = draw.any(records) ?? 0;
  const at = record + 4 + 2 * draw.below(20);
  const value = draw.chance(0.3) ? (draw.any(records) ?? 0) : draw.pick(tellingNumbers);
  writeNumber(bytes, at, draw.pick([2, 4]), value);
  return bytes;
}
