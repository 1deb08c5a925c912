/** Paths with slashes: how one is reached from another, and whether one lies within another. */

/** The way from a folder to a file or folder, both whole paths: `../lib/x`; the target itself where they have nothing in common. */
export function relativePath(from: string, to: string): string {
  const start = partsOf(from);
  const end = partsOf(to);
  let common = 0;
  while (common < start.length && common < end.length && start[common] === end[common]) common += 1;
  // Another drive of Windows is reached from its own root only.
  if (common === 0 && start.length > 0 && /^[a-z]:$/i.test(end[0] ?? '')) return to;
  return [...start.slice(common).map(() => '..'), ...end.slice(common)].join('/');
}

/** Whether a whole path is a folder itself or lies within it; `..` is taken back first. */
export function isWithin(folder: string, path: string): boolean {
  const outer = partsOf(folder);
  const inner = partsOf(path);
  return outer.length <= inner.length && outer.every((part, place) => part === inner[place]);
}

function partsOf(path: string): readonly string[] {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}
