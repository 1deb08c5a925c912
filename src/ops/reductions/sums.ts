/** Sums, means, spreads and logarithms of sums over axes. */
import type { Elementwise, Kernels } from '../../tensor/kernels';
import type { Shape, Tensor } from '../../tensor/tensor';
import { exp, log, sqrt, square } from '../arithmetic/functions';
import { foldOp, numberType, stretched, type FoldAttributes, type Folding } from './fold';

/** The sum; 0 of no numbers. */
export const sum = foldOp<null>({
  name: 'sum',
  result: 'numbers',
  forward: (kernels, x, { kept }) => {
    const y = kernels.allocate(kept, numberType(x));
    kernels.reduce('sum', x, y);
    return { y, saved: null };
  },
  backward: (kernels, dy, x) => stretched(kernels, dy, x.shape),
});

/** The mean; NaN of no numbers. */
export const mean = foldOp<null>({
  name: 'mean',
  result: 'floats',
  forward: (kernels, x, { kept, count }) => ({ y: meanOf(kernels, x, kept, count), saved: null }),
  backward: (kernels, dy, x, _saved, { count }) => {
    const share = kernels.allocate(dy.shape);
    kernels.affine(dy, 1 / count, 0, share);
    return stretched(kernels, share, x.shape);
  },
});

type SpreadAttributes = FoldAttributes & {
  /** What is taken from the number of values to divide by: 1 for the unbiased estimate (PyTorch's default), 0 for the mean. */
  readonly correction: number;
};

/** The sum of squared distances to the mean over (count - correction); dx = 2 (x - mean) dy / (count - correction). */
export const variance = foldOp<Tensor, SpreadAttributes>({
  name: 'variance',
  result: 'floats',
  perElement: 4,
  problem: ({ correction }) => correctionProblem('variance', correction),
  forward: (kernels, x, folding, { correction }) => {
    const centre = meanOf(kernels, x, folding.kept, folding.count);
    return { y: varianceOf(kernels, x, centre, folding, correction), saved: centre };
  },
  backward: (kernels, dy, x, centre, { count }, { correction }) => {
    const dx = distances(kernels, x, centre);
    kernels.affine(dx, 2 / Math.max(0, count - correction), 0, dx);
    kernels.pairwise('multiply', dx, dy, dx);
    return dx;
  },
});

/** The root of the variance; dx = (x - mean) dy / (std (count - correction)), and 0 where the deviation is 0, as in PyTorch. */
export const standardDeviation = foldOp<
  { readonly centre: Tensor; readonly deviation: Tensor },
  SpreadAttributes
>({
  name: 'standard-deviation',
  result: 'floats',
  perElement: 4,
  problem: ({ correction }) => correctionProblem('standard-deviation', correction),
  forward: (kernels, x, folding, { correction }) => {
    const centre = meanOf(kernels, x, folding.kept, folding.count);
    const y = varianceOf(kernels, x, centre, folding, correction);
    kernels.map(functionOf(sqrt), y, y);
    return { y, saved: { centre, deviation: y } };
  },
  backward: (kernels, dy, x, { centre, deviation }, { count }, { correction }) => {
    const dx = distances(kernels, x, centre);
    kernels.affine(dx, 1 / Math.max(0, count - correction), 0, dx);
    kernels.pairwise('multiply', dx, quotient(kernels, dy, deviation), dx);
    return dx;
  },
});

/**
 * ln sum e^x, computed with the maximum subtracted; dx = dy e^(x - y), which is taken from the same powers, since y as a float32 would be
 * too coarse.
 */
export const logSumExp = foldOp<{ readonly largest: Tensor; readonly total: Tensor }>({
  name: 'logsumexp',
  result: 'floats',
  perElement: 4,
  forward: (kernels, x, { kept }) => {
    const largest = kernels.allocate(kept);
    kernels.reduce('maximum', x, largest);
    // Infinite maxima would give infinity - infinity.
    kernels.map(finiteOrZero, largest, largest);
    const total = kernels.allocate(kept);
    kernels.reduce('sum', powersOf(kernels, x, largest), total);
    const y = kernels.allocate(kept);
    kernels.map(functionOf(log), total, y);
    kernels.pairwise('add', y, largest, y);
    return { y, saved: { largest, total } };
  },
  backward: (kernels, dy, x, { largest, total }) => {
    const dx = powersOf(kernels, x, largest);
    kernels.pairwise('multiply', dx, quotient(kernels, dy, total), dx);
    return dx;
  },
});

/** e^(x - shift). */
function powersOf(kernels: Kernels, x: Tensor, shift: Tensor): Tensor {
  const powers = distances(kernels, x, shift);
  kernels.map(functionOf(exp), powers, powers);
  return powers;
}

const finiteOrZero: Elementwise = {
  name: 'finite-or-zero',
  parameters: [],
  value: (x) => (Number.isFinite(x) || Number.isNaN(x) ? x : 0),
  derivative: () => NaN,
};

function functionOf(op: typeof exp): Elementwise {
  return op.curve({}).f;
}

function correctionProblem(name: string, correction: number): string | undefined {
  return Number.isFinite(correction) ? undefined : `${name} needs a finite correction, found ${correction}`;
}

function meanOf(kernels: Kernels, x: Tensor, kept: Shape, count: number): Tensor {
  const centre = kernels.allocate(kept);
  kernels.reduce('sum', x, centre);
  kernels.affine(centre, 1 / count, 0, centre);
  return centre;
}

function distances(kernels: Kernels, x: Tensor, centre: Tensor): Tensor {
  const out = kernels.allocate(x.shape);
  kernels.pairwise('subtract', x, centre, out);
  return out;
}

function varianceOf(
  kernels: Kernels,
  x: Tensor,
  centre: Tensor,
  { kept, count }: Folding,
  correction: number,
): Tensor {
  const squares = distances(kernels, x, centre);
  kernels.map(functionOf(square), squares, squares);
  const y = kernels.allocate(kept);
  kernels.reduce('sum', squares, y);
  kernels.affine(y, 1 / Math.max(0, count - correction), 0, y);
  return y;
}

/** a / b in new storage, 0 where b is 0. */
export function quotient(kernels: Kernels, a: Tensor, b: Tensor): Tensor {
  const out = kernels.allocate(a.shape);
  kernels.pairwise('divide', a, b, out);
  for (let place = 0; place < out.data.length; place += 1) {
    if (b.data[place] === 0) out.data[place] = 0;
  }
  kernels.pace(out.data.length);
  return out;
}
