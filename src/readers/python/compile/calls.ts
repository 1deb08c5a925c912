/** Calls: how callee, arguments, stars and keywords are evaluated. */
import type { Evaluate, Frame } from '../evaluate/frame';
import { spreadValues, valuesOf } from '../evaluate/iterate';
import type { Expression, ExpressionOf, Keyword } from '../parse/syntax';
import { classOf, lookup } from '../values/classes';
import { fail } from '../values/exceptions';
import { Table } from '../values/table';
import type { Value } from '../values/value';
import { compileItems, mergeMapping } from './displays';
import { mangled, type Scope } from './scope';

/** The code of a call. */
export function compileCall(node: ExpressionOf<'Call'>, scope: Scope): Evaluate {
  if (node.func.nodeType === 'Attribute') return compileMethodCall(node, node.func, scope);
  const callee = scope.compile.expression(node.func, scope);
  const positional = compileArguments(node.args, scope);
  const keywords = compileKeywords(node.keywords, scope);
  return (frame) => {
    const called = callee(frame);
    const args = positional(frame, called);
    const named = keywords === null ? null : keywords(frame, called);
    const { machine, activation } = frame;
    machine.step();
    activation.node = node;
    if (isUnknown(args)) return args;
    if (named !== null && isUnknown(named)) return named;
    const result = machine.call(called, args, named);
    activation.node = node;
    return result;
  };
}

/** Calls of methods do without a bound method in between where they can. */
function compileMethodCall(
  node: ExpressionOf<'Call'>,
  func: ExpressionOf<'Attribute'>,
  scope: Scope,
): Evaluate {
  const object = scope.compile.expression(func.value, scope);
  const name = mangled(func.attr, scope);
  const positional = compileArguments(node.args, scope);
  const keywords = compileKeywords(node.keywords, scope);
  return (frame) => {
    const { machine, activation } = frame;
    const self = object(frame);
    activation.node = func;
    const direct = directMethod(self, name);
    const called = direct ?? machine.getAttribute(self, name);
    const args = positional(frame, called);
    const named = keywords === null ? null : keywords(frame, called);
    machine.step();
    activation.node = node;
    if (isUnknown(args)) return args;
    if (named !== null && isUnknown(named)) return named;
    const result = machine.call(called, direct ? [self, ...args] : args, named);
    activation.node = node;
    return result;
  };
}

/** A function of the class that is certain to be what attribute access would bind. */
function directMethod(self: Value, name: string): Value | undefined {
  switch (self.kind) {
    case 'instance': {
      if (self.attributes.has(name)) return undefined;
      const found = lookup(self.cls, name);
      if (found?.kind !== 'function') return undefined;
      return lookup(self.cls, '__getattribute__')?.kind === 'function' ? undefined : found;
    }
    case 'list':
    case 'dict':
    case 'str':
    case 'set':
    case 'tuple': {
      const found = lookup(classOf(self), name);
      return found?.kind === 'builtin' && found.binds ? found : undefined;
    }
    default:
      return undefined;
  }
}

function isUnknown(
  value: readonly Value[] | Map<string, Value> | Value,
): value is Extract<Value, { kind: 'unknown' }> {
  return 'kind' in value && value.kind === 'unknown';
}

/** Positional arguments; an unknown where one with a star is unknown. */
function compileArguments(
  nodes: readonly Expression[],
  scope: Scope,
): (frame: Frame, callee: Value) => Value[] | Extract<Value, { kind: 'unknown' }> {
  if (nodes.every((node) => node.nodeType !== 'Starred')) return compileItems(nodes, scope);
  const parts = nodes.map((node) => ({
    spread: node.nodeType === 'Starred',
    evaluate: scope.compile.expression(node.nodeType === 'Starred' ? node.value : node, scope),
  }));
  return (frame, callee) => {
    const items: Value[] = [];
    for (const { spread, evaluate } of parts) {
      const value = evaluate(frame);
      if (!spread) items.push(value);
      else if (value.kind === 'unknown') return value;
      else {
        if (parts.length > 1) {
          for (const item of spreadValues(frame.machine, value)) items.push(item);
          continue;
        }
        if (
          value.kind === 'int' ||
          value.kind === 'float' ||
          value.kind === 'none' ||
          value.kind === 'bool'
        ) {
          const message = `${calleeName(frame, callee)} argument after * must be an iterable, not ${classOf(value).name}`;
          throw fail(frame.machine, 'TypeError', message);
        }
        for (const item of valuesOf(frame.machine, value)) items.push(item);
      }
    }
    return items;
  };
}

type EvaluateKeywords = (
  frame: Frame,
  callee: Value,
) => Map<string, Value> | Extract<Value, { kind: 'unknown' }>;

function compileKeywords(nodes: readonly Keyword[], scope: Scope): EvaluateKeywords | null {
  if (nodes.length === 0) return null;
  const parts = nodes.map(({ arg, value }) => ({
    name: arg,
    evaluate: scope.compile.expression(value, scope),
  }));
  return (frame, callee) => {
    const keywords = new Map<string, Value>();
    for (const { name, evaluate } of parts) {
      const value = evaluate(frame);
      if (name !== undefined) addKeyword(frame, callee, keywords, name, value);
      else if (value.kind === 'unknown') return value;
      else {
        const table = new Table();
        const message = `${calleeName(frame, callee)} argument after ** must be a mapping, not ${classOf(value).name}`;
        mergeMapping(frame.machine, table, value, message);
        for (const entry of table.entries()) {
          if (entry.key.kind !== 'str') throw fail(frame.machine, 'TypeError', 'keywords must be strings');
          addKeyword(frame, callee, keywords, entry.key.value, entry.value);
        }
      }
    }
    return keywords;
  };
}

function addKeyword(
  frame: Frame,
  callee: Value,
  keywords: Map<string, Value>,
  name: string,
  value: Value,
): void {
  if (keywords.has(name)) {
    const message = `${calleeName(frame, callee)} got multiple values for keyword argument '${name}'`;
    throw fail(frame.machine, 'TypeError', message);
  }
  keywords.set(name, value);
}

/** A callee as these messages name it. */
function calleeName(frame: Frame, callee: Value): string {
  const inner = callee.kind === 'boundMethod' ? callee.callable : callee;
  if (inner.kind === 'function') return `${inner.module}.${inner.qualname}()`;
  if (inner.kind === 'class') {
    const module = frame.machine.findAttribute(inner, '__module__');
    return module?.kind === 'str' && module.value !== 'builtins'
      ? `${module.value}.${inner.qualname}()`
      : `${inner.name}()`;
  }
  return inner.kind === 'builtin' ? `${inner.name}()` : `${classOf(callee).name} object`;
}
