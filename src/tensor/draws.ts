/** Draws: whole tensors of random numbers, each a function of its stream and its position alone. */
import { normalProbability } from './erf';
import { inverseNormal } from './inverseNormal';
import { inPieces, unhurried, type Pace } from './pace';
import type { RandomStream } from './random';
import type { Tensor } from './tensor';

/** What a tensor is drawn from. */
export type Law =
  /** centre + scale z, z standard normal given that it lies within `cut` of 0 (at most 6, or Infinity). */
  | { readonly kind: 'normal'; readonly centre: number; readonly scale: number; readonly cut: number }
  /** Uniform between centre - half and centre + half. */
  | { readonly kind: 'uniform'; readonly centre: number; readonly half: number }
  /** One number with the probability `share`, else the other. */
  | { readonly kind: 'coins'; readonly share: number; readonly one: number; readonly other: number };

/** Kernels that draw. */
export interface DrawKernels {
  /** out[p] = the number of the law at position p of the stream. */
  draw(law: Law, random: RandomStream, out: Tensor): void;
}

/** Steps that a drawn number costs. */
const drawSteps = 8;

/** The plain loops. */
export function drawLoops(pace: Pace = unhurried): DrawKernels {
  return {
    draw: (law, random, { data }) => {
      const at = numberOf(law, random);
      inPieces(data.length, pace, (from, to) => {
        for (let position = from; position < to; position += 1) data[position] = at(position);
        pace(drawSteps * (to - from));
      });
    },
  };
}

function numberOf(law: Law, random: RandomStream): (position: number) => number {
  switch (law.kind) {
    case 'normal': {
      const { centre, scale } = law;
      const below = probabilityBelow(law.cut);
      const between = 1 - 2 * below;
      return (position) => centre + scale * inverseNormal(below + random.uniform(position) * between);
    }
    case 'uniform': {
      const { centre, half } = law;
      return (position) => centre + (2 * random.uniform(position) - 1) * half;
    }
    case 'coins': {
      const { share, one, other } = law;
      return (position) => (random.uniform(position) < share ? one : other);
    }
  }
}

/** The probability of a standard normal number below -cut. */
export function probabilityBelow(cut: number): number {
  return cut === Infinity ? 0 : normalProbability(-cut);
}
