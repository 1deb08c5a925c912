/** The builtin exceptions and how one is raised. */
import { instanceOf, nativeClass, builtinClasses } from './classes';
import { Raised, type Machine } from './machine';
import type { ClassValue, InstanceValue, Value } from './value';

/** Every exception below the one that it belongs to. */
const descendants = {
  object: ['BaseException'],
  BaseException: ['Exception', 'KeyboardInterrupt', 'SystemExit', 'GeneratorExit'],
  Exception: [
    'ArithmeticError',
    'AssertionError',
    'AttributeError',
    'BufferError',
    'EOFError',
    'ImportError',
    'LookupError',
    'MemoryError',
    'NameError',
    'OSError',
    'ReferenceError',
    'RuntimeError',
    'StopIteration',
    'StopAsyncIteration',
    'SyntaxError',
    'SystemError',
    'TypeError',
    'ValueError',
    'Warning',
  ],
  ArithmeticError: ['FloatingPointError', 'OverflowError', 'ZeroDivisionError'],
  ImportError: ['ModuleNotFoundError'],
  LookupError: ['IndexError', 'KeyError'],
  NameError: ['UnboundLocalError'],
  OSError: [
    'FileNotFoundError',
    'FileExistsError',
    'PermissionError',
    'NotADirectoryError',
    'TimeoutError',
    'ConnectionError',
  ],
  RuntimeError: ['NotImplementedError', 'RecursionError'],
  SyntaxError: ['IndentationError'],
  ValueError: ['UnicodeError'],
  UnicodeError: ['UnicodeDecodeError', 'UnicodeEncodeError'],
  Warning: [
    'DeprecationWarning',
    'FutureWarning',
    'ImportWarning',
    'PendingDeprecationWarning',
    'ResourceWarning',
    'RuntimeWarning',
    'SyntaxWarning',
    'UserWarning',
  ],
} as const;

/** Exception classes by name. */
export const exceptionClasses: ReadonlyMap<string, ClassValue> = hierarchy();

function hierarchy(): ReadonlyMap<string, ClassValue> {
  const classes = new Map<string, ClassValue>();
  for (const [base, names] of Object.entries(descendants)) {
    for (const name of names)
      classes.set(name, nativeClass(name, [classes.get(base) ?? builtinClasses.object]));
  }
  const alias = classes.get('OSError');
  if (alias) for (const name of ['IOError', 'EnvironmentError']) classes.set(name, alias);
  return classes;
}

/** The class that all exceptions descend from. */
export const baseException: ClassValue = exceptionClass('BaseException');

/** A builtin exception class. */
export function exceptionClass(name: string): ClassValue {
  return exceptionClasses.get(name) ?? builtinClasses.object;
}

/** An exception object. */
export function exception(cls: ClassValue, ...args: readonly Value[]): InstanceValue {
  const value = instanceOf(cls);
  value.attributes.set('args', { kind: 'tuple', items: args });
  return value;
}

/** An exception of the program, to be thrown: `throw fail(machine, 'TypeError', '…')`. */
export function fail(machine: Machine, name: string, message: string): Raised {
  return raised(machine, exception(exceptionClass(name), { kind: 'str', value: message }));
}

/** An exception object made ready to be thrown from here. */
export function raised(machine: Machine, value: InstanceValue): Raised {
  machine.step(10);
  return new Raised(value, machine.trace());
}

/** Whether a thrown thing is an exception of the program of the named class. */
export function isRaised(error: unknown, name: string): error is Raised {
  return error instanceof Raised && error.value.cls.mro.includes(exceptionClass(name));
}
