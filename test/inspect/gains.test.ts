/** Backward gain per layer at width 256, against the known values of lessons.md (mean of many seeds). */
import { firstPicture, near } from './sources';

const seeds = [1, 2, 3, 4, 5];

/** Mean gain of each hidden layer over the seeds, first layer first. */
function meanGains(init: string, activation: string, hidden: number): readonly number[] {
  const layers = `  - repeat: ${hidden}\n    layers: [{ linear: 256, init: ${init} }, ${activation}]\n`;
  const text = `input: [256]\nlayers:\n${layers}  - { linear: 256, init: ${init} }\nloss: cross-entropy\nbatch: 64\n`;
  const runs = seeds.map((seed) => firstPicture(text, { seed }).layers.slice(0, hidden));
  return Array.from({ length: hidden }, (_, layer) => {
    const gains = runs.map((run) => run[layer]?.gain?.total ?? NaN);
    return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  });
}

describe('backward gain per layer at width 256', () => {
  // 1/sqrt 6, 1 and 1/sqrt 2: He et al. 2015, eq. 14, with the variance of each initialisation and half the units active.
  for (const [init, expected] of [
    ['pytorch', 1 / Math.sqrt(6)],
    ['he-normal', 1],
    ['xavier-uniform', Math.SQRT1_2],
  ] as const) {
    it(`ReLU with ${init}: ${expected.toFixed(2)}`, () => {
      for (const gain of meanGains(init, 'relu', 4)) near(gain, expected, 0.05 * expected, 'gain');
    });
  }

  it('sigmoid with Glorot: 0.21 at the first step from the input side, rising to 0.24', () => {
    const gains = meanGains('xavier-uniform', 'sigmoid', 4);
    near(gains[0], 0.21, 0.01, 'first');
    near(gains.at(-1), 0.24, 0.01, 'last');
  });

  it('tanh with Glorot: 0.68 near the input', () => {
    near(meanGains('xavier-uniform', 'tanh', 4)[0], 0.68, 0.03, 'first');
  });
});
