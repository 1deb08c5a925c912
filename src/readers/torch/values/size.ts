/** torch.Size: a tuple of whole numbers; slices and sums of it are sizes too. */
import { native } from '../../python/builtins/native';
import { repr } from '../../python/evaluate/repr';
import { declareOwnMethods } from '../../python/evaluate/special';
import { getItem as getItemOf } from '../../python/evaluate/subscript';
import { builtinClasses, nativeClass, unwrap } from '../../python/values/classes';
import { int, notImplemented, str, tuple } from '../../python/values/make';
import type { TupleValue, Value } from '../../python/values/value';

/** The class of shapes: a tuple of whole numbers. */
export const sizeClass = nativeClass('Size', [builtinClasses.tuple]);
declareOwnMethods(sizeClass);

sizeClass.attributes.set(
  '__getitem__',
  native(
    'Size.__getitem__',
    'self, key',
    (machine, self, key) => {
      const item = getItemOf(machine, unwrap(self), key);
      return item.kind === 'tuple' ? sizeOfItems(item) : item;
    },
    { binds: true, owner: 'Size' },
  ),
);
sizeClass.attributes.set(
  '__add__',
  native(
    'Size.__add__',
    'self, other',
    (_machine, self, other) => {
      const [own, more] = [unwrap(self), unwrap(other)];
      return own.kind === 'tuple' && more.kind === 'tuple'
        ? sizeOfItems(tuple([...own.items, ...more.items]))
        : notImplemented;
    },
    { binds: true, owner: 'Size' },
  ),
);
sizeClass.attributes.set(
  'numel',
  native(
    'Size.numel',
    'self',
    (_machine, self) => {
      const own = unwrap(self);
      const sizes = own.kind === 'tuple' ? own.items : [];
      return int(
        sizes.reduce((product, size) => product * (size.kind === 'int' ? Number(size.value) : 1), 1),
      );
    },
    { binds: true, owner: 'Size' },
  ),
);
sizeClass.attributes.set(
  '__repr__',
  native(
    'Size.__repr__',
    'self',
    (machine, self) => {
      const own = unwrap(self);
      const sizes = own.kind === 'tuple' ? own.items : [];
      return str(`torch.Size([${sizes.map((size) => repr(machine, size)).join(', ')}])`);
    },
    { binds: true, owner: 'Size' },
  ),
);

/** A shape as torch gives it. */
export function sizeValue(shape: readonly number[]): Value {
  return sizeOfItems(tuple(shape.map(int)));
}

function sizeOfItems(payload: TupleValue): Value {
  return { kind: 'instance', cls: sizeClass, attributes: new Map(), payload, origin: null };
}
