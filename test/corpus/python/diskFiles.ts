/** Files of the disk as a reader asks for them: read when they are asked for, and only under the given folders. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FileMissing, Files } from '../../../src/base/source';

/** What lies outside of the folders, or is not there, is missing. */
const missing: FileMissing = { missing: 'the file does not exist' };

/** The further files of a source by paths relative to its folder; nothing outside of `roots` is read. */
export function diskFiles(folder: string, roots: readonly string[]): Files {
  return new DiskFiles(folder, roots);
}

class DiskFiles extends Map<string, Uint8Array | FileMissing> {
  private readonly folder: string;
  private readonly roots: readonly string[];

  constructor(folder: string, roots: readonly string[]) {
    super();
    this.folder = folder;
    this.roots = roots.map((root) => path.resolve(root) + path.sep);
  }

  override get(asked: string): Uint8Array | FileMissing {
    const known = super.get(asked);
    if (known) return known;
    const found = this.read(path.resolve(this.folder, asked));
    this.set(asked, found);
    return found;
  }

  override has(asked: string): boolean {
    return this.get(asked) !== missing;
  }

  private read(file: string): Uint8Array | FileMissing {
    if (!this.roots.some((root) => file.startsWith(root))) return missing;
    const found = statSync(file, { throwIfNoEntry: false });
    return found?.isFile() === true ? readFileSync(file) : missing;
  }
}

/** All Python files and notebooks under a folder, in order. */
export function pythonFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(py|ipynb)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
}
