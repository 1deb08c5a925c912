/** Square matrices as equations: solutions, determinants, and the triangle whose square they are. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, sizeOf, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type NoAttributes, type ShapeError } from '../op';
import {
  choleskyFactor,
  cofactors,
  determinantOf,
  factorsOf,
  inverseTransposed,
  solved,
  type Factors,
} from './factors';

/** Floating-point operations of taking one matrix apart. */
function eliminationWork({ shape }: TensorType): number {
  return (2 / 3) * sizeOf(shape) * (shape.at(-1) ?? 0);
}

function squareError(name: string, x: TensorType | undefined): ShapeError | null {
  if (!x) return { error: `${name} takes square matrices` };
  if (!isFloat(x.elementType)) return { error: `${name} takes floats, found ${x.elementType} values` };
  if (x.shape.length >= 2 && x.shape.at(-1) === x.shape.at(-2)) return null;
  return { error: `${name} needs square matrices, found shape (${x.shape.join(', ')})` };
}

/** The factors of every matrix. */
function allFactors(kernels: Kernels, { shape, data }: Tensor): readonly Factors[] {
  const size = shape.at(-1) ?? 0;
  return Array.from({ length: sizeOf(shape.slice(0, -2)) }, (_, matrix) => {
    kernels.pace(size ** 3);
    return factorsOf(data, matrix * size * size, size);
  });
}

/** A tensor that is filled matrix by matrix. */
function filledBy(
  kernels: Kernels,
  shape: Shape,
  elementType: Tensor['elementType'],
  count: number,
  each: (matrix: number) => ArrayLike<number>,
): Tensor {
  const out = kernels.allocate(shape, elementType);
  const part = count === 0 ? 0 : sizeOf(shape) / count;
  for (let matrix = 0; matrix < count; matrix += 1) out.data.set(Array.from(each(matrix)), matrix * part);
  return out;
}

interface SavedSolution {
  readonly a: Tensor;
  readonly factors: readonly Factors[];
  readonly x: Tensor;
}

/**
 * Arguments: A (..., n, n), B (..., n, columns) with the same leading axes. Output: X with A X = B (torch.linalg.solve).
 * dB = A^-T dX, dA = -dB X^T. Of a singular matrix the numbers are not finite.
 */
export const solve = defineOp<NoAttributes, SavedSolution>({
  role: 'arithmetic',
  shape: ([a, b]) => {
    const wrong = squareError('solve', a);
    if (wrong) return wrong;
    if (!a || !b || b.shape.length !== a.shape.length) return { error: 'solve takes matrices on both sides' };
    if (a.shape.slice(0, -1).join() === b.shape.slice(0, -1).join()) return [{ ...b }];
    return {
      error: `solve needs as many rows on the right as on the left, found shapes (${a.shape.join(', ')}) and (${b.shape.join(', ')})`,
    };
  },
  work: ([a, b]) => (a && b ? eliminationWork(a) + 2 * sizeOf(b.shape) * (a.shape.at(-1) ?? 0) : 0),
  forward: (kernels, [a, b]) => {
    if (!a || !b) throw new RangeError('solve takes two inputs');
    const factors = allFactors(kernels, a);
    const x = solutions(kernels, factors, b, false);
    return { outputs: [x], saved: { a, factors, x } };
  },
  backward: (kernels, [dx], { a, factors, x }, _attributes, wanted) => {
    if (!dx) return [null, null];
    const db = solutions(kernels, factors, dx, true);
    const [rows = 0, columns = 0] = x.shape.slice(-2);
    const da = filledBy(kernels, a.shape, a.elementType, factors.length, (matrix) => {
      const start = matrix * rows * columns;
      kernels.pace(rows * rows * columns);
      return Float64Array.from({ length: rows * rows }, (_, place) => {
        const [row, column] = [start + Math.floor(place / rows) * columns, start + (place % rows) * columns];
        let sum = 0;
        for (let inner = 0; inner < columns; inner += 1)
          sum -= (db.data[row + inner] ?? 0) * (x.data[column + inner] ?? 0);
        return sum;
      });
    });
    return [wanted[0] === true ? da : null, wanted[1] === true ? db : null];
  },
});

function solutions(
  kernels: Kernels,
  factors: readonly Factors[],
  right: Tensor,
  transposed: boolean,
): Tensor {
  const [rows = 0, columns = 0] = right.shape.slice(-2);
  return filledBy(kernels, right.shape, right.elementType, factors.length, (matrix) => {
    kernels.pace(rows * rows * columns);
    const start = matrix * rows * columns;
    return solved(
      factors[matrix] ?? { size: 0, triangles: new Float64Array(), rows: [], sign: 1 },
      right.data.subarray(start, start + rows * columns),
      columns,
      transposed,
    );
  });
}

interface SavedFactors {
  readonly a: Tensor;
  readonly factors: readonly Factors[];
}

