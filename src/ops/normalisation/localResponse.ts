/** Local response normalisation (Krizhevsky et al. 2012): each channel divided by the energy of its neighbours. */
import { sizeOf, type Shape, type Tensor } from '../../tensor/tensor';
import { isFloat } from '../../tensor/tensor';
import type { Kernels } from '../../tensor/kernels';
import { defineOp } from '../op';

type LocalResponseAttributes = {
  /** Channels in a window: floor(size / 2) below and floor((size - 1) / 2) above; those beyond the ends count as zeros. */
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
};

interface Saved {
  readonly x: Tensor;
  /** Float64, like x: k + alpha mean of the squares in the window. */
  readonly energy: Float64Array;
  /** energy^-beta, since a power costs more than all the rest. */
  readonly share: Float64Array;
}

/** Arguments: x (batch, channels, ...). y = x / (k + alpha mean of x^2 over the window of channels)^beta, PyTorch's formula. */
export const localResponseNorm = defineOp<LocalResponseAttributes, Saved>({
  role: 'normalisation',
  shape: ([x], { size, alpha, beta, k }) => {
    if (!x) return { error: 'local-response-norm takes one input' };
    if (!isFloat(x.elementType))
      return { error: `local-response-norm needs floats, found ${x.elementType} values` };
    if (x.shape.length < 3) {
      return {
        error: `local-response-norm needs an input of (batch, channels) and at least one further axis, found (${x.shape.join(', ')})`,
      };
    }
    if (!Number.isInteger(size) || size < 1) {
      return { error: `local-response-norm needs a size that is a whole number from 1, found ${size}` };
    }
    const odd = [alpha, beta, k].find((number) => !Number.isFinite(number));
    return odd === undefined
      ? [x]
      : { error: `local-response-norm needs numbers for alpha, beta and k, found ${odd}` };
  },
  unitAxis: () => 1,
  // Energies and shares are float64, and so are the flows in backward and what is gathered of them.
  extra: ([x]) => ({ saved: 4 * sizeOf(x?.shape ?? []), passing: 4 * sizeOf(x?.shape ?? []) }),
  work: ([x], { size }) => sizeOf(x?.shape ?? []) * (4 + 2 * Math.min(size, x?.shape[1] ?? 1)),
  forward: (kernels, [x], attributes) => {
    if (!x) throw new RangeError('local-response-norm takes one input');
    const { size, alpha, beta, k } = attributes;
    const squares = new Float64Array(x.data);
    for (let place = 0; place < squares.length; place += 1) squares[place] = (squares[place] ?? NaN) ** 2;
    const energy = windowSums(kernels, squares, x.shape, below(size), above(size));
    const share = new Float64Array(energy.length);
    const y = kernels.allocate(x.shape);
    for (let place = 0; place < energy.length; place += 1) {
      const at = k + (alpha / size) * (energy[place] ?? NaN);
      energy[place] = at;
      const factor = 1 / powerOf(at, beta);
      share[place] = factor;
      y.data[place] = (x.data[place] ?? NaN) * factor;
    }
    return { outputs: [y], saved: { x, energy, share } };
  },
  // The windows that hold a channel are those of the channels in the mirrored window around it.
  backward: (kernels, [dy], { x, energy, share }, { size, alpha, beta }, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const flows = new Float64Array(x.data.length);
    for (let place = 0; place < flows.length; place += 1) {
      const slope = (share[place] ?? NaN) / (energy[place] ?? NaN);
      flows[place] = (dy.data[place] ?? NaN) * (x.data[place] ?? NaN) * slope;
    }
    const gathered = windowSums(kernels, flows, x.shape, above(size), below(size));
    const dx = kernels.allocate(x.shape);
    for (let place = 0; place < flows.length; place += 1) {
      const straight = (dy.data[place] ?? NaN) * (share[place] ?? NaN);
      const around = ((2 * alpha * beta) / size) * (x.data[place] ?? NaN) * (gathered[place] ?? NaN);
      dx.data[place] = straight - around;
    }
    return [dx];
  },
});

/** Roots in place of the power for the exponent of the paper. */
function powerOf(energy: number, beta: number): number {
  if (beta !== 0.75) return energy ** beta;
  const root = Math.sqrt(energy);
  return root * Math.sqrt(root);
}

function below(size: number): number {
  return Math.floor(size / 2);
}

function above(size: number): number {
  return Math.floor((size - 1) / 2);
}

/** For every channel the sum over the channels from `under` below to `over` above it. */
function windowSums(
  kernels: Kernels,
  values: Float64Array,
  shape: Shape,
  under: number,
  over: number,
): Float64Array {
  const [batch = 0, channels = 0] = shape;
  const inner = sizeOf(shape.slice(2));
  const sums = new Float64Array(values.length);
  for (let sample = 0; sample < batch; sample += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const into = (sample * channels + channel) * inner;
      const last = Math.min(channels - 1, channel + over);
      for (let other = Math.max(0, channel - under); other <= last; other += 1) {
        const from = (sample * channels + other) * inner;
        for (let place = 0; place < inner; place += 1) {
          sums[into + place] = (sums[into + place] ?? NaN) + (values[from + place] ?? NaN);
        }
        kernels.pace(inner);
      }
    }
  }
  return sums;
}
