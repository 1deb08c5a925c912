/** GatherND and ScatterND: indices over several axes at once, which become indices over one. */
import { isBatchSize } from '../../../graph/batchSizes';
import { callNamed } from '../../../graph/calls';
import { sizeOf, type Shape } from '../../../tensor/tensor';
import { shapeOf, type Asked, type Operator } from '../record/asked';
import { Unspellable, type Grey, type Operand } from '../record/operands';

type Given = Exclude<Operand, Grey>;

/** Elements that indices are written out for. */
const mostIndices = 2 ** 22;

interface Places {
  /** The sizes that the axes of the indices have in front. */
  readonly front: Shape;
  /** The sizes behind the axes that indices count in. */
  readonly rest: Shape;
  /** How many slices there are, and which of them each index means. */
  readonly slices: number;
  readonly flat: readonly number[];
}

function placesOf(asked: Asked, x: Given): Places {
  const { operator } = asked.node;
  const shape = shapeOf(x);
  const indices = shapeOf(asked.input(1));
  const depth = indices.at(-1) ?? 0;
  const values = asked.numbers(1) ?? [];
  const counted = shape.slice(0, depth);
  if (depth < 1 || depth > shape.length) throw new Unspellable(`${operator} has indices that do not fit.`);
  if (counted.some(isBatchSize)) throw new Unspellable(`${operator} picks samples out of the batch.`);
  const flat = Array.from({ length: values.length / depth }, (_, row) =>
    counted.reduce((place, size, axis) => {
      const index = values[row * depth + axis] ?? 0;
      const from = index < 0 ? index + size : index;
      if (!(from >= 0 && from < size)) {
        throw new Unspellable(`${operator} takes index ${index} of an axis with ${size}.`);
      }
      return place * size + from;
    }, 0),
  );
  return { front: indices.slice(0, -1), rest: shape.slice(depth), slices: sizeOf(counted), flat };
}

function reshaped(asked: Asked, x: Given, sizes: Shape): Given {
  return asked.apply({ op: 'reshape', attributes: { sizes } }, x);
}

function gather(asked: Asked): Operand {
  if (asked.whole('batch_dims', 0) !== 0) throw new Unspellable('GatherND has axes of a batch.');
  const x = asked.input(0);
  const { front, rest, slices, flat } = placesOf(asked, x);
  const rows = reshaped(asked, x, [slices, ...rest]);
  const indices = asked.known('int32', [flat.length], flat);
  const taken = asked.apply({ op: 'index-select', attributes: { axis: 0 } }, rows, indices);
  return reshaped(asked, taken, [...front, ...rest]);
}

function scatter(asked: Asked): Operand {
  const [x, updates] = [asked.input(0), asked.input(2)];
  const reduction = asked.text('reduction', 'none');
  if (reduction !== 'none' && reduction !== 'add') throw new Unspellable(`ScatterND joins by ${reduction}.`);
  const { rest, slices, flat } = placesOf(asked, x);
  const width = sizeOf(rest);
  if (rest.some(isBatchSize) || flat.length * width > mostIndices) {
    throw new Unspellable('ScatterND writes into more than we write out indices for.');
  }
  const indices = Array.from({ length: flat.length * width }, (_, at) => flat[Math.floor(at / width)] ?? 0);
  const written = asked.apply(
    callNamed(reduction === 'add' ? 'scatter-add' : 'scatter', { axis: 0 }),
    reshaped(asked, x, [slices, width]),
    asked.known('int32', [flat.length, width], indices),
    reshaped(asked, updates, [flat.length, width]),
  );
  return reshaped(asked, written, shapeOf(x));
}

/** Operators of indices over several axes by their names. */
export const manyIndices = {
  GatherND: { since: 11, spell: gather },
  ScatterND: { since: 11, spell: scatter },
} as const satisfies Record<string, Operator>;
