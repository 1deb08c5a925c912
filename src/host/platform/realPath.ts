/** Where paths of the disk lead once links are followed, which only Node can tell; in the bundle for browsers stands realPath.browser.ts. */
import { realpath } from 'node:fs/promises';

/** The same path without links; null where nothing is there. */
export async function realPath(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}
