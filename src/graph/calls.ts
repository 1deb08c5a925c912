/** Op calls made from names that are data: for the tables of readers, which know a name and its numbers. */
import type { Attributes } from '../ops/op';
import type { OpCall, OpName } from '../ops/table';

/** The call of an op by its name. The attributes must be those that the op documents. */
export function callNamed<Name extends OpName>(op: Name, attributes: Attributes): OpCall<Name> {
  return { op, attributes } as OpCall<Name>; // tests run every row of every reader's table through its op
}
