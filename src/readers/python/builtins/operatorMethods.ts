/** The methods behind operators of the builtin classes, for `super().__getitem__(key)` and `int.__add__(a, b)`. */
import { compare, hash } from '../evaluate/compare';
import { contains } from '../evaluate/contains';
import { iteratorFrom } from '../evaluate/iterate';
import { binary, unary } from '../evaluate/operators';
import { repr, text } from '../evaluate/repr';
import { truth } from '../evaluate/special';
import { deleteItem, getItem, setItem } from '../evaluate/subscript';
import { builtinClasses, unwrap } from '../values/classes';
import { Raised, type Machine } from '../values/machine';
import { method, none, notImplemented, str } from '../values/make';
import type { ClassValue, Value } from '../values/value';
import { lengthOf } from './length';

const { dict, set, frozenset } = builtinClasses;
const numbers = [builtinClasses.int, builtinClasses.float];
const sequences = [
  builtinClasses.str,
  builtinClasses.bytes,
  builtinClasses.list,
  builtinClasses.tuple,
  builtinClasses.range,
];
const all = [...numbers, ...sequences, dict, set, frozenset];

function add(
  cls: ClassValue,
  name: string,
  body: (machine: Machine, self: Value, ...args: Value[]) => Value,
): void {
  cls.attributes.set(
    name,
    method(cls.name, name, (machine, [self = none, ...args]) => body(machine, unwrap(self), ...args)),
  );
}

/** Python's methods answer NotImplemented where its operators go on to ask the other side. */
function orNotImplemented(compute: () => Value): Value {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Error && isTypeError(error)) return notImplemented;
    throw error;
  }
}
const operators = {
  add: 'Add',
  sub: 'Sub',
  mul: 'Mult',
  truediv: 'Div',
  floordiv: 'FloorDiv',
  mod: 'Mod',
  pow: 'Pow',
  and: 'BitAnd',
  or: 'BitOr',
  xor: 'BitXor',
  lshift: 'LShift',
  rshift: 'RShift',
} as const;

const comparisons = { lt: 'Lt', le: 'LtE', gt: 'Gt', ge: 'GtE', eq: 'Eq', ne: 'NotEq' } as const;

/** The methods behind operators, for `super().__getitem__(key)` and `int.__add__(a, b)`. */
export function addOperatorMethods(): void {
  for (const cls of all) {
    for (const [name, operator] of Object.entries(operators)) {
      if (cls === dict && name !== 'or') continue;
      add(cls, `__${name}__`, (machine, self, other = none) =>
        orNotImplemented(() => binary(machine, operator, self, other)),
      );
      add(cls, `__r${name}__`, (machine, self, other = none) =>
        orNotImplemented(() => binary(machine, operator, other, self)),
      );
    }
    for (const [name, comparison] of Object.entries(comparisons)) {
      add(cls, `__${name}__`, (machine, self, other = none) =>
        orNotImplemented(() => compare(machine, comparison, self, unwrap(other))),
      );
    }
    add(cls, '__repr__', (machine, self) => str(repr(machine, self)));
    add(cls, '__str__', (machine, self) => str(text(machine, self)));
    add(cls, '__hash__', (machine, self) => hash(machine, self));
    add(cls, '__bool__', (machine, self) => truth(machine, self));
  }
  addNumberAndContainerMethods();
}

function addNumberAndContainerMethods(): void {
  for (const cls of numbers) {
    add(cls, '__neg__', (machine, self) => unary(machine, 'USub', self));
    add(cls, '__abs__', (machine, self) =>
      machine.call(machine.getAttribute(machine.builtins, 'abs'), [self]),
    );
    add(cls, '__int__', (machine, self) => machine.call(builtinClasses.int, [self]));
    add(cls, '__float__', (machine, self) => machine.call(builtinClasses.float, [self]));
  }
  add(builtinClasses.int, '__index__', (_, self) => self);
  for (const cls of [...sequences, dict, set, frozenset]) {
    add(cls, '__len__', (machine, self) => lengthOf(machine, self));
    add(cls, '__contains__', (machine, self, item = none) => contains(machine, self, item));
    add(cls, '__iter__', (machine, self) => iteratorFrom(machine, self));
    if (cls === set || cls === frozenset) continue;
    add(cls, '__getitem__', (machine, self, key = none) => getItem(machine, self, key));
  }
  for (const cls of [builtinClasses.list, dict]) {
    add(cls, '__setitem__', (machine, self, key = none, value = none) => {
      setItem(machine, self, key, value);
      return none;
    });
    add(cls, '__delitem__', (machine, self, key = none) => {
      deleteItem(machine, self, key);
      return none;
    });
  }
}

/** Whether an operator found nothing that suits both sides. */
function isTypeError(error: Error): boolean {
  if (!(error instanceof Raised)) return false;
  const args = error.value.attributes.get('args');
  const [message] = args?.kind === 'tuple' ? args.items : [];
  return message?.kind === 'str' && /unsupported operand|not supported between/.test(message.value);
}
