/** The builtins module: every name that a program finds without importing anything. */
import { builtinClasses } from '../values/classes';
import { exceptionClasses } from '../values/exceptions';
import { ellipsis, no, none, notImplemented, yes } from '../values/make';
import type { BuiltinValue, ModuleValue, Value } from '../values/value';
import { addDictMethods } from './dicts';
import { addSetMethods } from './sets';
import { plainFunctions, refusedFunctions } from './functions';
import { iterationFunctions } from './iteration';
import { addListMethods } from './lists';
import { addNumberMethods } from './numbers';
import { addObjectMethods } from './objects';
import { addOperatorMethods } from './operatorMethods';
import { addWrapperClasses, reflectionFunctions } from './reflection';
import { addTextMethods } from './texts';

addObjectMethods();
addOperatorMethods();
addNumberMethods();
addTextMethods();
addListMethods();
addDictMethods();
addSetMethods();
addWrapperClasses();

/** Classes that are builtins by name. */
const classNames = [
  'object',
  'type',
  'bool',
  'int',
  'float',
  'complex',
  'str',
  'bytes',
  'list',
  'tuple',
  'dict',
  'set',
  'frozenset',
  'range',
  'slice',
  'staticmethod',
  'classmethod',
  'property',
  'super',
] as const;

/** A fresh builtins module; `own` adds functions that need a machine's reader, such as eval. */
export function builtinsModule(own: readonly BuiltinValue[]): ModuleValue {
  const attributes = new Map<string, Value>([
    ['None', none],
    ['True', yes],
    ['False', no],
    ['Ellipsis', ellipsis],
    ['NotImplemented', notImplemented],
    ['__debug__', yes],
  ]);
  for (const name of classNames) attributes.set(name, builtinClasses[name]);
  for (const [name, cls] of exceptionClasses) attributes.set(name, cls);
  for (const entry of [
    ...plainFunctions,
    ...iterationFunctions,
    ...reflectionFunctions,
    ...refusedFunctions,
    ...own,
  ]) {
    attributes.set(entry.name, entry);
  }
  return { kind: 'module', name: 'builtins', attributes, missing: null };
}
