/** set and frozenset: constructors and methods. */
import { combined } from '../evaluate/containers';
import { valuesOf } from '../evaluate/iterate';
import { builtinClasses, classOf, instanceOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bool, method, none, openBuiltin, set } from '../values/make';
import { Table } from '../values/table';
import type { SetValue, Value } from '../values/value';
import { addMethods, type MethodRow } from './checks';
import { hashable, missingKey, tableOf } from './dicts';

/** Puts set and frozenset in place; done once, when the builtins are loaded. */
export function addSetMethods(): void {
  for (const [cls, frozen] of [
    [builtinClasses.set, false],
    [builtinClasses.frozenset, true],
  ] as const) {
    cls.attributes.set(
      '__new__',
      openBuiltin('__new__', (machine, [asked = none, values]) => {
        const own = asked === cls || asked.kind !== 'class';
        const made = set(
          values === undefined || (!own && !frozen) ? new Table() : members(machine, values),
          frozen,
        );
        return own ? made : instanceOf(asked, made, machine.here());
      }),
    );
    addMethods(cls, sharedRows(frozen));
  }
  builtinClasses.set.attributes.set(
    '__init__',
    method('set', '__init__', (machine, [self = none, values]) => {
      const plain = unwrap(self);
      if (plain.kind === 'set' && values !== undefined) replace(machine, plain, members(machine, values));
      return none;
    }),
  );
  addMethods(builtinClasses.set, setRows, true);
}

function sharedRows(frozen: boolean): readonly MethodRow[] {
  return [
    ['union', 0, 99, combining('BitOr', frozen)],
    ['intersection', 0, 99, combining('BitAnd', frozen)],
    ['difference', 0, 99, combining('Sub', frozen)],
    ['symmetric_difference', 1, 1, combining('BitXor', frozen)],
    [
      'issubset',
      1,
      1,
      (machine, self = none, other = none) => within(machine, tableOf(self), members(machine, other)),
    ],
    [
      'issuperset',
      1,
      1,
      (machine, self = none, other = none) => within(machine, members(machine, other), tableOf(self)),
    ],
    [
      'isdisjoint',
      1,
      1,
      (machine, self = none, other = none) =>
        bool((combined(machine, 'BitAnd', tableOf(self), members(machine, other))?.size ?? 0) === 0),
    ],
    ['copy', 0, 0, (_, self = none) => set(tableOf(self).copy(), frozen)],
  ];
}

function members(machine: Machine, values: Value): Table {
  const plain = unwrap(values);
  if (plain.kind === 'set') return plain.table.copy();
  const table = new Table();
  for (const item of valuesOf(machine, values)) table.set(machine, hashable(item), none);
  return table;
}

type SetOperator = 'BitOr' | 'BitAnd' | 'Sub' | 'BitXor';

function combining(
  operator: SetOperator,
  frozen: boolean,
): (machine: Machine, self?: Value, ...others: Value[]) => Value {
  return (machine, self = none, ...others) => {
    let table = tableOf(self).copy();
    for (const other of others) table = combined(machine, operator, table, members(machine, other)) ?? table;
    return set(table, frozen);
  };
}

function changing(operator: SetOperator): (machine: Machine, self?: Value, ...others: Value[]) => Value {
  return (machine, self = none, ...others) => {
    if (self.kind !== 'set')
      throw fail(
        machine,
        'TypeError',
        `descriptor requires a 'set' object but received a '${classOf(self).name}'`,
      );
    const result = combining(operator, false)(machine, self, ...others);
    if (result.kind === 'set') replace(machine, self, result.table);
    return none;
  };
}

function replace(machine: Machine, target: SetValue, table: Table): void {
  const keys = [...table.keys()];
  target.table.clear();
  for (const key of keys) target.table.set(machine, key, none);
}

function within(machine: Machine, inner: Table, outer: Table): Value {
  machine.step(inner.size);
  return bool([...inner.keys()].every((key) => outer.has(machine, key)));
}

/** Methods that change a set; last, since the functions they are made by stand above. */
const setRows: readonly MethodRow[] = [
  [
    'add',
    1,
    1,
    (machine, self = none, item = none) => {
      tableOf(self).set(machine, hashable(item), none);
      return none;
    },
  ],
  [
    'discard',
    1,
    1,
    (machine, self = none, item = none) => {
      tableOf(self).delete(machine, hashable(item));
      return none;
    },
  ],
  [
    'remove',
    1,
    1,
    (machine, self = none, item = none) => {
      if (!tableOf(self).delete(machine, hashable(item))) throw missingKey(machine, item);
      return none;
    },
  ],
  [
    'pop',
    0,
    0,
    (machine, self = none) => {
      const [first] = tableOf(self).keys();
      if (first === undefined) throw fail(machine, 'KeyError', 'pop from an empty set');
      tableOf(self).delete(machine, first);
      return first;
    },
  ],
  [
    'clear',
    0,
    0,
    (_, self = none) => {
      tableOf(self).clear();
      return none;
    },
  ],
  ['update', 0, 99, changing('BitOr')],
  ['intersection_update', 0, 99, changing('BitAnd')],
  ['difference_update', 0, 99, changing('Sub')],
  ['symmetric_difference_update', 1, 1, changing('BitXor')],
];
