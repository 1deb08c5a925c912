/** Shapes as Keras gives them: tuples in which the batch, and whatever is a multiple of it, is None. */
import { isBatchSize } from '../../../graph/batchSizes';
import { native } from '../../python/builtins/native';
import { getItem as getItemOf } from '../../python/evaluate/subscript';
import { declareOwnMethods } from '../../python/evaluate/special';
import { builtinClasses, nativeClass, unwrap } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { bool, int, list, none, notImplemented, tuple } from '../../python/values/make';
import type { TupleValue, Value } from '../../python/values/value';

/** tf.TensorShape: a tuple of whole numbers or None. */
export const shapeClass = nativeClass('TensorShape', [builtinClasses.tuple]);
declareOwnMethods(shapeClass);

function add(
  name: string,
  signature: string,
  run: (machine: Machine, self: TupleValue, other: Value) => Value,
): void {
  const body = (machine: Machine, self: Value, other: Value = none): Value => {
    const own = unwrap(self);
    return own.kind === 'tuple' ? run(machine, own, other) : none;
  };
  shapeClass.attributes.set(
    name,
    native(`TensorShape.${name}`, signature, body, { binds: true, owner: 'TensorShape' }),
  );
}

add('__getitem__', 'self, key', (machine, self, key) => {
  const item = getItemOf(machine, self, key);
  return item.kind === 'tuple' ? shapeOfItems(item) : item;
});
add('__add__', 'self, other', (_machine, self, other) => {
  const more = unwrap(other);
  return more.kind === 'tuple' || more.kind === 'list'
    ? shapeOfItems(tuple([...self.items, ...more.items]))
    : notImplemented;
});
add('as_list', 'self', (_machine, self) => list([...self.items]));
add('num_elements', 'self', (_machine, { items }) =>
  items.every(({ kind }) => kind === 'int')
    ? int(items.reduce((product, item) => product * (item.kind === 'int' ? Number(item.value) : 1), 1))
    : none,
);
add('is_fully_defined', 'self', (_machine, { items }) => bool(items.every(({ kind }) => kind === 'int')));
for (const name of ['rank', 'ndims']) {
  shapeClass.attributes.set(name, {
    kind: 'property',
    getter: native(name, 'self', (_machine, self) => {
      const own = unwrap(self);
      return own.kind === 'tuple' ? int(own.items.length) : none;
    }),
    setter: null,
    deleter: null,
    doc: null,
  });
}
shapeClass.attributes.set('dims', {
  kind: 'property',
  getter: native('dims', 'self', (_machine, self) => {
    const own = unwrap(self);
    return own.kind === 'tuple' ? list([...own.items]) : none;
  }),
  setter: null,
  deleter: null,
  doc: null,
});

/** Sizes as Keras gives them. */
export function shapeValue(shape: readonly number[]): Value {
  return shapeOfItems(tuple(shape.map((size) => (isBatchSize(size) ? none : int(size)))));
}

function shapeOfItems(payload: TupleValue): Value {
  return { kind: 'instance', cls: shapeClass, attributes: new Map(), payload, origin: null };
}
