/** Writing and deleting attributes, and the AttributeError of those that are not there. */
import { builtinClasses, classOf, lookup } from '../values/classes';
import { fail, isRaised } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { str } from '../values/make';
import type { Table } from '../values/table';
import type { ClassValue, InstanceValue, Value } from '../values/value';
import { findAttribute, refusedKey, type Refused } from './attributes';

/** object.name = value. */
export function setAttribute(machine: Machine, object: Value, name: string, value: Value): void {
  switch (object.kind) {
    case 'instance': {
      const override = lookup(object.cls, '__setattr__');
      if (override !== undefined && !(override.kind === 'builtin' && override.owner === 'object')) {
        machine.call(override, [object, str(name), value]);
      } else setPlainAttribute(machine, object, name, value);
      return;
    }
    case 'class':
      setClassAttribute(machine, object, name, value);
      return;
    case 'module':
      object.attributes.set(name, value);
      return;
    case 'function':
      if (name === '__name__' && value.kind === 'str') object.name = value.value;
      else if (name === '__qualname__' && value.kind === 'str') object.qualname = value.value;
      else object.attributes.set(name, value);
      return;
    case 'host':
      if (object.host.setAttribute?.(machine, name, value) === true) return;
      break;
    case 'unknown':
      return;
    default:
      break;
  }
  const cls = classOf(object).name;
  if (findAttribute(machine, object, name) !== undefined) {
    throw fail(machine, 'AttributeError', `'${cls}' object attribute '${name}' is read-only`);
  }
  throw fail(machine, 'AttributeError', `'${cls}' object has no attribute '${name}'`);
}

function setClassAttribute(machine: Machine, cls: ClassValue, name: string, value: Value): void {
  if (cls.builtin) {
    throw fail(machine, 'TypeError', `cannot set '${name}' attribute of immutable type '${cls.name}'`);
  }
  const override = cls.metaclass ? lookup(cls.metaclass, '__setattr__') : undefined;
  if (override?.kind === 'function') {
    machine.call(override, [cls, str(name), value]);
    return;
  }
  if (name === '__name__' && value.kind === 'str') cls.name = value.value;
  else if (name === '__qualname__' && value.kind === 'str') cls.qualname = value.value;
  else cls.attributes.set(name, value);
}

/** What object.__setattr__ does. */
export function setPlainAttribute(machine: Machine, object: InstanceValue, name: string, value: Value): void {
  const found = lookup(object.cls, name);
  if (found?.kind === 'property') {
    if (found.setter === null) {
      throw fail(
        machine,
        'AttributeError',
        `property '${name}' of '${object.cls.name}' object has no setter`,
      );
    }
    machine.call(found.setter, [object, value]);
    return;
  }
  if (found?.kind === 'instance') {
    const setter = lookup(found.cls, '__set__');
    if (setter !== undefined) {
      machine.call(setter, [found, object, value]);
      return;
    }
  }
  if (name === '__class__' && value.kind === 'class') object.cls = value;
  else if (name === '__dict__' && value.kind === 'dict') replaceAttributes(object, value.table);
  else if (forbids(object.cls, name)) {
    throw fail(machine, 'AttributeError', `'${object.cls.name}' object has no attribute '${name}'`);
  } else object.attributes.set(name, value);
}

/** Whether every class of an instance names its slots and none has this one. */
function forbids(cls: ClassValue, name: string): boolean {
  if (cls === builtinClasses.object) return true;
  if (cls.slots === null) return false;
  const own = cls.mro.filter((ancestor) => !ancestor.builtin);
  return own.every(({ slots }) => slots !== null && !slots.has(name) && !slots.has('__dict__'));
}

function replaceAttributes(object: InstanceValue, table: Table): void {
  object.attributes.clear();
  for (const { key, value } of [...table.entries()])
    if (key.kind === 'str') object.attributes.set(key.value, value);
}

/** del object.name. */
export function deleteAttribute(machine: Machine, object: Value, name: string): void {
  if (object.kind === 'unknown') return;
  if (object.kind === 'instance') {
    const override = lookup(object.cls, '__delattr__');
    if (override !== undefined && !(override.kind === 'builtin' && override.owner === 'object')) {
      machine.call(override, [object, str(name)]);
      return;
    }
  }
  deletePlainAttribute(machine, object, name);
}

/** What object.__delattr__ does. */
export function deletePlainAttribute(machine: Machine, object: Value, name: string): void {
  if (object.kind === 'instance') {
    const found = lookup(object.cls, name);
    if (found?.kind === 'property' && found.deleter) {
      machine.call(found.deleter, [object]);
      return;
    }
    if (object.attributes.delete(name)) return;
  }
  if (object.kind === 'class' && !object.builtin && object.attributes.delete(name)) return;
  if ((object.kind === 'module' || object.kind === 'function') && object.attributes.delete(name)) return;
  throw missingAttribute(machine, object, name);
}

/** AttributeError in CPython's words. */
export function missingAttribute(machine: Machine, object: Value, name: string): Error {
  const kept = machine.keep.get(refusedKey) as Refused | undefined; // only the lookup of attributes writes under the key
  machine.keep.delete(refusedKey);
  // One that somebody asked for in vain before (hasattr) is no reason for this one.
  if (kept?.object === object && kept.name === name && isRaised(kept.error, 'AttributeError'))
    return kept.error;
  if (object.kind === 'module')
    return fail(machine, 'AttributeError', `module '${object.name}' has no attribute '${name}'`);
  if (object.kind === 'class')
    return fail(machine, 'AttributeError', `type object '${object.name}' has no attribute '${name}'`);
  const shown = object.kind === 'super' ? builtinClasses.super.name : classOf(object).name;
  return fail(machine, 'AttributeError', `'${shown}' object has no attribute '${name}'`);
}
