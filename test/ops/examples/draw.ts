/** Draws the arguments of examples: seeded numbers away from the points where an op has no derivative. */
import { randomStream } from '../../../src/tensor/random';
import { sizeOf, tensorOf, type Shape, type Tensor } from '../../../src/tensor/tensor';
import type { Attributes } from '../../../src/ops/op';

/** One call of an op. */
export interface Example<A extends Attributes = Attributes> {
  readonly args: readonly Tensor[];
  readonly attributes: A;
  /** Training mode; evaluation unless true. */
  readonly training?: boolean;
  /** Float arguments that get no gradient: labels, running statistics. Integers and masks never get one. */
  readonly constants?: readonly number[];
  /** Float outputs through which no gradient passes: updated running statistics. */
  readonly detached?: readonly number[];
}

let drawn = 0;

/** Standard normal numbers, other ones at each call, each at least `distance` away from every point of `away`. */
export function normal(shape: Shape, away: readonly number[] = [], distance = 1e-3): Tensor {
  const random = randomStream(20240604, drawn++);
  return tensorOf(
    'float64',
    shape,
    Array.from({ length: sizeOf(shape) }, (_, position) => {
      const value = 2 * random.normal(position);
      const near = away.find((point) => Math.abs(value - point) < distance);
      return near === undefined ? value : near + distance * (value < near ? -1 : 1);
    }),
  );
}

/** Numbers in (0.05, 0.95). */
export function shares(shape: Shape): Tensor {
  const random = randomStream(20240605, drawn++);
  return tensorOf(
    'float64',
    shape,
    Array.from({ length: sizeOf(shape) }, (_, position) => 0.05 + 0.9 * random.uniform(position)),
  );
}

/** The given numbers. */
export function given(shape: Shape, ...values: readonly number[]): Tensor {
  return tensorOf('float64', shape, values);
}

/** Class indices. */
export function classes(...labels: readonly number[]): Tensor {
  return tensorOf('int32', [labels.length], labels);
}

/** A vector, a batch and a batch of sequences, away from the given points. */
export function shapes<A>(attributes: A, away: readonly number[] = []): { args: Tensor[]; attributes: A }[] {
  return [[7], [4, 5], [2, 3, 4]].map((shape) => ({ args: [normal(shape, away)], attributes }));
}

/** Two arguments of one shape, the second drawn by `other`. */
export const pairs = (
  other: (shape: Shape) => Tensor,
): { args: Tensor[]; attributes: Record<string, never> }[] =>
  [
    [5, 1],
    [4, 3],
  ].map((shape) => ({ args: [normal(shape), other(shape)], attributes: {} }));
