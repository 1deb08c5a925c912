/** Sources of the system with the files that they name, read as far as somebody can use them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { byteCount } from '../base/numbers';
import { relativePath } from '../base/paths';
import { isModelPath } from '../base/modelFiles';
import { isProgramPath, largestProgramFile, mostFiles, mostRounds } from '../base/programs';
import type { FileContent, FileMissing, Files, Source } from '../base/source';
import { isProgram } from '../readers/table';
import { programFolders, within } from './programFolders';
import { diskFile, regularFile, whyUnreadable } from './regularFile';

/** Larger files of data and weights are read by range. */
const largestWhole = 16 * 1024 ** 2;

const tooMany: FileMissing = { missing: 'the source asks for too many files' };

/** What may be read besides the files that stand around a source. */
interface Readable {
  /** Folders of installed packages. */
  readonly sitePackages?: readonly string[];
  /** Files of data and weights. */
  readonly chosen?: readonly (string | null)[];
}

/**
 * What `read` makes of a file, asked again with the files that it needs, round by round, since each may name further ones. Files that a
 * program needs are opened only within its package, the working directory and `sitePackages`. @throws Error when the file itself cannot be read
 */
export async function readWithNeeds<Result>(
  file: string,
  read: (source: Source, files: Files) => Result,
  needsOf: (result: Result) => readonly string[],
  { sitePackages = [], chosen = [] }: Readable = {},
): Promise<Result> {
  const source = await readSourceFile(file);
  const files = new Map<string, FileContent>();
  const fetchData = dataFetcher(file);
  const fetchOwn = isProgram(source) ? await programFetcher(file, sitePackages) : fetchData;
  // What the person who calls has named may be read wherever it lies, with what lies beside it.
  const besideChosen = new Set(
    chosen.flatMap((each) => (each === null ? [] : [path.dirname(path.resolve(each))])),
  );
  const fetch: Fetch = (need) =>
    !isProgramPath(need) && besideChosen.has(path.dirname(path.resolve(path.dirname(file), need)))
      ? fetchData(need)
      : fetchOwn(need);
  let result = read(source, files);
  for (let round = 1; needsOf(result).length > 0 && round <= mostRounds; round += 1) {
    // The last round answers what is still asked for, so that what can be read without it is read.
    const room = round === mostRounds ? 0 : mostFiles;
    for (const need of needsOf(result)) files.set(need, files.size < room ? await fetch(need) : tooMany);
    result = read(source, files);
  }
  return result;
}

/** A file that was named on the command line, by its path from a source's folder. */
export function fromFolderOf(source: Source, file: string): string {
  return relativePath(path.resolve(path.dirname(source.path)), path.resolve(file));
}

/** A file as a source: its text, or the bytes of a model file. @throws Error when it cannot be read */
async function readSourceFile(file: string): Promise<Source> {
  if (!isModelPath(file)) return { path: file, text: await readText(file) };
  return { path: file, text: '', bytes: await diskFile(file) };
}

/** The text of a file. @throws Error when it cannot be read. Bytes that are no UTF-8 become replacement characters; the reader says what it thinks of them. */
export async function readText(file: string): Promise<string> {
  await regularFile(file);
  return new TextDecoder().decode(await readFile(file));
}

type Fetch = (need: string) => Promise<FileContent>;

function dataFetcher(file: string): Fetch {
  return (need) => readData(path.resolve(path.dirname(file), need));
}

async function programFetcher(file: string, sitePackages: readonly string[]): Promise<Fetch> {
  const folders = await programFolders(file, sitePackages);
  return async (need) => {
    const wanted = path.resolve(path.dirname(file), need);
    return (await within(wanted, folders))
      ? readNeed(wanted, largestProgramFile)
      : { missing: "it lies outside of the program's package, the working directory and --site-packages" };
  };
}

async function readData(file: string): Promise<FileContent> {
  try {
    const { size } = await regularFile(file);
    return size > largestWhole ? await diskFile(file) : await readFile(file);
  } catch (error) {
    return { missing: whyUnreadable(error) };
  }
}

async function readNeed(file: string, limit: number): Promise<Uint8Array | FileMissing> {
  try {
    const { size } = await regularFile(file);
    return size > limit
      ? { missing: `it has ${byteCount(size)}, more than ${byteCount(limit)}` }
      : await readFile(file);
  } catch (error) {
    return { missing: whyUnreadable(error) };
  }
}
