/** Sums and products of all numbers up to each place along an axis. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, type Tensor, type TensorData } from '../../tensor/tensor';
import type { Parts } from '../movement/axes';
import { defineOp, type BoundOp } from '../op';
import { numberType } from './fold';
import { eachLane, knownLanes, lanesOf } from './lanes';

type CumulativeAttributes = { readonly axis: number };

/** Argument: x. Output: y_k = sum of x_i, i <= k, along an axis; dx_k = sum of dy_i, i >= k. */
export const cumsum = cumulative('cumsum', {
  forward: (x, out, { size, inner }, start) => {
    let total = 0;
    for (let n = 0, at = start; n < size; n += 1, at += inner) {
      total += x[at] ?? NaN;
      out[at] = total;
    }
  },
  backward: (dy, _x, _y, dx, { size, inner }, start) => {
    let total = 0;
    for (let n = size - 1, at = start + n * inner; n >= 0; n -= 1, at -= inner) {
      total += dy[at] ?? NaN;
      dx[at] = total;
    }
  },
});

/** Argument: x. Output: y_k = product of x_i, i <= k, along an axis; dx_k = sum over i >= k of dy_i times the product of the others. */
export const cumprod = cumulative('cumprod', {
  forward: (x, out, { size, inner }, start) => {
    let total = 1;
    for (let n = 0, at = start; n < size; n += 1, at += inner) {
      total *= x[at] ?? NaN;
      out[at] = total;
    }
  },
  backward: cumulativeProductGradient,
});

/** A lane begins at `start`; its numbers stand `inner` apart. */
interface LaneLoops {
  forward(x: TensorData, out: TensorData, parts: Parts, start: number): void;
  backward(dy: TensorData, x: TensorData, y: TensorData, dx: TensorData, parts: Parts, start: number): void;
}

function cumulative(name: string, loops: LaneLoops): BoundOp<CumulativeAttributes> {
  return defineOp<CumulativeAttributes, { readonly x: Tensor; readonly y: Tensor }>({
    role: 'reduction',
    shape: ([x], { axis }) => {
      if (!x) return { error: `${name} takes one input` };
      const lanes = lanesOf(name, x.shape, axis);
      return 'error' in lanes ? lanes : [{ elementType: numberType(x), shape: x.shape }];
    },
    forward: (kernels, [x], { axis }) => {
      if (!x) throw new RangeError(`${name} takes one input`);
      const y = kernels.allocate(x.shape, numberType(x));
      overLanes(kernels, knownLanes(name, x.shape, axis), (parts, start) =>
        loops.forward(x.data, y.data, parts, start),
      );
      return { outputs: [y], saved: { x, y } };
    },
    backward: (kernels, [dy], { x, y }, { axis }, wanted) => {
      if (!dy || wanted[0] !== true || !isFloat(x.elementType)) return [null];
      const dx = kernels.allocate(x.shape);
      overLanes(kernels, knownLanes(name, x.shape, axis), (parts, start) =>
        loops.backward(dy.data, x.data, y.data, dx.data, parts, start),
      );
      return [dx];
    },
  });
}

function overLanes(kernels: Kernels, parts: Parts, visit: (parts: Parts, start: number) => void): void {
  eachLane(parts, parts.size, (start) => {
    visit(parts, start);
    kernels.pace(parts.size);
  });
}

/**
 * Up to the first zero, dx_k = (sum over i >= k of dy_i y_i) / x_k, where all y from the zero on vanish. The zero itself gets dy_i times
 * the product of all up to i but itself; what stands behind it gets nothing.
 */
function cumulativeProductGradient(
  dy: TensorData,
  x: TensorData,
  y: TensorData,
  dx: TensorData,
  { size, inner }: Parts,
  start: number,
): void {
  let first = 0;
  while (first < size && x[start + first * inner] !== 0) first += 1;
  let total = 0;
  for (let n = first - 1, at = start + n * inner; n >= 0; n -= 1, at -= inner) {
    total += (dy[at] ?? NaN) * (y[at] ?? NaN);
    dx[at] = total / (x[at] ?? NaN);
  }
  if (first === size) return;
  const zero = start + first * inner;
  let others = first === 0 ? 1 : (y[zero - inner] ?? NaN);
  let gradient = (dy[zero] ?? NaN) * others;
  for (let n = first + 1, at = zero + inner; n < size && others !== 0; n += 1, at += inner) {
    others *= x[at] ?? NaN;
    gradient += (dy[at] ?? NaN) * others;
  }
  dx[zero] = gradient;
}
