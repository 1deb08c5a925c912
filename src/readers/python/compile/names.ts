/** Reading, writing and deleting names. */
import type { Assign, Evaluate, Frame } from '../evaluate/frame';
import type { ExpressionOf } from '../parse/syntax';
import { fail } from '../values/exceptions';
import type { Value } from '../values/value';
import { locate, mangled, type Scope } from './scope';

/** Code that reads a name. */
export function loadName(node: ExpressionOf<'Name'>, scope: Scope): Evaluate {
  const name = mangled(node.id, scope);
  const location = locate(name, scope);
  switch (location.kind) {
    case 'slot': {
      const { hops, index } = location;
      if (hops === 0) {
        return (frame) => {
          const value = frame.slots[index];
          if (value !== undefined) return value;
          frame.activation.node = node;
          return unbound(frame, name, 'local');
        };
      }
      return (frame) => {
        const value = above(frame, hops).slots[index];
        if (value !== undefined) return value;
        frame.activation.node = node;
        return unbound(frame, name, 'free');
      };
    }
    case 'global':
      return (frame) => frame.globals.get(name) ?? fromOutside(frame, name, node);
    case 'names':
      return (frame) => frame.names?.get(name) ?? frame.globals.get(name) ?? fromOutside(frame, name, node);
    case 'namesThenSlot': {
      const { hops, index } = location;
      return (frame) =>
        frame.names?.get(name) ??
        above(frame, hops).slots[index] ??
        frame.globals.get(name) ??
        fromOutside(frame, name, node);
    }
  }
}

/** The frame some functions further out. */
function above(frame: Frame, hops: number): Frame {
  let outer = frame;
  for (let hop = 0; hop < hops && outer.parent; hop += 1) outer = outer.parent;
  return outer;
}

/** Builtins, and the class of a method's own body; NameError for all others. */
function fromOutside(frame: Frame, name: string, node: ExpressionOf<'Name'>): Value {
  const builtin = frame.machine.builtins.attributes.get(name);
  if (builtin !== undefined) return builtin;
  if (name === '__class__' && frame.holder?.cls) return frame.holder.cls;
  frame.activation.node = node;
  const { file } = frame.activation;
  if (file.problems.length > 0) {
    return frame.machine.unknown(
      'unsupported',
      `${name} may be defined in a part of the file that could not be read.`,
      name,
    );
  }
  throw fail(frame.machine, 'NameError', `name '${name}' is not defined`);
}

function unbound(frame: Frame, name: string, kind: 'local' | 'free'): never {
  if (kind === 'local') {
    const message = `cannot access local variable '${name}' where it is not associated with a value`;
    throw fail(frame.machine, 'UnboundLocalError', message);
  }
  const message = `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`;
  throw fail(frame.machine, 'NameError', message);
}

/** Code that writes a name. */
export function storeName(written: string, scope: Scope): Assign {
  const name = mangled(written, scope);
  const location = bindingLocation(name, scope);
  switch (location.kind) {
    case 'slot': {
      const { hops, index } = location;
      if (hops === 0) {
        return (frame, value) => {
          frame.slots[index] = value;
        };
      }
      return (frame, value) => {
        above(frame, hops).slots[index] = value;
      };
    }
    case 'global':
      return (frame, value) => {
        frame.globals.set(name, value);
      };
    case 'names':
    case 'namesThenSlot':
      return (frame, value) => {
        (frame.names ?? frame.globals).set(name, value);
      };
  }
}

/** What a name stands for where a frame is; undefined where it has no value there, whatever it is outside of the file. */
export function valueOf(written: string, frame: Frame, scope: Scope): Value | undefined {
  const name = mangled(written, scope);
  const location = locate(name, scope);
  if (location.kind === 'slot') return above(frame, location.hops).slots[location.index];
  return (location.kind === 'global' ? undefined : frame.names?.get(name)) ?? frame.globals.get(name);
}

/** A walrus in a comprehension binds in the function, class or module around it. */
function bindingLocation(name: string, scope: Scope): ReturnType<typeof locate> {
  if (scope.kind !== 'comprehension' || scope.slots.has(name)) return locate(name, scope);
  const location = locate(name, scope);
  return location.kind === 'slot' ? location : { kind: 'global' };
}

/** Code that deletes a name. */
export function deleteName(written: string, scope: Scope): (frame: Frame) => void {
  const name = mangled(written, scope);
  const location = locate(name, scope);
  if (location.kind === 'slot') {
    return (frame) => {
      const holder = above(frame, location.hops);
      if (holder.slots[location.index] === undefined) unbound(frame, name, 'local');
      holder.slots[location.index] = undefined;
    };
  }
  return (frame) => {
    const names = location.kind === 'global' ? frame.globals : (frame.names ?? frame.globals);
    if (!names.delete(name)) throw fail(frame.machine, 'NameError', `name '${name}' is not defined`);
  };
}

/** Code that takes a name away if it is there. */
export function forgetName(written: string, scope: Scope): (frame: Frame) => void {
  const name = mangled(written, scope);
  const location = locate(name, scope);
  return (frame) => {
    if (location.kind === 'slot') above(frame, location.hops).slots[location.index] = undefined;
    else (location.kind === 'global' ? frame.globals : (frame.names ?? frame.globals)).delete(name);
  };
}
