/** len(): how many elements a value has. */
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { int } from '../values/make';
import type { Value } from '../values/value';
import { hasPairs, codePoints } from '../evaluate/iterate';
import { callSpecial } from '../evaluate/special';

/** The number of elements as a value; TypeError for what has none. */
export function lengthOf(machine: Machine, value: Value): Value {
  if (value.kind === 'unknown') return value;
  if (value.kind === 'host' && value.host.length) return value.host.length(machine);
  const own = callSpecial(machine, value, '__len__', []);
  if (own !== undefined) {
    if (own.kind === 'int' && own.value < 0)
      throw fail(machine, 'ValueError', '__len__() should return >= 0');
    return own;
  }
  const plain = unwrap(value);
  switch (plain.kind) {
    case 'list':
    case 'tuple':
      return int(plain.items.length);
    case 'dict':
    case 'set':
    case 'view':
      return int(plain.table.size);
    case 'str':
      return int(hasPairs(plain.value) ? codePoints(plain.value).length : plain.value.length);
    case 'bytes':
      return int(plain.value.length);
    case 'range':
      return int(plain.length);
    default:
      if (value.kind === 'instance' && value.cls.unknownBase) return value.cls.unknownBase;
      throw fail(machine, 'TypeError', `object of type '${classOf(value).name}' has no len()`);
  }
}
