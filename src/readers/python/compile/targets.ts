/** Targets of assignments: names, attributes, items, and patterns of them. */
import type { Assign, Frame } from '../evaluate/frame';
import { iterate } from '../evaluate/iterate';
import { setItem } from '../evaluate/subscript';
import type { Expression } from '../parse/syntax';
import { classOf } from '../values/classes';
import { fail } from '../values/exceptions';
import { list } from '../values/make';
import type { Value } from '../values/value';
import { storeName } from './names';
import { mangled, type Scope } from './scope';

/** The code that assigns to a target. */
export function compileTarget(node: Expression, scope: Scope): Assign {
  switch (node.nodeType) {
    case 'Name':
      return storeName(node.id, scope);
    case 'Attribute': {
      const object = scope.compile.expression(node.value, scope);
      const name = mangled(node.attr, scope);
      return (frame, value) => {
        const target = object(frame);
        frame.machine.step();
        frame.activation.node = node;
        frame.machine.setAttribute(target, name, value);
      };
    }
    case 'Subscript': {
      const object = scope.compile.expression(node.value, scope);
      const key = scope.compile.expression(node.slice, scope);
      return (frame, value) => {
        const target = object(frame);
        const keyValue = key(frame);
        frame.machine.step();
        frame.activation.node = node;
        setItem(frame.machine, target, keyValue, value);
      };
    }
    case 'Tuple':
    case 'List':
      return compilePattern(node.elts, scope);
    case 'Starred':
      return scope.compile.target(node.value, scope);
    default:
      return () => undefined;
  }
}

function compilePattern(nodes: readonly Expression[], scope: Scope): Assign {
  const targets = nodes.map((node) => scope.compile.target(node, scope));
  const starred = nodes.findIndex((node) => node.nodeType === 'Starred');
  return (frame, value) => {
    if (value.kind === 'unknown') {
      for (const target of targets) target(frame, value);
      return;
    }
    const values =
      starred === -1 ? exactly(frame, value, targets.length) : atLeast(frame, value, targets.length, starred);
    for (const [index, target] of targets.entries()) {
      const item = values[index];
      if (item !== undefined) target(frame, item);
    }
  };
}

/** As many values as there are targets; no more than one too many is taken. */
function exactly(frame: Frame, value: Value, count: number): readonly Value[] {
  if (value.kind === 'tuple' && value.items.length === count) return value.items;
  const { machine } = frame;
  const values: Value[] = [];
  const iteration = iterateToUnpack(frame, value);
  for (let item = iteration.next(); item !== undefined; item = iteration.next()) {
    machine.step();
    values.push(item);
    if (values.length > count)
      throw fail(machine, 'ValueError', `too many values to unpack (expected ${count})`);
  }
  if (values.length < count) {
    throw fail(
      machine,
      'ValueError',
      `not enough values to unpack (expected ${count}, got ${values.length})`,
    );
  }
  return values;
}

function iterateToUnpack(frame: Frame, value: Value): ReturnType<typeof iterate> {
  const { kind } = value;
  if (kind === 'int' || kind === 'float' || kind === 'none' || kind === 'bool' || kind === 'function') {
    throw fail(frame.machine, 'TypeError', `cannot unpack non-iterable ${classOf(value).name} object`);
  }
  return iterate(frame.machine, value);
}

function atLeast(frame: Frame, value: Value, count: number, starred: number): readonly Value[] {
  const { machine } = frame;
  const values: Value[] = [];
  const iteration = iterateToUnpack(frame, value);
  for (let item = iteration.next(); item !== undefined; item = iteration.next()) {
    machine.step();
    values.push(item);
    if (values.length > machine.limits.elements) machine.allocate(values.length, 'elements');
  }
  if (values.length < count - 1) {
    const message = `not enough values to unpack (expected at least ${count - 1}, got ${values.length})`;
    throw fail(machine, 'ValueError', message);
  }
  const behind = count - starred - 1;
  const middle = list(values.slice(starred, values.length - behind));
  return [...values.slice(0, starred), middle, ...values.slice(values.length - behind)];
}
