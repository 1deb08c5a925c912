/** Parts of matrices: the triangles above and below a diagonal, and diagonals. */
import { sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import type { Kernels, Layout } from '../../tensor/kernels';
import { stridesOf } from '../movement/axes';
import { defineOp, type BoundOp, type NoAttributes, type ShapeError } from '../op';

type TriangleAttributes = {
  /** 0 is the main diagonal; positive ones lie above it, negative ones below. */
  readonly diagonal: number;
};

type DiagonalAttributes = {
  /** 0 is the main diagonal; positive ones lie above it, negative ones below. */
  readonly offset: number;
};

/** Argument: matrices (..., rows, columns). Output: the same with zeros above a diagonal (torch.tril). */
export const lowerTriangle = triangle('lower-triangle', true);

/** Argument: matrices (..., rows, columns). Output: the same with zeros below a diagonal (torch.triu). */
export const upperTriangle = triangle('upper-triangle', false);

function triangle(name: string, lower: boolean): BoundOp<TriangleAttributes> {
  return defineOp<TriangleAttributes, TensorType>({
    role: 'movement',
    shape: ([x], { diagonal }) => {
      if (!x) return { error: `${name} takes one input` };
      return matricesError(name, x.shape, diagonal) ?? [x];
    },
    forward: (kernels, [x], { diagonal }) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      return { outputs: [triangleOf(kernels, x, diagonal, lower)], saved: x };
    },
    backward: (kernels, [dy], _x, { diagonal }, wanted) => [
      dy && wanted[0] === true ? triangleOf(kernels, dy, diagonal, lower) : null,
    ],
  });
}

/** Argument: matrices (..., rows, columns). Output: (..., length), a diagonal of each (torch.diagonal over the last two axes). */
export const diagonal = defineOp<DiagonalAttributes, TensorType>({
  role: 'movement',
  shape: ([x], { offset }) => {
    if (!x) return { error: 'diagonal takes one input' };
    const wrong = matricesError('diagonal', x.shape, offset);
    return wrong ?? [{ elementType: x.elementType, shape: diagonalShape(x.shape, offset) }];
  },
  forward: (kernels, [x], { offset }) => {
    if (!x) throw new RangeError('diagonal takes one input');
    const shape = diagonalShape(x.shape, offset);
    const y = kernels.allocate(shape, x.elementType);
    kernels.copy(shape, x, diagonalLayout(x.shape, offset), y, { start: 0, strides: stridesOf(shape) });
    return { outputs: [y], saved: x };
  },
  backward: (kernels, [dy], { shape }, { offset }, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const dx = kernels.allocate(shape);
    const from = { start: 0, strides: stridesOf(dy.shape) };
    kernels.copy(dy.shape, dy, from, dx, diagonalLayout(shape, offset));
    return [dx];
  },
});

/** Argument: matrices (..., rows, columns). Output: (...), the sum of the main diagonal of each (torch.trace of each matrix). */
export const trace = defineOp<NoAttributes, Shape>({
  role: 'reduction',
  shape: ([x]) => {
    if (!x) return { error: 'trace takes one input' };
    return (
      matricesError('trace', x.shape, 0) ?? [{ elementType: x.elementType, shape: x.shape.slice(0, -2) }]
    );
  },
  work: ([x]) => (x ? sizeOf(diagonalShape(x.shape, 0)) : 0),
  forward: (kernels, [x]) => {
    if (!x) throw new RangeError('trace takes one input');
    const shape = diagonalShape(x.shape, 0);
    const line = kernels.allocate(shape, x.elementType);
    kernels.copy(shape, x, diagonalLayout(x.shape, 0), line, { start: 0, strides: stridesOf(shape) });
    const y = kernels.allocate(shape.slice(0, -1), x.elementType);
    kernels.reduce('sum', line, { ...y, shape: [...y.shape, 1] });
    return { outputs: [y], saved: x.shape };
  },
  backward: (kernels, [dy], shape, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const dx = kernels.allocate(shape);
    const from = { start: 0, strides: [...stridesOf(dy.shape), 0] };
    kernels.copy(diagonalShape(shape, 0), dy, from, dx, diagonalLayout(shape, 0));
    return [dx];
  },
});

function matricesError(name: string, shape: Shape, diagonal: number): ShapeError | null {
  if (shape.length < 2) {
    return { error: `${name} needs matrices, its input has ${shape.length === 0 ? 'no axes' : 'one axis'}` };
  }
  return Number.isSafeInteger(diagonal)
    ? null
    : { error: `${name} needs a whole number for the diagonal, found ${diagonal}` };
}

function triangleOf(kernels: Kernels, x: Tensor, diagonal: number, lower: boolean): Tensor {
  const out = kernels.allocate(x.shape, x.elementType);
  const [rows = 0, columns = 0] = x.shape.slice(-2);
  for (let start = 0, row = 0; start < x.data.length; start += columns) {
    // The first place that belongs to the upper part: on the diagonal there, behind it for the lower part.
    const edge = Math.min(columns, Math.max(0, row + diagonal + (lower ? 1 : 0)));
    const [from, to] = lower ? [start, start + edge] : [start + edge, start + columns];
    out.data.set(x.data.subarray(from, to), from);
    row = row + 1 === rows ? 0 : row + 1;
    kernels.pace(columns);
  }
  return out;
}

function diagonalShape(shape: Shape, offset: number): Shape {
  const [rows = 0, columns = 0] = shape.slice(-2);
  const length = Math.min(rows + Math.min(0, offset), columns - Math.max(0, offset));
  return [...shape.slice(0, -2), Math.max(0, length)];
}

function diagonalLayout(shape: Shape, offset: number): Layout {
  const columns = shape.at(-1) ?? 0;
  const start = offset >= 0 ? offset : -offset * columns;
  return { start, strides: [...stridesOf(shape).slice(0, -2), columns + 1] };
}
