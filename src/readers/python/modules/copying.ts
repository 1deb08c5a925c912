/** What copy.copy and copy.deepcopy do with values that define no method for it. */
import { dict, list, openBuiltin, set, none } from '../values/make';
import { instanceOf } from '../values/classes';
import { Table } from '../values/table';
import type { Machine } from '../values/machine';
import type { BuiltinValue, InstanceValue, Value } from '../values/value';

/** `_shallow(x)`: the same parts in a new container. */
export const shallowCopy: BuiltinValue = openBuiltin('_shallow', (machine, [value = none]) => {
  if (value.kind === 'list') {
    machine.allocate(value.items.length, 'elements');
    return list([...value.items]);
  }
  if (value.kind === 'dict') return dict(value.table.copy());
  if (value.kind === 'set') return set(value.table.copy(), value.frozen);
  if (value.kind === 'host') return value.host.copy?.(machine, false) ?? value;
  if (value.kind !== 'instance') return value;
  const payload = value.payload === null ? null : shallowPayload(machine, value.payload);
  return withAttributes(value, instanceOf(value.cls, payload, value.origin), value.attributes);
});

function shallowPayload(machine: Machine, payload: Value): Value {
  return machine.call(shallowCopy, [payload]);
}

function withAttributes(
  from: InstanceValue,
  to: InstanceValue,
  attributes: Iterable<readonly [string, Value]>,
): Value {
  for (const [name, value] of attributes) to.attributes.set(name, value);
  if (from.native !== undefined) to.native = from.native;
  return to;
}

/** What instances of ours hold besides their attributes, where a deep copy has to have its own. */
export interface CopiedInside {
  copyInside(copied: (part: Value) => Value): object;
}

function copiesInside(inside: unknown): inside is CopiedInside {
  return typeof inside === 'object' && inside !== null && 'copyInside' in inside;
}

/** `_deep(x, memo, copy)`: copies of the parts, by `copy`. A container is put into the memo before its parts are copied, so that circles end. */
export const deepCopy: BuiltinValue = openBuiltin(
  '_deep',
  (machine, [value = none, memo = none, copy = none]) => {
    const copied = (part: Value): Value =>
      part.kind === 'unknown' ? part : machine.call(copy, [part, memo]);
    const remember = (made: Value): void => {
      const key = machine.call(machine.getAttribute(machine.builtins, 'id'), [value]);
      if (memo.kind === 'dict') memo.table.set(machine, key, made);
    };
    machine.step();
    switch (value.kind) {
      case 'list': {
        const made = list([], value.origin);
        remember(made);
        for (const item of value.items) made.items.push(copied(item));
        return made;
      }
      case 'dict': {
        const made = dict(new Table(), value.origin);
        remember(made);
        for (const entry of [...value.table.entries()])
          made.table.set(machine, copied(entry.key), copied(entry.value));
        return made;
      }
      case 'tuple':
        return { kind: 'tuple', items: value.items.map(copied) };
      case 'set': {
        const table = new Table();
        for (const key of value.table.keys()) table.set(machine, copied(key), none);
        return set(table, value.frozen);
      }
      case 'instance': {
        const made = instanceOf(value.cls, null, value.origin);
        remember(made);
        if (value.payload !== null) made.payload = copied(value.payload);
        withAttributes(
          value,
          made,
          [...value.attributes].map(([name, part]) => [name, copied(part)] as const),
        );
        if (copiesInside(value.native)) made.native = value.native.copyInside(copied);
        return made;
      }
      case 'host':
        return value.host.copy?.(machine, true) ?? value;
      default:
        return value;
    }
  },
);
