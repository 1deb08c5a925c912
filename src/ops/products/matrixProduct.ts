/** Products of matrices with any leading axes. */
import { broadcastStrides } from '../../tensor/broadcast';
import type { Kernels, MatrixProductOptions } from '../../tensor/kernels';
import { isFloat, reshaped, sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { broadcastShape, summedTo } from '../broadcast';
import { stridesOf } from '../movement/axes';
import { defineOp, type NoAttributes, type ShapeError } from '../op';

/** Both operands as matrices; vectors became a row on the left and a column on the right. */
interface Operands {
  readonly a: Tensor;
  readonly b: Tensor;
}

/** The shapes of the product. */
interface Product {
  readonly a: Shape;
  readonly b: Shape;
  /** With the axes that vectors were given. */
  readonly whole: Shape;
  /** Without them. */
  readonly out: Shape;
}

/**
 * Arguments: a (..., rows, inner), b (..., inner, columns), their leading axes broadcast together; vectors stand for a row on the left
 * and a column on the right, which the output lacks (torch.matmul). da = dy b^T, db = a^T dy.
 */
export const matrixProduct = defineOp<NoAttributes, Operands & { readonly shapes: readonly Shape[] }>({
  role: 'arithmetic',
  shape: (args) => {
    const product = productOf(args);
    return 'error' in product
      ? product
      : [{ elementType: args[0]?.elementType ?? 'float64', shape: product.out }];
  },
  work: (args) => {
    const product = productOf(args);
    return 'error' in product ? 0 : 2 * sizeOf(product.whole) * (product.a.at(-1) ?? 0);
  },
  forward: (kernels, args) => {
    const product = productOf(args);
    const [left, right] = args;
    if ('error' in product || !left || !right) throw new RangeError('matrix-product takes two values');
    const [a, b] = [reshaped(left, product.a), reshaped(right, product.b)];
    const y = multiplied(kernels, a, b);
    return { outputs: [reshaped(y, product.out)], saved: { a, b, shapes: [left.shape, right.shape] } };
  },
  backward: (kernels, [given], { a, b, shapes }, _attributes, wanted) => {
    if (!given) return [null, null];
    const dy = reshaped(given, wholeShape(a.shape, b.shape));
    const back = (gradient: Tensor, own: Tensor, which: number): Tensor =>
      reshaped(summedTo(kernels, gradient, own.shape), shapes[which] ?? own.shape);
    return [
      wanted[0] === true ? back(multiplied(kernels, dy, b, { transposeB: true }), a, 0) : null,
      wanted[1] === true ? back(rightGradient(kernels, a, b, dy), b, 1) : null,
    ];
  },
});

function productOf(args: readonly TensorType[]): Product | ShapeError {
  const [left, right] = args;
  if (!left || !right || args.length !== 2) return { error: 'matrix-product takes two values' };
  const strange = args.find(({ elementType }) => !isFloat(elementType));
  if (strange) return { error: `matrix-product takes floats, found ${strange.elementType} values` };
  if (left.shape.length === 0 || right.shape.length === 0) {
    return { error: 'matrix-product needs values with axes, one of them is a single number' };
  }
  const a = left.shape.length === 1 ? [1, ...left.shape] : left.shape;
  const b = right.shape.length === 1 ? [...right.shape, 1] : right.shape;
  if (a.at(-1) !== b.at(-2)) {
    return {
      error: `matrix-product needs as many columns on the left as rows on the right, found shapes ${text(left.shape)} and ${text(right.shape)}`,
    };
  }
  const leading = broadcastShape([a.slice(0, -2), b.slice(0, -2)]);
  if ('error' in leading) return leading;
  const rows = left.shape.length === 1 ? [] : [a.at(-2) ?? 1];
  const columns = right.shape.length === 1 ? [] : [b.at(-1) ?? 1];
  return {
    a,
    b,
    whole: [...leading, a.at(-2) ?? 1, b.at(-1) ?? 1],
    out: [...leading, ...rows, ...columns],
  };
}

function wholeShape(a: Shape, b: Shape): Shape {
  return [...leadingOf(a, b), a.at(-2) ?? 1, b.at(-1) ?? 1];
}

function leadingOf(a: Shape, b: Shape): Shape {
  const leading = broadcastShape([a.slice(0, -2), b.slice(0, -2)]);
  if ('error' in leading) throw new RangeError(leading.error);
  return leading;
}

function text(shape: Shape): string {
  return `(${shape.join(', ')})`;
}

/** a b with broadcast leading axes; operands are stretched only where both sides have leading axes. */
export function multiplied(
  kernels: Kernels,
  a: Tensor,
  b: Tensor,
  options: MatrixProductOptions = {},
): Tensor {
  const { transposeA = false, transposeB = false } = options;
  const leading = leadingOf(a.shape, b.shape);
  const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
  const out = kernels.allocate([...leading, rows, columns]);
  const single = sizeOf(b.shape.slice(0, -2)) === 1;
  // One matrix on the right is the same for all; the sizes on the left are those of the result, but for axes of size 1.
  const left = single ? reshaped(a, [...leading, ...a.shape.slice(-2)]) : stretchedTo(kernels, a, leading);
  const right = single ? reshaped(b, b.shape.slice(-2)) : stretchedTo(kernels, b, leading);
  kernels.matrixProduct(left, right, out, options);
  return out;
}

/** The same matrices for every index of the leading axes. */
function stretchedTo(kernels: Kernels, x: Tensor, leading: Shape): Tensor {
  const shape = [...leading, ...x.shape.slice(-2)];
  if (sizeOf(shape) === x.data.length) return reshaped(x, shape);
  const out = kernels.allocate(shape);
  const from = { start: 0, strides: broadcastStrides(x.shape, shape) };
  kernels.copy(shape, x, from, out, { start: 0, strides: stridesOf(shape) });
  return out;
}

/** db = a^T dy; of one matrix on the right the samples of all leading axes are rows of one product. */
function rightGradient(kernels: Kernels, a: Tensor, b: Tensor, dy: Tensor): Tensor {
  if (sizeOf(b.shape.slice(0, -2)) !== 1) return multiplied(kernels, a, dy, { transposeA: true });
  const inner = a.shape.at(-1) ?? 1;
  const columns = dy.shape.at(-1) ?? 1;
  const rows = sizeOf(a.shape.slice(0, -1));
  const db = kernels.allocate([inner, columns]);
  kernels.matrixProduct(reshaped(a, [rows, inner]), reshaped(dy, [rows, columns]), db, { transposeA: true });
  return reshaped(db, b.shape);
}
