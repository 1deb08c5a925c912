/** Which folders the files lie in that a program's imports may open, and what links are worth there. */
import { isWithin } from './paths';

/** Folders whose files may be opened for a program. */
export interface ProgramFolders {
  /** Here a link must not lead out. */
  readonly own: readonly string[];
  /** Installed packages, which some installers link to a cache. */
  readonly packages: readonly string[];
}

/** Where a whole path leads once links are followed; null where nothing is there, or where there are no links. */
export type FollowLinks = (path: string) => Promise<string | null>;

/** Whether a whole path lies in one of the folders, once links are followed. */
export async function within(
  file: string,
  { own, packages }: ProgramFolders,
  follow: FollowLinks,
): Promise<boolean> {
  if (packages.some((folder) => isWithin(folder, file))) return true;
  if (!own.some((folder) => isWithin(folder, file))) return false;
  const real = await follow(file);
  // What does not exist leads nowhere.
  if (real === null) return true;
  const folders = await Promise.all(own.map(async (folder) => (await follow(folder)) ?? folder));
  return folders.some((folder) => isWithin(folder, real));
}
