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

/** The last part of a path with slashes of either kind. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
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

/**
 * The path of a span for whoever stands where the source was named: what a program imports is named relative to the program's folder, the
 * source itself and the cells of a notebook (`study.ipynb#cell3`) as it was named.
 */
export function pathOfSpan(source: string, span: string): string {
  // What was asked on the command line or in a list has no file of its own.
  if (span.startsWith('<')) return source;
  if (span === source || span.startsWith(`${source}#`) || span.startsWith('/')) return span;
  const folder = /^.*[/\\]/.exec(source)?.[0] ?? '';
  const ways = span.split('/');
  const parts = folder.split(/[/\\]/).slice(0, -1);
  while (ways[0] === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') {
    ways.shift();
    parts.pop();
  }
  return [...parts, ...ways].join('/');
}
