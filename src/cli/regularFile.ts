/** Files of the system: only those with an end, and a plain sentence for those that cannot be had. */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Devices and pipes have no end. @throws Error when it is no file */
export async function regularFile(file: string): Promise<Stats> {
  const stats = await stat(file);
  if (!stats.isFile()) throw new Error(stats.isDirectory() ? 'it is a folder' : 'it is not a file');
  return stats;
}

/** The reason as one plain sentence without the file's name. */
export function whyUnreadable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'the file does not exist';
  return error.message;
}
