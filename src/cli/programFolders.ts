/** Where the files may lie that a program's imports ask for. */
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isWithin } from '../base/paths';
import { within as withinFolders, type ProgramFolders } from '../base/programFolders';

/** Those of a program file: its package, or its folder where it is in none; the working directory, where that holds it; and `sitePackages`. */
export async function programFolders(file: string, sitePackages: readonly string[]): Promise<ProgramFolders> {
  const folder = path.resolve(path.dirname(file));
  const here = process.cwd();
  const own = [await outermostPackage(folder), ...(isWithin(here, folder) ? [here] : [])];
  return { own, packages: sitePackages.map((each) => path.resolve(each)) };
}

/** Whether a whole path lies in one of the folders, once links are followed. */
export function within(file: string, programFolders: ProgramFolders): Promise<boolean> {
  return withinFolders(file, programFolders, (each) => realpath(each).catch(() => null));
}

/** A folder, or the outermost one above it that is a package together with all between. */
async function outermostPackage(folder: string): Promise<string> {
  let outermost = folder;
  for (let each = folder; await isFile(path.join(each, '__init__.py')); each = path.dirname(each)) {
    outermost = each;
    if (path.dirname(each) === each) break;
  }
  return outermost;
}

function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
