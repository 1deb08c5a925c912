/** Tensors made of attributes alone. */
import { shapeText } from '../../base/numbers';
import type { FloatType, Tensor, TensorType } from '../../tensor/tensor';
import { defineOp, type Attributes, type BoundOp, type ShapeError } from '../op';
import { isSize } from '../movement/axes';

type Result = Pick<TensorType, 'shape'> & { readonly elementType: 'float' | 'int32' | 'bool' };

/** An op without arguments: its type, and what fills it. No gradient comes out of it. */
function made<A extends Attributes>(
  name: string,
  resultOf: (attributes: A) => Result | ShapeError,
  fill: (data: Tensor, attributes: A) => void,
): BoundOp<A> {
  const typeOf = (attributes: A, floatType: FloatType): TensorType | ShapeError => {
    const result = resultOf(attributes);
    if ('error' in result) return result;
    const { elementType, shape } = result;
    if (!shape.every(isSize))
      return { error: `${name} needs whole sizes from 0 on, found ${shapeText(shape)}` };
    return { elementType: elementType === 'float' ? floatType : elementType, shape };
  };
  return defineOp<A, null>({
    role: 'constant',
    shape: (args, attributes, floatType) => {
      if (args.length > 0) return { error: `${name} takes no input` };
      const type = typeOf(attributes, floatType);
      return 'error' in type ? type : [type];
    },
    forward: (kernels, _args, attributes) => {
      const type = typeOf(attributes, kernels.floatType);
      if ('error' in type) throw new RangeError(type.error);
      const y = kernels.allocate(type.shape, type.elementType);
      fill(y, attributes);
      return { outputs: [y], saved: null };
    },
    backward: () => [],
  });
}

type ShapeAttributes = { readonly sizes: readonly number[] };

/** Zeros of the shape `sizes`. */
export const zeros = made<ShapeAttributes>('zeros', floats, () => undefined);

type FullAttributes = ShapeAttributes & { readonly value: number };

/** One value everywhere. */
export const full = made<FullAttributes>('full', floats, ({ data }, { value }) => void data.fill(value));

function floats({ sizes }: ShapeAttributes): Result {
  return { elementType: 'float', shape: sizes };
}

type MatrixAttributes = { readonly rows: number; readonly columns: number };

/** Ones on the main diagonal, zeros elsewhere (torch.eye). */
export const eye = made<MatrixAttributes>(
  'eye',
  ({ rows, columns }) => ({ elementType: 'float', shape: [rows, columns] }),
  ({ data }, { rows, columns }) => {
    for (let at = 0; at < Math.min(rows, columns); at += 1) data[at * (columns + 1)] = 1;
  },
);

type ArangeAttributes = {
  readonly start: number;
  /** Not reached. */
  readonly end: number;
  readonly step: number;
  /** Int32 instead of floats. */
  readonly whole: boolean;
};

/** start, start + step ... before `end` (torch.arange, NumPy). */
export const arange = made<ArangeAttributes>(
  'arange',
  ({ start, end, step, whole }) => {
    const length = Math.ceil((end - start) / step);
    const wrong = [start, end, step].find((value) => !Number.isFinite(value) || (whole && !isInt32(value)));
    if (wrong !== undefined) {
      return { error: `arange needs ${whole ? 'whole' : 'finite'} numbers, found ${wrong}` };
    }
    if (step === 0 || length < 0) {
      return { error: `arange needs a step that leads from ${start} to ${end}, found ${step}` };
    }
    return { elementType: whole ? 'int32' : 'float', shape: [length] };
  },
  ({ data }, { start, step }) => {
    for (let at = 0; at < data.length; at += 1) data[at] = start + at * step;
  },
);

function isInt32(value: number): boolean {
  return (value | 0) === value;
}

type LinspaceAttributes = { readonly start: number; readonly end: number; readonly count: number };

/** `count` evenly spaced values from `start` to `end`, both included (torch.linspace). */
export const linspace = made<LinspaceAttributes>(
  'linspace',
  ({ count }) => ({ elementType: 'float', shape: [count] }),
  ({ data }, { start, end, count }) => {
    const step = count > 1 ? (end - start) / (count - 1) : 0;
    // From both ends, so that both are met exactly.
    for (let at = 0; at < count; at += 1) {
      data[at] = at < count / 2 ? start + at * step : end - (count - 1 - at) * step;
    }
    if (count === 1) data[0] = start;
  },
);

type TriangleAttributes = MatrixAttributes & {
  /** Which diagonal still belongs to the triangle: 0 the main one, above 0 those to its right. */
  readonly diagonal: number;
};

/** True on and below a diagonal: with 0 the causal mask, where place i sees the places up to itself. */
export const trilMask = triangle('tril-mask', (offset) => offset <= 0);

/** True on and above a diagonal. */
export const triuMask = triangle('triu-mask', (offset) => offset >= 0);

function triangle(name: string, belongs: (offset: number) => boolean): BoundOp<TriangleAttributes> {
  return made<TriangleAttributes>(
    name,
    ({ rows, columns, diagonal }) =>
      Number.isSafeInteger(diagonal)
        ? { elementType: 'bool', shape: [rows, columns] }
        : { error: `${name} needs a whole number as its diagonal, found ${diagonal}` },
    ({ data }, { rows, columns, diagonal }) => {
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          data[row * columns + column] = belongs(column - row - diagonal) ? 1 : 0;
        }
      }
    },
  );
}

type PositionalAttributes = {
  readonly length: number;
  readonly features: number;
  /** 10000 in the paper. */
  readonly base: number;
};

/**
 * Sines and cosines of the position, (length, features): feature 2i of position p is sin(p / base^(2i / features)), feature 2i + 1 the
 * cosine (Vaswani et al. 2017, section 3.5).
 */
export const positionalEncoding = made<PositionalAttributes>(
  'positional-encoding',
  ({ length, features, base }) =>
    base > 0
      ? { elementType: 'float', shape: [length, features] }
      : { error: `positional-encoding needs a base above 0, found ${base}` },
  ({ data }, { length, features, base }) => {
    for (let feature = 0; feature < features; feature += 1) {
      const rate = base ** ((feature - (feature % 2)) / features);
      const wave = feature % 2 === 0 ? Math.sin : Math.cos;
      for (let position = 0; position < length; position += 1) {
        data[position * features + feature] = wave(position / rate);
      }
    }
  },
);

type ValueAttributes = { readonly value: number };

/** Arguments: x. Output: one value everywhere, floats in the shape of x, whatever x holds; x gets no gradient (torch.full_like). */
export const fullLike = defineOp<ValueAttributes, null>({
  role: 'constant',
  shape: ([x], _attributes, floatType) =>
    x ? [{ elementType: floatType, shape: x.shape }] : { error: 'full-like takes one input' },
  forward: (kernels, [x], { value }) => {
    if (!x) throw new RangeError('full-like takes one input');
    const y = kernels.allocate(x.shape);
    kernels.fill(value, y);
    return { outputs: [y], saved: null };
  },
  backward: () => [null],
});
