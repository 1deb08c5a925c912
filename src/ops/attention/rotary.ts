/** Rotary position embedding (Su et al. 2021): pairs of features turned by angles that grow with the place. */
import { isFloat, sizeOf, type Tensor } from '../../tensor/tensor';
import type { Kernels } from '../../tensor/kernels';
import { defineOp } from '../op';

type RotaryAttributes = {
  /** Pair i of `features` turns by place / base^(2i / features); 10000 in the paper. */
  readonly base: number;
  /** Whether pairs are neighbours (2i, 2i + 1), as in the paper, or the halves (i, i + features / 2), as in LLaMA's published code. */
  readonly interleaved: boolean;
  /** The place of the first row. */
  readonly offset: number;
};

const name = 'rotary-embedding';

/** Arguments: x (..., places, features), an even number of features. Output: every pair turned; backward turns back. */
export const rotaryEmbedding = defineOp<RotaryAttributes, null>({
  role: 'movement',
  shape: ([x], { base, offset }) => {
    if (!x) return { error: `${name} takes one input` };
    if (!isFloat(x.elementType)) return { error: `${name} needs floats, found ${x.elementType} values` };
    if (x.shape.length < 2) return { error: `${name} needs an input with places and features` };
    const features = x.shape.at(-1) ?? 0;
    if (features % 2 !== 0) return { error: `${name} needs an even number of features, found ${features}` };
    if (!(base > 0 && Number.isFinite(base))) return { error: `${name} needs a base above 0, found ${base}` };
    return Number.isFinite(offset) ? [x] : { error: `${name} needs an offset, found ${offset}` };
  },
  work: ([x]) => 3 * sizeOf(x?.shape ?? []),
  forward: (kernels, [x], attributes) => {
    if (!x) throw new RangeError(`${name} takes one input`);
    return { outputs: [turned(kernels, x, attributes, 1)], saved: null };
  },
  backward: (kernels, [dy], _saved, attributes, wanted) =>
    !dy || wanted[0] !== true ? [null] : [turned(kernels, dy, attributes, -1)],
});

function turned(
  kernels: Kernels,
  x: Tensor,
  { base, interleaved, offset }: RotaryAttributes,
  sign: 1 | -1,
): Tensor {
  const features = x.shape.at(-1) ?? 0;
  const places = x.shape.at(-2) ?? 0;
  const pairs = features / 2;
  const [step, apart] = interleaved ? [2, 1] : [1, pairs];
  const y = kernels.allocate(x.shape);
  const batches = places * features === 0 ? 0 : x.data.length / (places * features);
  for (let place = 0; place < places; place += 1) {
    for (let pair = 0; pair < pairs; pair += 1) {
      const angle = (place + offset) * base ** ((-2 * pair) / features);
      const cosine = Math.cos(angle);
      const sine = sign * Math.sin(angle);
      let first = place * features + pair * step;
      for (let batch = 0; batch < batches; batch += 1, first += places * features) {
        const a = x.data[first] ?? NaN;
        const b = x.data[first + apart] ?? NaN;
        y.data[first] = a * cosine - b * sine;
        y.data[first + apart] = a * sine + b * cosine;
      }
      kernels.pace(10 * batches);
    }
  }
  return y;
}
