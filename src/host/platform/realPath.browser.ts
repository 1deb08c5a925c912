/** Links of the disk in a browser, where there is no disk. */

/** Null: nothing tells where a path leads. */
export function realPath(): Promise<null> {
  return Promise.resolve(null);
}
