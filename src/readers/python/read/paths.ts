/** Paths with slashes, relative to the folder of the source. */

/** Two paths in one, without `.` and with `..` taken back where that can be done. */
export function joinPath(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return `${base.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

/** The folder that a path lies in. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** The name of a file without its folder. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The files that a module of this path may be in. */
export function candidatesOf(path: string): readonly string[] {
  return [`${path}.py`, `${path}/__init__.py`];
}

/** A path relative to a folder without the way out of the folder and in again: from `…/models`, `../models/a.py` is `a.py`. */
export function withoutReturn(path: string, folder: string): string {
  const own = folder.split('/').filter((part) => part !== '' && part !== '.');
  const parts = path.split('/');
  const found = parts.findIndex((part) => part !== '..');
  const up = found === -1 ? parts.length : found;
  if (up > own.length) return path;
  let back = 0;
  while (back < up && parts[up + back] === own[own.length - up + back]) back += 1;
  return [...parts.slice(0, up - back), ...parts.slice(up + back)].join('/');
}
