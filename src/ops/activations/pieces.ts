/** Activations that take several pre-activations for one output: the gated linear unit and maxout. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, reshaped, sizeOf, type Shape, type Tensor } from '../../tensor/tensor';
import { axisIn, noAxis } from '../movement/axes';
import { defineOp } from '../op';
import { sigmoid, step } from './bounded';
import type { AxisAttributes } from './overAxes';

interface Halves {
  readonly value: Tensor;
  readonly gate: Tensor;
}

/**
 * The first half of an axis times the sigmoid of the second (Dauphin et al. 2017; PyTorch's GLU). Argument: x (..., 2 n, ...); output:
 * (..., n, ...). With halves a, b: da = dy sigma(b), db = dy a sigma'(b).
 */
export const glu = defineOp<AxisAttributes, Halves>({
  role: 'activation',
  shape: ([x], { axis = -1 }) => {
    if (!x) return { error: 'glu takes one input' };
    if (!isFloat(x.elementType)) return { error: `glu takes floats, found ${x.elementType} values` };
    const halves = axisIn(axis, x.shape.length);
    if (x.shape.length > 0 && halves === null) return noAxis('glu', axis, x.shape);
    const features = x.shape[halves ?? 0];
    if (halves === null || features === undefined || features % 2 !== 0) {
      const which = axis === -1 ? 'the last axis' : `the axis ${axis}`;
      return { error: `glu halves ${which}, which has ${features ?? 'no'} features here` };
    }
    return [{ elementType: x.elementType, shape: x.shape.with(halves, features / 2) }];
  },
  forward: (kernels, [x], { axis = -1 }) => {
    if (!x) throw new RangeError('glu takes one input');
    const value = half(kernels, x, 0, axis);
    const gate = half(kernels, x, 1, axis);
    const y = kernels.allocate(value.shape);
    kernels.map(sigmoid.curve({}).f, gate, y);
    kernels.pairwise('multiply', y, value, y);
    return { outputs: [y], saved: { value, gate } };
  },
  backward: (kernels, [dy], { value, gate }, { axis = -1 }, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    const { f } = sigmoid.curve({});
    const part = kernels.allocate(dy.shape);
    const dx = kernels.allocate(resizedBy(dy.shape, axis, 2));
    kernels.map(f, gate, part);
    kernels.pairwise('multiply', part, dy, part);
    putHalf(kernels, part, dx, 0, axis);
    kernels.pairwise('multiply', dy, value, part);
    kernels.mapGradient(f, part, gate, part);
    putHalf(kernels, part, dx, 1, axis);
    return [dx];
  },
});

function resizedBy(shape: Shape, axis: number, factor: number): Shape {
  return shape.map((size, at) => (at === axisIn(axis, shape.length) ? size * factor : size));
}

/** The first (0) or second (1) half of an axis. */
function half(kernels: Kernels, x: Tensor, which: 0 | 1, axis: number): Tensor {
  const out = kernels.allocate(resizedBy(x.shape, axis, 0.5));
  const { whole, part, matrix } = halfLayouts(out, which, axis);
  kernels.copy(matrix, x, whole, out, part);
  return out;
}

function putHalf(kernels: Kernels, x: Tensor, out: Tensor, which: 0 | 1, axis: number): void {
  const { whole, part, matrix } = halfLayouts(x, which, axis);
  kernels.copy(matrix, x, part, out, whole);
}

/** The axis and all behind it lie together, its halves one behind the other. */
function halfLayouts(
  { shape, data }: Tensor,
  which: 0 | 1,
  axis: number,
): Readonly<Record<'whole' | 'part', { readonly start: number; readonly strides: readonly number[] }>> & {
  readonly matrix: Shape;
} {
  const columns = sizeOf(shape.slice(axisIn(axis, shape.length) ?? 0));
  return {
    matrix: [columns === 0 ? 0 : data.length / columns, columns],
    whole: { start: which * columns, strides: [2 * columns, 1] },
    part: { start: 0, strides: [columns, 1] },
  };
}

type MaxoutAttributes = {
  /** How many neighbouring features compete for one output. */
  readonly pieces: number;
};

interface Contest {
  /** x as (..., outputs, pieces). */
  readonly x: Tensor;
  /** The winners as (..., outputs, 1). */
  readonly best: Tensor;
  readonly shape: Shape;
}

/**
 * The largest of each run of `pieces` neighbouring features (Goodfellow et al. 2013; TensorFlow Addons' Maxout). Argument: x (..., outputs
 * pieces); output: (..., outputs). The gradient goes to the winner, in equal shares to several.
 */
export const maxout = defineOp<MaxoutAttributes, Contest>({
  role: 'activation',
  shape: ([x], { pieces }) => {
    if (!x) return { error: 'maxout takes one input' };
    if (!isFloat(x.elementType)) return { error: `maxout takes floats, found ${x.elementType} values` };
    const features = x.shape.at(-1);
    if (features === undefined || !Number.isInteger(pieces) || pieces < 1 || features % pieces !== 0) {
      return { error: `maxout cannot part ${features ?? 'no'} features into runs of ${pieces}` };
    }
    return [{ elementType: x.elementType, shape: [...x.shape.slice(0, -1), features / pieces] }];
  },
  work: ([x]) => x?.shape.reduce((product, size) => product * size, 1) ?? 0,
  forward: (kernels, [x], { pieces }) => {
    if (!x) throw new RangeError('maxout takes one input');
    const outer = [...x.shape.slice(0, -1), (x.shape.at(-1) ?? 0) / pieces];
    const runs = reshaped(x, [...outer, pieces]);
    const best = kernels.allocate([...outer, 1]);
    kernels.reduce('maximum', runs, best);
    return { outputs: [reshaped(best, outer)], saved: { x: runs, best, shape: x.shape } };
  },
  backward: (kernels, [dy], { x, best, shape }, _attributes, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    // 1 for every winner: the distance to the best is not above 0.
    const dx = kernels.allocate(x.shape);
    kernels.pairwise('subtract', best, x, dx);
    kernels.map(step.curve({}).f, dx, dx);
    kernels.affine(dx, -1, 1, dx);
    const share = kernels.allocate(best.shape);
    kernels.reduce('sum', dx, share);
    kernels.pairwise('divide', reshaped(dy, best.shape), share, share);
    kernels.pairwise('multiply', dx, share, dx);
    return [reshaped(dx, shape)];
  },
});
