/** Whether an `except` clause catches an exception. */
import { isSubclass } from '../values/classes';
import { baseException, fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import type { InstanceValue, Value } from '../values/value';

/** By class or tuple of classes; what is unknown catches nothing. */
export function matchesHandler(machine: Machine, type: Value, raised: InstanceValue): boolean {
  if (type.kind === 'tuple') return type.items.some((item) => matchesHandler(machine, item, raised));
  if (type.kind === 'unknown') return false;
  if (type.kind !== 'class' || !(isSubclass(type, baseException) || type.unknownBase)) {
    throw fail(
      machine,
      'TypeError',
      'catching classes that do not inherit from BaseException is not allowed',
    );
  }
  return isSubclass(raised.cls, type);
}