/** Argument: square matrices (..., n, n). Output: (...), the determinant of each; its derivatives are the cofactors (torch.linalg.det). */
export const determinant = defineOp<NoAttributes, SavedFactors>({
  role: 'reduction',
  shape: ([a]) => squareError('determinant', a) ?? (a ? [{ ...a, shape: a.shape.slice(0, -2) }] : []),
  work: ([a]) => (a ? eliminationWork(a) : 0),
  forward: (kernels, [a]) => {
    if (!a) throw new RangeError('determinant takes one input');
    const factors = allFactors(kernels, a);
    const y = kernels.allocate(a.shape.slice(0, -2), a.elementType);
    for (const [matrix, own] of factors.entries()) y.data[matrix] = determinantOf(own);
    return { outputs: [y], saved: { a, factors } };
  },
  backward: (kernels, [dy], { a, factors }, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const size = a.shape.at(-1) ?? 0;
    return [
      filledBy(kernels, a.shape, a.elementType, factors.length, (matrix) => {
        const own = factors[matrix];
        const value = own ? determinantOf(own) : 0;
        kernels.pace(size ** (value === 0 ? 5 : 3));
        const slopes =
          own && value !== 0
            ? inverseTransposed(own).map((one) => one * value)
            : cofactors(a.data, matrix * size * size, size);
        return slopes.map((one) => one * (dy.data[matrix] ?? 0));
      }),
    ];
  },
});

/**
 * Argument: square matrices (..., n, n). Outputs (...): the sign of the determinant of each and the logarithm of its size
 * (torch.linalg.slogdet); the derivatives of the second are the transposed inverse, the first has none.
 */
export const logDeterminant = defineOp<NoAttributes, SavedFactors>({
  role: 'reduction',
  shape: ([a]) => {
    const wrong = squareError('log-determinant', a);
    if (wrong) return wrong;
    const shape = a?.shape.slice(0, -2) ?? [];
    return a
      ? [
          { ...a, shape },
          { ...a, shape },
        ]
      : [];
  },
  work: ([a]) => (a ? eliminationWork(a) : 0),
  forward: (kernels, [a]) => {
    if (!a) throw new RangeError('log-determinant takes one input');
    const factors = allFactors(kernels, a);
    const [sign, size] = [0, 1].map(() => kernels.allocate(a.shape.slice(0, -2), a.elementType));
    if (!sign || !size) throw new RangeError('two outputs');
    for (const [matrix, own] of factors.entries()) {
      sign.data[matrix] = Math.sign(determinantOf({ ...own, triangles: own.triangles.map(Math.sign) }));
      let sum = 0;
      for (let row = 0; row < own.size; row += 1)
        sum += Math.log(Math.abs(own.triangles[row * (own.size + 1)] ?? 0));
      size.data[matrix] = sum;
    }
    return { outputs: [sign, size], saved: { a, factors } };
  },
  backward: (kernels, [, dy], { a, factors }, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    return [
      filledBy(kernels, a.shape, a.elementType, factors.length, (matrix) => {
        const own = factors[matrix];
        kernels.pace((own?.size ?? 0) ** 3);
        return own ? inverseTransposed(own).map((one) => one * (dy.data[matrix] ?? 0)) : [];
      }),
    ];
  },
});

/**
 * Argument: symmetric positive definite matrices A (..., n, n); of others (A + A^T) / 2 is read. Output: the lower triangle L with
 * A = L L^T (torch.linalg.cholesky). dA = (S + S^T) / 2 with S = L^-T P L^-1, P the lower triangle of L^T dL with half its diagonal
 * (I. Murray, Differentiation of the Cholesky decomposition, 2016).
 */
export const cholesky = defineOp<NoAttributes, Tensor>({
  role: 'arithmetic',
  shape: ([a]) => squareError('cholesky', a) ?? (a ? [{ ...a }] : []),
  work: ([a]) => (a ? eliminationWork(a) / 2 : 0),
  forward: (kernels, [a]) => {
    if (!a) throw new RangeError('cholesky takes one input');
    const size = a.shape.at(-1) ?? 0;
    const lower = filledBy(kernels, a.shape, a.elementType, sizeOf(a.shape.slice(0, -2)), (matrix) => {
      kernels.pace(size ** 3);
      return choleskyFactor(a.data, matrix * size * size, size);
    });
    return { outputs: [lower], saved: lower };
  },
  backward: (kernels, [dl], lower, _attributes, wanted) => {
    if (!dl || wanted[0] !== true) return [null];
    const size = lower.shape.at(-1) ?? 0;
    return [
      filledBy(kernels, lower.shape, lower.elementType, sizeOf(lower.shape.slice(0, -2)), (matrix) => {
        kernels.pace(3 * size ** 3);
        const [from, to] = [matrix * size * size, (matrix + 1) * size * size];
        return choleskyGradient(lower.data.subarray(from, to), dl.data.subarray(from, to), size);
      }),
    ];
  },
});

function choleskyGradient(lower: ArrayLike<number>, slopes: ArrayLike<number>, size: number): Float64Array {
  const middle = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = 0;
      // dL counts on and below the diagonal only.
      for (let inner = row; inner < size; inner += 1)
        sum += (lower[inner * size + row] ?? 0) * (slopes[inner * size + column] ?? 0);
      middle[row * size + column] = row === column ? sum / 2 : sum;
    }
  }
  const turned = (x: Float64Array): Float64Array =>
    x.map((_, place) => x[(place % size) * size + Math.floor(place / size)] ?? 0);
  const factors = factorsOf(lower, 0, size);
  // S = L^-T P L^-1: twice a system with L^T, the second on the transposed sides.
  const half = solved(factors, middle, size, true);
  const whole = solved(factors, turned(half), size, true);
  return whole.map((value, place) => (value + (turned(whole)[place] ?? 0)) / 2);
}
