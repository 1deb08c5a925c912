/** Normal noise, added or multiplied in training mode. */
import { isFloat } from '../../tensor/tensor';
import { defineOp, type ShapeError } from '../op';
import { masking, normals, rateMisfit, type RateAttributes } from './masks';

type NoiseAttributes = {
  /** Standard deviation of the noise, at least 0. */
  readonly std: number;
};

/** Arguments: x. In training y = x + noise of mean 0 (Keras' GaussianNoise). */
export const gaussianNoise = defineOp<NoiseAttributes, null>({
  role: 'noise',
  shape: ([x], attributes) => {
    if (!x) return { error: 'gaussian-noise takes one input' };
    if (!isFloat(x.elementType))
      return { error: `gaussian-noise takes floats, found ${x.elementType} values` };
    return stdMisfit(attributes) ?? [x];
  },
  forward: (kernels, [x], { std }, run) => {
    if (!x) throw new RangeError('gaussian-noise takes one input');
    if (!run.training || std === 0) return { outputs: [x], saved: null };
    const y = normals(kernels, x.shape, run.random, { mean: 0, std });
    kernels.pairwise('add', x, y, y);
    return { outputs: [y], saved: null };
  },
  backward: (_kernels, [dy], _saved, _attributes, wanted) => [dy && wanted[0] === true ? dy : null],
});

/** Arguments: x. In training y = x times noise of mean 1 and variance rate / (1 - rate), rate below 1 (Keras' GaussianDropout). */
export const gaussianDropout = masking<RateAttributes>({
  name: 'gaussian-dropout',
  misfit: (_x, attributes) =>
    attributes.rate === 1
      ? { error: 'gaussian-dropout needs a rate below 1' }
      : rateMisfit('gaussian-dropout', attributes),
  draw: (kernels, x, { rate }, random) =>
    rate === 0
      ? null
      : {
          mask: normals(kernels, x.shape, random, { mean: 1, std: Math.sqrt(rate / (1 - rate)) }),
          shift: null,
        },
});

function stdMisfit({ std }: NoiseAttributes): ShapeError | undefined {
  return std >= 0 && std < Infinity
    ? undefined
    : { error: `gaussian-noise needs a standard deviation of at least 0, found ${std}` };
}
