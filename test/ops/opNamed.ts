/** Ops by names that stand in data, for tests whose cases are data. */
import { ops, type OpName } from '../../src/ops/table';
import type { Attributes, BoundOp } from '../../src/ops/op';

/** The op of a name. @throws RangeError when there is none */
export function opNamed(name: string): BoundOp<Attributes> {
  if (!Object.hasOwn(ops, name)) throw new RangeError(`there is no op ${name}`);
  // The key was just checked; the attributes of a case are written for its op, which the type of a name from data cannot say.
  return ops[name as OpName];
}
