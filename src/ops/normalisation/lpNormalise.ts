/** Vectors scaled to length 1 in the p-norm. */
import { isFloat, sizeOf, type Tensor } from '../../tensor/tensor';
import { axisIn, partsAround } from '../movement/axes';
import { defineOp } from '../op';
import { epsilonMisfit } from './arguments';

type LpNormaliseAttributes = {
  /** The exponent of the norm: 2, or any number above 0; Infinity for the largest absolute value. */
  readonly p: number;
  /** The axis along which the vectors lie. */
  readonly axis: number;
  /** The least length to divide by. */
  readonly epsilon: number;
};

interface Saved {
  readonly x: Tensor;
  /** The norm of every vector. */
  readonly norms: Float64Array;
}

/** Arguments: x. y = x / max(||x||_p, epsilon) along the axis: PyTorch's normalize, Keras' UnitNormalization. */
export const lpNormalise = defineOp<LpNormaliseAttributes, Saved>({
  role: 'normalisation',
  shape: ([x], { p, axis, epsilon }) => {
    if (!x) return { error: 'lp-normalise takes one input' };
    if (!isFloat(x.elementType)) return { error: `lp-normalise needs floats, found ${x.elementType} values` };
    if (axisIn(axis, x.shape.length) === null) {
      return {
        error: `lp-normalise needs an axis that the input has, found ${axis} for ${x.shape.length} axes`,
      };
    }
    if (!(p > 0)) return { error: `lp-normalise needs a p above 0, found ${p}` };
    return epsilonMisfit('lp-normalise', epsilon) ?? [x];
  },
  work: ([x]) => 4 * sizeOf(x?.shape ?? []),
  forward: (kernels, [x], { p, axis, epsilon }) => {
    if (!x) throw new RangeError('lp-normalise takes one input');
    const place = axisIn(axis, x.shape.length) ?? 0;
    const norms = normsAlong(x, place, p);
    kernels.pace(4 * x.data.length);
    const y = kernels.allocate(x.shape);
    eachElement(x, place, (element, line) => {
      y.data[element] = (x.data[element] ?? NaN) / larger(norms[line] ?? NaN, epsilon);
    });
    return { outputs: [y], saved: { x, norms } };
  },
  backward: (kernels, [dy], { x, norms }, { p, axis, epsilon }, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const place = axisIn(axis, x.shape.length) ?? 0;
    kernels.pace(8 * x.data.length);
    const products = new Float64Array(norms.length);
    const largest = new Float64Array(norms.length);
    eachElement(x, place, (element, line) => {
      const value = x.data[element] ?? NaN;
      products[line] = (products[line] ?? NaN) + (dy.data[element] ?? NaN) * value;
      if (Math.abs(value) === norms[line]) largest[line] = (largest[line] ?? NaN) + 1;
    });
    const dx = kernels.allocate(x.shape);
    eachElement(x, place, (element, line) => {
      const norm = norms[line] ?? NaN;
      const length = larger(norm, epsilon);
      const value = x.data[element] ?? NaN;
      // Below epsilon the length is a constant; at it PyTorch's clamp still lets the gradient pass.
      const pulls = norm < epsilon ? 0 : slope(value, norm, p, largest[line] ?? NaN);
      const pull = pulls === 0 ? 0 : ((products[line] ?? NaN) / length ** 2) * pulls;
      dx.data[element] = (dy.data[element] ?? NaN) / length - pull;
    });
    return [dx];
  },
});

/** What is not a number stays one. */
function larger(norm: number, epsilon: number): number {
  return norm < epsilon ? epsilon : norm;
}

/** The derivative of the norm by one element; the largest of an infinite norm share it. */
function slope(value: number, norm: number, p: number, largest: number): number {
  if (norm === 0) return 0;
  if (p === Infinity) return Math.abs(value) === norm ? Math.sign(value) / largest : 0;
  return Math.sign(value) * (Math.abs(value) / norm) ** (p - 1);
}

/** Norms of all vectors along an axis. */
function normsAlong(x: Tensor, axis: number, p: number): Float64Array {
  const { outer, inner } = partsAround(x.shape, axis);
  const norms = new Float64Array(outer * inner);
  eachElement(x, axis, (element, line) => {
    const size = Math.abs(x.data[element] ?? NaN);
    const sum = norms[line] ?? NaN;
    norms[line] = p === Infinity ? Math.max(sum, size) : sum + (p === 2 ? size * size : size ** p);
  });
  return p === Infinity ? norms : norms.map((sum) => (p === 2 ? Math.sqrt(sum) : sum ** (1 / p)));
}

function eachElement(x: Tensor, axis: number, visit: (element: number, line: number) => void): void {
  const { outer, size, inner } = partsAround(x.shape, axis);
  let element = 0;
  for (let before = 0; before < outer; before += 1) {
    for (let along = 0; along < size; along += 1) {
      const line = before * inner;
      for (let behind = 0; behind < inner; behind += 1, element += 1) visit(element, line + behind);
    }
  }
}
