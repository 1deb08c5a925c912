/** Op calls made from names that are data: for the tables of readers, which know a name and its numbers. */
import { ops, type OpCall } from '../ops/table';
import type { Attributes } from '../ops/op';

/** The call of an op by its name; undefined when there is no such op. The attributes must be those that the op documents. */
export function callNamed(op: string, attributes: Attributes): OpCall | undefined {
  if (!Object.hasOwn(ops, op)) return undefined;
  return { op, attributes } as OpCall; // a name of the table; tests run every row of every reader's table through its op
}
