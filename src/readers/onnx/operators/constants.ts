/** Numbers that stand in the file, and those that follow from shapes. */
import { isBatchSize } from '../../../graph/batchSizes';
import { computedType } from '../format/elements';
import { sizeOf } from '../../../tensor/tensor';
import { computedOf, shapeOf, type Asked, type Operator } from '../record/asked';
import { stateName } from '../record/naming';
import { Unspellable, type Operand } from '../record/operands';

function constant(asked: Asked): Operand {
  const tensor = asked.tensor('value');
  if (tensor) return { kind: 'known', computed: tensor.computed, tensor };
  const floats = asked.floats('value_floats');
  if (asked.has('value_floats')) return asked.known('float', [floats?.length ?? 0], floats ?? []);
  const wholes = asked.wholes('value_ints');
  if (asked.has('value_ints')) return asked.known('int32', [wholes?.length ?? 0], wholes ?? []);
  if (asked.has('value_float')) return asked.known('float', [], [asked.float('value_float', 0)]);
  if (asked.has('value_int')) return asked.known('int32', [], [asked.whole('value_int', 0)]);
  throw new Unspellable('Constant holds no numbers.');
}

function filled(asked: Asked): Operand {
  const sizes = asked.numbers(0) ?? [];
  const given = asked.tensor('value');
  const value = given?.data[0] ?? 0;
  return asked.as(given?.computed ?? 'float', asked.apply({ op: 'full', attributes: { sizes, value } }));
}

function shape(asked: Asked): Operand {
  const sizes = shapeOf(asked.input(0));
  const part = sizes.slice(asked.whole('start', 0), asked.has('end') ? asked.whole('end', 0) : undefined);
  return asked.known('int32', [part.length], part);
}

function size(asked: Asked): Operand {
  return asked.known('int32', [], [sizeOf(shapeOf(asked.input(0)))]);
}

function range(asked: Asked): Operand {
  const [start, end, step] = [asked.number(0) ?? 0, asked.number(1) ?? 0, asked.number(2) ?? 1];
  const whole = computedOf(asked.input(0)) === 'int32';
  const isEmpty = (end - start) / step <= 0;
  return asked.apply({ op: 'arange', attributes: { start, end: isEmpty ? start : end, step, whole } });
}

function eye(asked: Asked): Operand {
  const x = asked.input(0);
  const [rows = 0, columns = 0] = shapeOf(x);
  const offset = asked.whole('k', 0);
  const type = asked.has('dtype') ? computedType(asked.whole('dtype', 1)) : computedOf(x);
  if (type && offset === 0) return asked.as(type, asked.apply({ op: 'eye', attributes: { rows, columns } }));
  if (!type || isBatchSize(rows) || rows * columns > 2 ** 20) {
    throw new Unspellable('EyeLike makes what we do not compute with.');
  }
  const values = Array.from({ length: rows * columns }, (_, at) =>
    Number((at % columns) - Math.floor(at / columns) === offset),
  );
  return asked.known(type, [rows, columns], values);
}

/**
 * Exporters write equal tensors once, and the others as Identity of it under their own names. Those that differ in the number of a layer
 * only, and those of one number throughout, are weights of their own that start alike; any other is shared, as by tied embeddings.
 */
function identity(asked: Asked): Operand {
  const x = asked.input(0);
  const [name = ''] = asked.node.outputs;
  if (x.kind !== 'stored' || stateName(name) === null) return x;
  const { data } = x.tensor;
  const isAlike = withoutNumbers(x.name) === withoutNumbers(name) || data.every((value) => value === data[0]);
  if (!isAlike) return x;
  return { kind: 'stored', name, tensor: { ...x.tensor } };
}

function withoutNumbers(name: string): string {
  return name.replaceAll(/\d+/g, '0');
}

/** Operators that make numbers by their names. */
export const constants = {
  Constant: { since: 1, spell: constant },
  ConstantOfShape: { since: 9, spell: filled },
  EyeLike: { since: 9, spell: eye },
  Identity: { since: 1, spell: identity },
  Range: { since: 11, spell: range },
  Shape: { since: 1, spell: shape },
  Size: { since: 1, spell: size },
} as const satisfies Record<string, Operator>;
