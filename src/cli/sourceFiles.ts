/** Sources of the system with the files that they name, read as far as somebody can use them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { byteCount } from '../base/numbers';
import type { FileMissing, Files, Source } from '../base/source';
import { regularFile, whyUnreadable } from './regularFile';

/** How many rounds of asking for further files a source gets; one is enough for data, two leave room for files that name files. */
const rounds = 3;

/** Bytes of a data file that are read at most. */
const largestNeed = 100 * 1024 ** 2;

/**
 * What `read` makes of a file, asked again with the files that it needs. @throws Error when the file itself cannot be read
 */
export async function readWithNeeds<Result>(
  file: string,
  read: (source: Source, files: Files) => Result,
  needsOf: (result: Result) => readonly string[],
): Promise<Result> {
  const source: Source = { path: file, text: await readText(file) };
  const files = new Map<string, Uint8Array | FileMissing>();
  let result = read(source, files);
  for (let round = 0; needsOf(result).length > 0 && round < rounds; round += 1) {
    for (const need of needsOf(result)) {
      files.set(need, await readNeed(path.resolve(path.dirname(file), need)));
    }
    result = read(source, files);
  }
  return result;
}

/** The text of a file. @throws Error when it cannot be read. Bytes that are no UTF-8 become replacement characters; the reader says what it thinks of them. */
export async function readText(file: string): Promise<string> {
  await regularFile(file);
  return new TextDecoder().decode(await readFile(file));
}

async function readNeed(file: string): Promise<Uint8Array | FileMissing> {
  try {
    const { size } = await regularFile(file);
    return size > largestNeed
      ? { missing: `it has ${byteCount(size)}, more than ${byteCount(largestNeed)}` }
      : await readFile(file);
  } catch (error) {
    return { missing: whyUnreadable(error) };
  }
}
