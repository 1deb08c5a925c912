/** Attributes that builtin values have without a method table: names, signatures and data of functions, methods, slices and the like. */
import { classOf } from '../values/classes';
import { exception, exceptionClass } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bool, builtin, dict, dictOf, int, none, str, tuple } from '../values/make';
import type { FunctionValue, IteratorValue, PropertyValue, Value } from '../values/value';
import { raised } from '../values/exceptions';

/** Where a function keeps the unknown decorator that it was left without; names that it lacks may come from there. */
export const decoratorKey = '<decorator>';

/** The attribute of a function's code that holds the function: no name of a program. */
export const functionKey = '<function>';

/** Such an attribute; undefined where there is none. */
export function builtinAttribute(machine: Machine, object: Value, name: string): Value | undefined {
  if (name === '__class__') return classOf(object);
  if (name === '__doc__' && object.kind !== 'function') return none;
  switch (object.kind) {
    case 'function':
      return functionAttribute(object, name);
    case 'builtin':
      return name === '__name__' || name === '__qualname__'
        ? str(object.name)
        : name === '__module__'
          ? none
          : undefined;
    case 'boundMethod':
      if (name === '__self__') return object.self;
      if (name === '__func__') return object.callable;
      return machine.findAttribute(object.callable, name);
    case 'wrappedMethod':
      return name === '__func__' || name === '__wrapped__' ? object.callable : undefined;
    case 'property':
      return propertyAttribute(object, name);
    case 'slice':
      return name === 'start'
        ? object.start
        : name === 'stop'
          ? object.stop
          : name === 'step'
            ? object.step
            : undefined;
    case 'range':
      return name === 'start' || name === 'stop' || name === 'step' ? int(object[name]) : undefined;
    case 'int':
    case 'bool':
      if (name === 'real' || name === 'numerator')
        return int(typeof object.value === 'boolean' ? Number(object.value) : object.value);
      return name === 'imag' ? int(0) : name === 'denominator' ? int(1) : undefined;
    case 'float':
      return name === 'real' ? object : name === 'imag' ? { kind: 'float', value: 0 } : undefined;
    case 'iterator':
      return iteratorAttribute(machine, object, name);
    case 'generic':
      if (name === '__origin__') return object.base;
      if (name === '__args__') return tuple(object.parameters);
      return name.startsWith('__') ? undefined : machine.findAttribute(object.base, name);
    case 'module':
      return name === '__name__' ? str(object.name) : undefined;
    case 'instance':
      return name === '__module__' ? machine.findAttribute(object.cls, '__module__') : undefined;
    default:
      return undefined;
  }
}

function functionAttribute(object: FunctionValue, name: string): Value | undefined {
  const own = object.attributes.get(name);
  if (own !== undefined) return own;
  switch (name) {
    case '__name__':
      return str(object.name);
    case '__qualname__':
      return str(object.qualname);
    case '__globals__':
      return dict();
    case '__kwdefaults__':
      return object.keywordDefaults.size > 0 ? dictOf(object.keywordDefaults) : none;
    case '__closure__':
      return none;
    case '__module__':
      return str(object.module);
    case '__doc__':
      return object.code.doc === null ? none : str(object.code.doc);
    case '__defaults__':
      return object.defaults.length > 0 ? tuple(object.defaults) : none;
    case '__dict__': {
      const copy = dict();
      for (const [key, value] of object.attributes) copy.table.setText(key, value);
      return copy;
    }
    case '__annotations__':
      return dict();
    case '__code__':
      return {
        kind: 'module',
        name: 'code',
        attributes: new Map<string, Value>([
          ['co_varnames', tuple([...object.code.positional, ...object.code.keywordOnly].map(str))],
          ['co_argcount', int(object.code.positional.length)],
          ['co_name', str(object.name)],
          [functionKey, object],
        ]),
        missing: null,
      };
    default:
      return name.startsWith('__') ? undefined : object.attributes.get(decoratorKey);
  }
}

/** property.getter and its kin, each giving a new property. */
function propertyAttribute(object: PropertyValue, name: string): Value | undefined {
  const change = (part: 'getter' | 'setter' | 'deleter'): Value =>
    builtin(part, (_, [callable = none]) => ({ ...object, [part]: callable }));
  switch (name) {
    case 'getter':
    case 'setter':
    case 'deleter':
      return change(name);
    case 'fget':
      return object.getter ?? none;
    case 'fset':
      return object.setter ?? none;
    case 'fdel':
      return object.deleter ?? none;
    case '__isabstractmethod__':
      return bool(false);
    default:
      return undefined;
  }
}

function iteratorAttribute(machine: Machine, object: IteratorValue, name: string): Value | undefined {
  const stop = (result: Value): Error =>
    raised(machine, exception(exceptionClass('StopIteration'), ...(result.kind === 'none' ? [] : [result])));
  const given = (value: Value | undefined): Value => {
    if (value === undefined) throw stop(object.generator?.result() ?? none);
    return value;
  };
  if (name === '__next__') return builtin(name, () => given(object.next()));
  if (name === '__iter__') return builtin(name, () => object);
  const { generator } = object;
  if (!generator) return undefined;
  switch (name) {
    case 'send':
      return builtin(name, (_, [value = none]) => given(generator.send(value)));
    case 'throw':
      return builtin(name, (_, [error = none]) => given(generator.throwIn(toRaised(machine, error))));
    case 'close':
      return builtin(name, () => {
        generator.close();
        return none;
      });
    case '__name__':
      return str(generator.name);
    default:
      return undefined;
  }
}

function toRaised(machine: Machine, error: Value): unknown {
  const value = error.kind === 'class' ? machine.call(error, []) : error;
  return value.kind === 'instance'
    ? raised(machine, value)
    : raised(machine, exception(exceptionClass('TypeError'), str('exceptions must be classes or instances')));
}
