/** Context managers: entering, and leaving with or without an exception. */
import { special, truth } from '../evaluate/special';
import { classOf } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine, Raised } from '../values/machine';
import { none } from '../values/make';
import type { Value } from '../values/value';

/** What `__enter__` gives; for an unknown manager the unknown itself. */
export function enterContext(machine: Machine, manager: Value): Value {
  if (manager.kind === 'unknown') return manager;
  const enter = methodOf(machine, manager, '__enter__');
  if (enter === undefined) {
    if (manager.kind === 'instance' && manager.cls.unknownBase) return manager.cls.unknownBase;
    const name = classOf(manager).name;
    throw fail(machine, 'TypeError', `'${name}' object does not support the context manager protocol`);
  }
  return machine.call(enter, []);
}

/** Calls `__exit__`; whether it swallows the exception. */
export function exitContext(machine: Machine, manager: Value, error: Raised | null): boolean {
  const exit = manager.kind === 'unknown' ? undefined : methodOf(machine, manager, '__exit__');
  if (exit === undefined) return false;
  const args = error === null ? [none, none, none] : [error.value.cls, error.value, none];
  const answer = truth(machine, machine.call(exit, args));
  return answer.kind === 'bool' && answer.value;
}

function methodOf(machine: Machine, manager: Value, name: string): Value | undefined {
  return special(manager, name) === undefined && manager.kind === 'instance'
    ? undefined
    : machine.findAttribute(manager, name);
}
