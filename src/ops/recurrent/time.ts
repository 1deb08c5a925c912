/** Sequences with time as the first axis: single steps as views, and copies from and to batch-first order. */
import type { Kernels } from '../../tensor/kernels';
import { sizeOf, type Tensor } from '../../tensor/tensor';

/** The part of a tensor at one index of its first axis; nothing is copied. */
export function step({ elementType, shape, data }: Tensor, index: number): Tensor {
  const rest = shape.slice(1);
  const size = sizeOf(rest);
  return { elementType, shape: rest, data: data.subarray(index * size, (index + 1) * size) };
}

/** Some neighbours along the first axis, as a matrix with a row for every index of all axes but the last; nothing is copied. */
export function rows({ elementType, shape, data }: Tensor, first: number, count: number): Tensor {
  const size = sizeOf(shape.slice(1));
  const columns = shape.at(-1) ?? 1;
  const between = sizeOf(shape.slice(1, -1));
  return {
    elementType,
    shape: [count * between, columns],
    data: data.subarray(first * size, (first + count) * size),
  };
}

/** All of a sequence as a matrix with a row for every step and sample. */
export function allRows(tensor: Tensor): Tensor {
  return rows(tensor, 0, tensor.shape[0] ?? 0);
}

/** (a, b, features) as (b, a, features): from batch first to time first, and back. */
export function swapped(kernels: Kernels, x: Tensor, out: Tensor): void {
  const [first = 0, second = 0, size = 0] = x.shape;
  kernels.copy([second, first, size], x, { start: 0, strides: [size, second * size, 1] }, out, {
    start: 0,
    strides: [first * size, size, 1],
  });
}

/** The sequence with time first: itself where it is so already. */
export function timeFirst(kernels: Kernels, x: Tensor, timeMajor: boolean): Tensor {
  if (timeMajor) return x;
  const [batch = 0, steps = 0, size = 0] = x.shape;
  const out = kernels.allocate([steps, batch, size]);
  swapped(kernels, x, out);
  return out;
}

/** The order of steps: the index in time of the step number `turn`. */
export function timeOf(turn: number, steps: number, reverse: boolean): number {
  return reverse ? steps - 1 - turn : turn;
}

/** Of steps + 1 states in the order of time, those before the step at `time`. */
export function before(states: Tensor, time: number, reverse: boolean): Tensor {
  return step(states, reverse ? time + 1 : time);
}

/** Of steps + 1 states in the order of time, those after the step at `time`. */
export function after(states: Tensor, time: number, reverse: boolean): Tensor {
  return step(states, reverse ? time : time + 1);
}
