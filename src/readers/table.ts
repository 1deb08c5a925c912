/** The table of all readers, and the one way to read a source. */
import type { Files, Source } from '../base/source';
import { networkFileReader } from './network-file/reader';
import type { Overrides, Reader, Reading } from './reader';

/** Every reader by its format. */
export const readers = {
  'network-file': networkFileReader,
} as const satisfies Record<string, Reader>;

/** The name of a format. */
export type Format = keyof typeof readers;

/** Whether some reader can read the source. */
export function isReadable(source: Source): boolean {
  return readerOf(source) !== undefined;
}

/** Reads a source with the first reader that claims it; a source that none claims gives an empty reading. */
export function readSource(source: Source, files: Files, overrides: Overrides): Reading {
  return readerOf(source)?.read(source, files, overrides) ?? { networks: [], problems: [], needs: [] };
}

function readerOf(source: Source): Reader | undefined {
  return Object.values(readers).find((reader) => reader.claims(source));
}
