/** Spectral normalisation (Miyato et al. 2018): a weight divided by its largest singular value, which a power iteration follows. */
import type { Pace } from '../../tensor/pace';
import { isFloat, sizeOf, type Tensor, type TensorType } from '../../tensor/tensor';
import { axisIn, partsAround, type Parts } from '../movement/axes';
import { defineOp, type ShapeError } from '../op';

type SpectralNormAttributes = {
  /** The axis of the outputs: the matrix has it as rows and all others as columns. 0 in PyTorch. */
  readonly axis: number;
  /** Turns of the power iteration at every step in training, 1 in PyTorch; none in evaluation. */
  readonly iterations: number;
  /** The least length to divide the vectors by, 1e-12 in PyTorch. */
  readonly epsilon: number;
};

interface Saved {
  readonly weight: Tensor;
  readonly around: Parts;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly sigma: number;
}

/** So many turns do not come closer than rounding; more are slips of the keyboard. */
const mostIterations = 10_000;

/**
 * Arguments: a weight, u (one number per row) and v (one per column), the last singular vectors. Outputs: weight / sigma with
 * sigma = u W v, then u and v after the step, without gradient. The gradient of the weight holds u and v constant, as in PyTorch.
 */
export const spectralNorm = defineOp<SpectralNormAttributes, Saved>({
  role: 'normalisation',
  shape: spectralNormShape,
  work: ([weight], { iterations }) => sizeOf(weight?.shape ?? []) * (4 * iterations + 3),
  forward: (kernels, [weight, u, v], { axis, iterations, epsilon }, { training }) => {
    if (!weight || !u || !v) throw new RangeError('spectral-norm takes a weight, u and v');
    const around = partsAround(weight.shape, axisIn(axis, weight.shape.length) ?? 0);
    let left: Float64Array = new Float64Array(u.data);
    let right: Float64Array = new Float64Array(v.data);
    for (let turn = 0; training && turn < iterations; turn += 1) {
      left = unit(timesRight(weight, around, right), epsilon);
      right = unit(timesLeft(weight, around, left), epsilon);
      kernels.pace(2 * weight.data.length);
    }
    const product = timesRight(weight, around, right);
    const sigma = left.reduce((sum, value, row) => sum + value * (product[row] ?? NaN), 0);
    const normalised = kernels.allocate(weight.shape);
    for (let place = 0; place < weight.data.length; place += 1) {
      normalised.data[place] = (weight.data[place] ?? NaN) / sigma;
    }
    const [uAfter, vAfter] = [kernels.allocate(u.shape), kernels.allocate(v.shape)];
    uAfter.data.set(left);
    vAfter.data.set(right);
    return {
      outputs: [normalised, uAfter, vAfter],
      saved: { weight, around, u: left, v: right, sigma },
    };
  },
  // dW = dy / sigma - (sum of dy W) / sigma^2 u v^T.
  backward: (kernels, [dy], { weight, around, u, v, sigma }, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null, null, null];
    kernels.pace(2 * weight.data.length);
    let product = 0;
    for (let place = 0; place < weight.data.length; place += 1) {
      product += (dy.data[place] ?? NaN) * (weight.data[place] ?? NaN);
    }
    const pull = product / sigma ** 2;
    const dW = kernels.allocate(weight.shape);
    eachElement(around, (element, row, column) => {
      dW.data[element] = (dy.data[element] ?? NaN) / sigma - pull * (u[row] ?? NaN) * (v[column] ?? NaN);
    });
    return [dW, null, null];
  },
});

function spectralNormShape(
  [weight, u, v]: readonly TensorType[],
  { axis, iterations, epsilon }: SpectralNormAttributes,
): readonly TensorType[] | ShapeError {
  if (!weight || !u || !v) return { error: 'spectral-norm takes a weight, u and v' };
  const odd = [weight, u, v].find(({ elementType }) => !isFloat(elementType));
  if (odd) return { error: `spectral-norm needs floats, found ${odd.elementType} values` };
  const rank = weight.shape.length;
  if (rank < 2) return { error: `spectral-norm needs a weight of at least two axes, found ${rank}` };
  const place = axisIn(axis, rank);
  if (place === null) {
    return { error: `spectral-norm needs an axis that the weight has, found ${axis} for ${rank} axes` };
  }
  if (!Number.isInteger(iterations) || iterations < 0 || iterations > mostIterations) {
    return {
      error: `spectral-norm needs a whole number of iterations from 0 to ${mostIterations}, found ${iterations}`,
    };
  }
  if (!(epsilon >= 0 && Number.isFinite(epsilon))) {
    return { error: `spectral-norm needs an epsilon of at least 0, found ${epsilon}` };
  }
  const { outer, size, inner } = partsAround(weight.shape, place);
  if (sizeOf(u.shape) === size && sizeOf(v.shape) === outer * inner) return [weight, u, v];
  return {
    error: `spectral-norm needs a u of ${size} and a v of ${outer * inner} numbers, found ${sizeOf(u.shape)} and ${sizeOf(v.shape)}`,
  };
}

/** Turns of the power iteration before the first step, and the least length, as in PyTorch. */
const firstTurns = 15;
const leastLength = 1e-12;

/** The left singular vector of the largest singular value, approached from the numbers in `start` (not all zero). */
export function leftSingularVector(weight: Tensor, axis: number, start: Tensor, pace: Pace): Float64Array {
  const around = partsAround(weight.shape, axis);
  let left: Float64Array = new Float64Array(start.data);
  for (let turn = 0; turn < firstTurns; turn += 1) {
    pace(2 * weight.data.length);
    const right = unit(timesLeft(weight, around, left), leastLength);
    left = unit(timesRight(weight, around, right), leastLength);
  }
  return left;
}

/** The right singular vector that goes with a left one. */
export function rightSingularVector(weight: Tensor, axis: number, left: Tensor): Float64Array {
  return unit(timesLeft(weight, partsAround(weight.shape, axis), new Float64Array(left.data)), leastLength);
}

/** W v. */
function timesRight(weight: Tensor, around: Parts, v: Float64Array): Float64Array {
  const product = new Float64Array(around.size);
  eachElement(around, (element, row, column) => {
    product[row] = (product[row] ?? NaN) + (weight.data[element] ?? NaN) * (v[column] ?? NaN);
  });
  return product;
}

/** W^T u. */
function timesLeft(weight: Tensor, around: Parts, u: Float64Array): Float64Array {
  const product = new Float64Array(around.outer * around.inner);
  eachElement(around, (element, row, column) => {
    product[column] = (product[column] ?? NaN) + (weight.data[element] ?? NaN) * (u[row] ?? NaN);
  });
  return product;
}

function unit(vector: Float64Array, epsilon: number): Float64Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.max(Math.sqrt(squares), epsilon);
  return vector.map((value) => value / length);
}

/** Every element with its row and column in the matrix. */
function eachElement(
  { outer, size, inner }: Parts,
  visit: (element: number, row: number, column: number) => void,
): void {
  let element = 0;
  for (let before = 0; before < outer; before += 1) {
    for (let row = 0; row < size; row += 1) {
      for (let behind = 0; behind < inner; behind += 1, element += 1) {
        visit(element, row, before * inner + behind);
      }
    }
  }
}
