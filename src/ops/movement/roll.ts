/** Roll: elements move along an axis, and what leaves at one end comes in at the other. */
import type { Kernels } from '../../tensor/kernels';
import { reshaped, type Shape, type Tensor } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { axisIn, noAxis, stridesOf } from './axes';

type RollAttributes = {
  /** Places towards higher indices; negative ones go the other way. One for every axis. */
  readonly shifts: readonly number[];
  /** An axis may stand there twice. None: the input is rolled as one axis, by one shift. */
  readonly axes: readonly number[];
};

/** Arguments: x. Output: x rolled along axes (torch.roll). */
export const roll = defineOp<RollAttributes, null>({
  role: 'movement',
  shape: ([x], attributes) => {
    if (!x) return { error: 'roll takes one input' };
    const error = misfit(x.shape, attributes);
    return error ?? [x];
  },
  forward: (kernels, [x], { shifts, axes }) => {
    if (!x) throw new RangeError('roll takes one input');
    return { outputs: [rolled(kernels, x, shifts, axes)], saved: null };
  },
  backward: (kernels, [dy], _saved, { shifts, axes }, wanted) => {
    if (!dy || wanted[0] !== true) return [null];
    return [
      rolled(
        kernels,
        dy,
        shifts.map((shift) => -shift),
        axes,
      ),
    ];
  },
});

function misfit(shape: Shape, { shifts, axes }: RollAttributes): ShapeError | undefined {
  const count = Math.max(1, axes.length);
  if (shifts.length !== count) {
    return {
      error: `roll needs ${axes.length === 0 ? 'one shift' : 'a shift for every axis'}, found ${shifts.length}`,
    };
  }
  const wrong = shifts.find((shift) => !Number.isSafeInteger(shift));
  if (wrong !== undefined) return { error: `roll needs whole shifts, found ${wrong}` };
  const missing = axes.find((axis) => axisIn(axis, shape.length) === null);
  return missing === undefined ? undefined : noAxis('roll', missing, shape);
}

function rolled(kernels: Kernels, x: Tensor, shifts: readonly number[], axes: readonly number[]): Tensor {
  if (axes.length === 0) {
    const flat = reshaped(x, [x.data.length]);
    return reshaped(rolledAlong(kernels, flat, 0, shifts[0] ?? 0), x.shape);
  }
  return axes.reduce(
    (y, axis, which) => rolledAlong(kernels, y, axisIn(axis, x.shape.length) ?? 0, shifts[which] ?? 0),
    x,
  );
}

function rolledAlong(kernels: Kernels, x: Tensor, axis: number, shift: number): Tensor {
  const size = x.shape[axis] ?? 1;
  const y = kernels.allocate(x.shape, x.elementType);
  if (size === 0) return y;
  const first = ((shift % size) + size) % size;
  const strides = stridesOf(x.shape);
  const step = strides[axis] ?? 0;
  for (const [from, into, count] of [
    [0, first, size - first],
    [size - first, 0, first],
  ] as const) {
    const shape = x.shape.with(axis, count);
    kernels.copy(shape, x, { start: from * step, strides }, y, { start: into * step, strides });
  }
  return y;
}
