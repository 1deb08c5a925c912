/** Operators that take or write elements at indices. */
import { isBatchSize } from '../../../graph/batchSizes';
import { callNamed } from '../../../graph/calls';
import { sizeOf } from '../../../tensor/tensor';
import { computedOf, shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Grey, type Operand } from '../record/operands';

type Given = Exclude<Operand, Grey>;

/** Indices counted from 0; those that are known may count from the end. */
function indicesOf(asked: Asked, place: number, size: number): Given {
  const operand = asked.input(place);
  const tensor = asked.record.known(operand);
  if (!tensor) return asked.as('int32', operand);
  if (isBatchSize(size) && tensor.data.some((index) => index !== 0)) {
    throw new Unspellable(`${asked.node.operator} picks samples out of the batch.`);
  }
  const values = Array.from(tensor.data, (index) => (index < 0 ? index + size : index));
  const wrong = values.find((index) => !(index >= 0 && index < size));
  if (wrong !== undefined) {
    throw new Unspellable(`${asked.node.operator} takes index ${wrong} of an axis with ${size}.`);
  }
  return asked.known('int32', tensor.shape, values);
}

function gather(asked: Asked): Operand {
  const x = asked.input(0);
  const shape = shapeOf(x);
  const axis = asked.axis(asked.whole('axis', 0), shape.length);
  const indices = indicesOf(asked, 1, shape[axis] ?? 0);
  const places = shapeOf(indices);
  const known = asked.record.known(indices);
  if (known && places.length === 0) {
    return asked.apply({ op: 'select', attributes: { axis, index: known.data[0] ?? 0 } }, x);
  }
  const isTable = x.kind !== 'wired' && computedOf(x) === 'float' && shape.length === 2 && axis === 0;
  if (isTable && !known) {
    asked.record.ownLayer('embedding', x);
    const table = asked.record.weight(x, { role: 'embedding', part: 'weight' });
    return asked.record.apply({ op: 'embedding', attributes: { paddingIndex: null } }, [table, indices]);
  }
  if (places.length === 1) return asked.apply({ op: 'index-select', attributes: { axis } }, x, indices);
  const flat = asked.apply({ op: 'reshape', attributes: { sizes: [sizeOf(places)] } }, indices);
  const taken = asked.apply({ op: 'index-select', attributes: { axis } }, x, flat);
  const sizes = [...shape.slice(0, axis), ...places, ...shape.slice(axis + 1)];
  return asked.apply({ op: 'reshape', attributes: { sizes } }, taken);
}

function gatherElements(asked: Asked): Operand {
  const x = asked.input(0);
  const axis = asked.axis(asked.whole('axis', 0), shapeOf(x).length);
  const indices = indicesOf(asked, 1, shapeOf(x)[axis] ?? 0);
  return asked.apply({ op: 'gather', attributes: { axis } }, x, indices);
}

function scatterElements(asked: Asked): Operand {
  const [x, updates] = [asked.input(0), asked.input(2)];
  const axis = asked.axis(asked.whole('axis', 0), shapeOf(x).length);
  const indices = indicesOf(asked, 1, shapeOf(x)[axis] ?? 0);
  const reduction = asked.text('reduction', 'none');
  if (reduction !== 'none' && reduction !== 'add') {
    throw new Unspellable(`${asked.node.operator} joins by ${reduction}.`);
  }
  const op = reduction === 'add' ? 'scatter-add' : 'scatter';
  return asked.apply(callNamed(op, { axis }), x, indices, updates);
}

/** Operators with indices by their names. */
export const indexing = {
  Gather: { since: 1, spell: gather },
  GatherElements: { since: 11, spell: gatherElements },
  ScatterElements: { since: 11, spell: scatterElements },
} as const satisfies Record<string, Operator>;
