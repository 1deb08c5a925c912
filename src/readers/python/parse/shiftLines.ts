/** Moves a tree that was parsed on its own to the lines where it stands in its file. */

/** Adds to the lines of a statement and of everything in it. */
export function shiftLines(root: object, by: number): void {
  if (by === 0) return;
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) for (const item of value) open.push(item);
    else if (typeof value === 'object' && value !== null)
      shiftNode(value as Record<string, unknown>, by, open); // a node is a plain object; its fields are looked at one by one
  }
}

/** Shifts a node, and puts what stands in it onto the stack. */
function shiftNode(node: Record<string, unknown>, by: number, open: unknown[]): void {
  // Lists of keys or entries would be made for every node: they took several times as long.
  for (const key in node) {
    const field = node[key];
    if (typeof field === 'object') open.push(field);
    else if ((key === 'lineno' || key === 'end_lineno') && typeof field === 'number') node[key] = field + by;
  }
}
