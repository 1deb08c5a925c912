/** Norms over axes. */
import type { Elementwise, Kernels } from '../../tensor/kernels';
import type { Tensor } from '../../tensor/tensor';
import { abs, constantPower, sqrt, square } from '../arithmetic/functions';
import { sharedAmong } from './extremes';
import { foldOp, stretched, type FoldAttributes } from './fold';
import { quotient } from './sums';

type NormAttributes = FoldAttributes & {
  /** p: 1, 2, any other number, or plus or minus infinity. */
  readonly order: number;
};

/**
 * (sum |x|^p)^(1/p), the largest |x| for p = infinity, the smallest for minus infinity, the count of what is not 0 for p = 0
 * (torch.linalg.vector_norm). dx = dy sign(x) |x|^(p-1) / y^(p-1), and 0 where the norm is 0; at infinity the largest share dy evenly.
 */
export const norm = foldOp<Tensor, NormAttributes>({
  name: 'norm',
  result: 'floats',
  perElement: 2,
  problem: ({ order }) =>
    Number.isNaN(order) ? `norm needs a number as its order, found ${order}` : undefined,
  forward: (kernels, x, { kept }, { order }) => {
    const y = kernels.allocate(kept);
    const sizes = kernels.allocate(x.shape);
    if (!Number.isFinite(order)) {
      kernels.map(abs.curve({}).f, x, sizes);
      kernels.reduce(order > 0 ? 'maximum' : 'minimum', sizes, y);
      // The largest of no numbers is 0, as for every other order.
      if (x.data.length === 0) kernels.fill(0, y);
    } else {
      kernels.map(powerOf(order), x, sizes);
      kernels.reduce('sum', sizes, y);
      kernels.map(rootOf(order), y, y);
    }
    return { y, saved: y };
  },
  backward: (kernels, dy, x, y, _folding, { order }) => {
    if (order === 0) return kernels.allocate(x.shape);
    if (!Number.isFinite(order)) return infinite(kernels, dy, x, y);
    if (order === 1) {
      const dx = stretched(kernels, dy, x.shape);
      kernels.mapGradient(abs.curve({}).f, dx, x, dx);
      return dx;
    }
    const dx = kernels.allocate(x.shape);
    if (order !== 2) kernels.map(slopeOf(order), x, dx);
    kernels.pairwise('multiply', order === 2 ? x : dx, factorOf(kernels, dy, y, order), dx);
    return dx;
  },
});

/** dy / y^(p-1), 0 where the norm is 0. */
function factorOf(kernels: Kernels, dy: Tensor, y: Tensor, order: number): Tensor {
  if (order === 2) return quotient(kernels, dy, y);
  const power = kernels.allocate(y.shape);
  kernels.map(constantPower.curve({ exponent: order - 1 }).f, y, power);
  const factor = quotient(kernels, dy, power);
  for (let place = 0; place < y.data.length; place += 1) {
    if (y.data[place] === 0) factor.data[place] = 0;
  }
  return factor;
}

function infinite(kernels: Kernels, dy: Tensor, x: Tensor, y: Tensor): Tensor {
  const sizes = kernels.allocate(x.shape);
  kernels.map(abs.curve({}).f, x, sizes);
  const dx = sharedAmong(kernels, dy, sizes, y);
  kernels.mapGradient(abs.curve({}).f, dx, x, dx);
  return dx;
}

function powerOf(order: number): Elementwise {
  if (order === 1) return abs.curve({}).f;
  if (order === 2) return square.curve({}).f;
  return named('absolute-power', order, (x) => (order === 0 ? Number(x !== 0) : Math.abs(x) ** order));
}

function rootOf(order: number): Elementwise {
  if (order === 2) return sqrt.curve({}).f;
  return named('root', order, (x) => (order === 0 || order === 1 ? x : x ** (1 / order)));
}

/** sign(x) |x|^(p-1), 0 at 0. */
function slopeOf(order: number): Elementwise {
  return named('absolute-power-slope', order, (x) =>
    x === 0 ? 0 : Math.sign(x) * Math.abs(x) ** (order - 1),
  );
}

/** A function that is only evaluated. */
function named(name: string, order: number, value: (x: number) => number): Elementwise {
  return { name, parameters: [order], value, derivative: () => NaN };
}
