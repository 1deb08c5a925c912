/** Moves a tree that was parsed on its own to the lines where it stands in its file. */

/** Adds to the lines of a statement and of everything in it. */
export function shiftLines(root: object, by: number): void {
  if (by === 0) return;
  const open: object[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const fields: Record<string, unknown> = node as Record<string, unknown>; // a node is a plain object; its fields are looked at one by one
    for (const [key, value] of Object.entries(fields)) {
      if ((key === 'lineno' || key === 'end_lineno') && typeof value === 'number') fields[key] = value + by;
      else if (typeof value === 'object' && value !== null) open.push(value);
    }
  }
}
