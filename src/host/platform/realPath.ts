/** Where paths of the disk lead once links are followed, which only Node can tell. */

/** The same path without links; null where nothing is there, and in a browser, which opens no links that lead out of a folder. */
export async function realPath(path: string): Promise<string | null> {
  try {
    const { realpath } = await import('node:fs/promises');
    return await realpath(path);
  } catch {
    return null;
  }
}
