/** Random numbers made of nothing but a shape and a law: what `torch.rand` and its kin give when a network runs. */
import { shapeText } from '../../base/numbers';
import { isSize } from '../movement/axes';
import { defineOp, type ShapeError } from '../op';

type RandomAttributes = {
  readonly sizes: readonly number[];
  /** `coins` are 1 with the probability `centre`, else 0; `integers` are whole numbers from `centre` on. */
  readonly law: 'normal' | 'uniform' | 'coins' | 'integers';
  /** A standard deviation; the width of the interval of uniform and whole numbers; coins have none. */
  readonly scale: number;
  /** The mean of normal numbers, the least of uniform and whole ones, the probability of coins. */
  readonly centre: number;
};

/**
 * No arguments. Output: numbers of a law in training; in evaluation 0, so that two evaluations agree. Whole numbers are int32, all else
 * floats. No gradient comes out of it.
 */
export const random = defineOp<RandomAttributes, null>({
  role: 'noise',
  shape: (args, attributes, floatType) => {
    if (args.length > 0) return { error: 'random takes no input' };
    const { sizes, law } = attributes;
    return misfit(attributes) ?? [{ elementType: law === 'integers' ? 'int32' : floatType, shape: sizes }];
  },
  forward: (kernels, _args, { sizes, law, scale, centre }, run) => {
    const out = kernels.allocate(sizes, law === 'integers' ? 'int32' : kernels.floatType);
    if (!run.training) return { outputs: [out], saved: null };
    if (law === 'normal') {
      kernels.draw({ kind: 'normal', centre, scale, cut: Infinity }, run.random, out);
    } else if (law === 'coins') {
      kernels.draw({ kind: 'coins', share: centre, one: 1, other: 0 }, run.random, out);
    } else if (law === 'uniform') {
      kernels.draw({ kind: 'uniform', centre: centre + scale / 2, half: scale / 2 }, run.random, out);
    } else {
      kernels.pace(out.data.length);
      for (let place = 0; place < out.data.length; place += 1) {
        out.data[place] = centre + Math.floor(scale * run.random.uniform(place));
      }
    }
    return { outputs: [out], saved: null };
  },
  backward: () => [],
});

function misfit({ sizes, law, scale, centre }: RandomAttributes): ShapeError | undefined {
  if (!sizes.every(isSize)) return { error: `random needs whole sizes from 0 on, found ${shapeText(sizes)}` };
  if (law === 'coins')
    return centre >= 0 && centre <= 1
      ? undefined
      : { error: `random needs a probability between 0 and 1, found ${centre}` };
  return Number.isFinite(centre) && scale >= 0 && scale < Infinity
    ? undefined
    : { error: `random needs a finite centre and a scale of at least 0, found ${centre} and ${scale}` };
}
