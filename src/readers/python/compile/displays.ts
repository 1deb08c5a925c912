/** List, tuple, set and dict displays, with stars. */
import { iterate, spreadValues } from '../evaluate/iterate';
import type { Evaluate, Frame } from '../evaluate/frame';
import type { Expression, ExpressionOf } from '../parse/syntax';
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { dict, list, none, set, tuple } from '../values/make';
import { Table } from '../values/table';
import { Encountered } from '../values/unknown';
import type { Value } from '../values/value';
import type { Scope } from './scope';

/** Code that evaluates several expressions, spreading those with a star. */
export function compileItems(nodes: readonly Expression[], scope: Scope): (frame: Frame) => Value[] {
  const parts = nodes.map((node) =>
    node.nodeType === 'Starred'
      ? { spread: true, evaluate: scope.compile.expression(node.value, scope) }
      : { spread: false, evaluate: scope.compile.expression(node, scope) },
  );
  if (parts.every(({ spread }) => !spread)) {
    const plain = parts.map(({ evaluate }) => evaluate);
    return (frame) => {
      const items: Value[] = [];
      for (const evaluate of plain) items.push(evaluate(frame));
      return items;
    };
  }
  return (frame) => {
    const items: Value[] = [];
    for (const { spread, evaluate } of parts) {
      const value = evaluate(frame);
      if (spread) for (const item of spreadValues(frame.machine, value)) items.push(item);
      else items.push(value);
    }
    return items;
  };
}

/** `[a, *b]`. */
export function compileList(node: ExpressionOf<'List'>, scope: Scope): Evaluate {
  const items = compileItems(node.elts, scope);
  const origin = { file: scope.file, node };
  return (frame) => guarded(() => list(items(frame), origin));
}

/** `a, *b`. */
export function compileTuple(node: ExpressionOf<'Tuple'>, scope: Scope): Evaluate {
  const items = compileItems(node.elts, scope);
  return (frame) => guarded(() => tuple(items(frame)));
}

/** `{a, *b}`. */
export function compileSet(node: ExpressionOf<'Set'>, scope: Scope): Evaluate {
  const items = compileItems(node.elts, scope);
  return (frame) =>
    guarded(() => {
      const table = new Table();
      for (const item of items(frame)) {
        if (item.kind === 'unknown') return item;
        table.set(frame.machine, item, none);
      }
      return set(table);
    });
}

/** `{a: b, **c}`. */
export function compileDict(node: ExpressionOf<'Dict'>, scope: Scope): Evaluate {
  const values = node.values.map((value) => scope.compile.expression(value, scope));
  const keys = node.keys.map((key) => (key === null ? null : scope.compile.expression(key, scope)));
  const origin = { file: scope.file, node };
  return (frame) => {
    const table = new Table();
    for (const [index, evaluate] of values.entries()) {
      const key = keys[index]?.(frame);
      const value = evaluate(frame);
      if (key?.kind === 'unknown') return key;
      if (key !== undefined) table.set(frame.machine, key, value);
      else if (value.kind === 'unknown') return value;
      else mergeMapping(frame.machine, table, value, `'${classOf(value).name}' object is not a mapping`);
    }
    return dict(table, origin);
  };
}

/** An unknown inside makes the whole unknown. */
function guarded(make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    if (error instanceof Encountered) return error.unknown;
    throw error;
  }
}

/** Puts all entries of a mapping into a table; TypeError with `message` for what is none. */
export function mergeMapping(machine: Machine, table: Table, value: Value, message: string): void {
  const plain = unwrap(value);
  if (plain.kind === 'dict') {
    machine.step(plain.table.size);
    for (const entry of [...plain.table.entries()]) table.set(machine, entry.key, entry.value);
    return;
  }
  const keys = machine.findAttribute(value, 'keys');
  if (keys === undefined) throw fail(machine, 'TypeError', message);
  const iteration = iterate(machine, machine.call(keys, []));
  for (let key = iteration.next(); key !== undefined; key = iteration.next()) {
    machine.step();
    table.set(machine, key, machine.call(machine.getAttribute(value, '__getitem__'), [key]));
  }
}
