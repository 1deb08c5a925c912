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
