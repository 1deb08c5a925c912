/** Files of the system: only those with an end, and a plain sentence for those that cannot be had. */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ByteSource } from '../base/byteSource';
import { openDisk } from '../base/diskFile';

/** Devices and pipes have no end. @throws Error when it is no file */
export async function regularFile(file: string): Promise<Stats> {
  const stats = await stat(file);
  if (!stats.isFile()) throw new Error(stats.isDirectory() ? 'it is a folder' : 'it is not a file');
  return stats;
}

/** A file of the system, read by range. @throws Error when it is none */
export async function diskFile(file: string): Promise<ByteSource> {
  const { size, mtimeMs } = await regularFile(file);
  return openDisk({ disk: file, size, changed: mtimeMs });
}

/** The reason as one plain sentence without the file's name. */
export function whyUnreadable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'the file does not exist';
  return error.message;
}
