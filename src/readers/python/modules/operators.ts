/** The operator module. */
import { compare, sameObject } from '../evaluate/compare';
import { contains } from '../evaluate/contains';
import { toIndex } from '../evaluate/indices';
import { binary, inPlace, unary } from '../evaluate/operators';
import { truth } from '../evaluate/special';
import { deleteItem, getItem, setItem } from '../evaluate/subscript';
import type { BuiltinModule } from '../read/moduleTable';
import type { Machine } from '../values/machine';
import { bool, int, none, openBuiltin, tuple } from '../values/make';
import type { Value } from '../values/value';
import { countedOpen, textOf } from '../builtins/checks';

const binaries = {
  add: 'Add',
  sub: 'Sub',
  mul: 'Mult',
  matmul: 'MatMult',
  truediv: 'Div',
  floordiv: 'FloorDiv',
  mod: 'Mod',
  pow: 'Pow',
  lshift: 'LShift',
  rshift: 'RShift',
  and_: 'BitAnd',
  or_: 'BitOr',
  xor: 'BitXor',
  concat: 'Add',
} as const;

const comparisons = { eq: 'Eq', ne: 'NotEq', lt: 'Lt', le: 'LtE', gt: 'Gt', ge: 'GtE' } as const;

export const operatorModule: BuiltinModule = {
  values: () => {
    const rows: [string, Value][] = [];
    for (const [name, operator] of Object.entries(binaries)) {
      rows.push([
        name,
        countedOpen(name, 2, 2, (machine, a = none, b = none) => binary(machine, operator, a, b)),
      ]);
      const changing = `i${name.replace('_', '')}`;
      rows.push([
        changing,
        countedOpen(changing, 2, 2, (machine, a = none, b = none) => inPlace(machine, operator, a, b)),
      ]);
    }
    for (const [name, comparison] of Object.entries(comparisons)) {
      rows.push([
        name,
        countedOpen(name, 2, 2, (machine, a = none, b = none) => compare(machine, comparison, a, b)),
      ]);
    }
    return [...rows, ...others];
  },
};

/** A function that reads something of its argument; several names or keys give a tuple. */
function getter(name: string, read: (machine: Machine, value: Value, key: Value) => Value): [string, Value] {
  return [
    name,
    openBuiltin(name, (_, keys) =>
      countedOpen(name, 1, 1, (machine, value = none) => {
        const found = keys.map((key) => read(machine, value, key));
        return found.length === 1 ? (found[0] ?? none) : tuple(found);
      }),
    ),
  ];
}

const others: readonly [string, Value][] = [
  [
    'abs',
    countedOpen('abs', 1, 1, (machine, value = none) =>
      machine.call(machine.getAttribute(machine.builtins, 'abs'), [value]),
    ),
  ],
  ['neg', countedOpen('neg', 1, 1, (machine, value = none) => unary(machine, 'USub', value))],
  ['pos', countedOpen('pos', 1, 1, (machine, value = none) => unary(machine, 'UAdd', value))],
  ['invert', countedOpen('invert', 1, 1, (machine, value = none) => unary(machine, 'Invert', value))],
  ['not_', countedOpen('not_', 1, 1, (machine, value = none) => unary(machine, 'Not', value))],
  ['truth', countedOpen('truth', 1, 1, (machine, value = none) => truth(machine, value))],
  ['is_', countedOpen('is_', 2, 2, (_, a = none, b = none) => bool(sameObject(a, b)))],
  ['is_not', countedOpen('is_not', 2, 2, (_, a = none, b = none) => bool(!sameObject(a, b)))],
  ['index', countedOpen('index', 1, 1, (machine, value = none) => int(toIndex(machine, value)))],
  [
    'contains',
    countedOpen('contains', 2, 2, (machine, container = none, item = none) =>
      contains(machine, container, item),
    ),
  ],
  [
    'getitem',
    countedOpen('getitem', 2, 2, (machine, value = none, key = none) => getItem(machine, value, key)),
  ],
  [
    'setitem',
    countedOpen('setitem', 3, 3, (machine, value = none, key = none, item = none) => {
      setItem(machine, value, key, item);
      return none;
    }),
  ],
  [
    'delitem',
    countedOpen('delitem', 2, 2, (machine, value = none, key = none) => {
      deleteItem(machine, value, key);
      return none;
    }),
  ],
  getter('itemgetter', getItem),
  getter('attrgetter', (machine, value, key) =>
    textOf(machine, key, 'attribute name must be a string')
      .split('.')
      .reduce((object, name) => machine.getAttribute(object, name), value),
  ),
  [
    'methodcaller',
    openBuiltin('methodcaller', (_, [name = none, ...args], keywords) =>
      countedOpen('methodcaller', 1, 1, (machine, value = none) =>
        machine.call(machine.getAttribute(value, textOf(machine, name, 'method name')), args, keywords),
      ),
    ),
  ],
];
