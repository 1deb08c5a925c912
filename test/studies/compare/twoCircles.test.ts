/** The two circles of the second lesson, trained from zeros, from weights ten times too large, and from He's (lessons.md, known answers). */
import { strict as assert } from 'node:assert';
import { median } from '../../../src/analysis/statistics';
import type { Network } from '../../../src/graph/network';
import { shortTraining, type ShortTraining } from '../../../src/studies/training/shortTraining';
import type { Kernels } from '../../../src/tensor/kernels';
import { near } from '../../inspect/sources';
import { readExample } from '../../readers/check';
import { kernelsOf } from '../../tensor/wasmModules';

const seeds = [1, 2, 3, 4, 5, 6];

function trained(network: Network, steps: number, kernels: Kernels): ShortTraining {
  const work = shortTraining({ kernels, memoryLimit: 2 ** 30, checkpoint: () => undefined }, network, steps);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe('two circles', () => {
  let kernels: Kernels;
  before(async () => {
    kernels = await kernelsOf('simd');
  });
  const example = (name: string): Network => {
    const { reading } = readExample(`lesson-2-two-circles-${name}.network.yaml`);
    const [network] = reading.networks;
    assert.ok(network);
    return network;
  };

  it('zeros stay at 50 % and ln 2, whatever the seed', () => {
    const network = example('zeros');
    for (const seed of seeds) {
      const { losses, accuracy, steps } = trained({ ...network, seed }, 1000, kernels);
      assert.equal(steps.at(-1), 1000);
      for (const loss of losses) near(loss, Math.LN2, 1e-6, `loss of seed ${seed}`);
      assert.equal(accuracy, 0.5);
    }
  });

  it('weights with standard deviation 10 start over 100 times ln 2, or not finite', () => {
    const network = example('too-large');
    for (const seed of seeds) {
      const [loss = NaN] = trained({ ...network, seed }, 0, kernels).losses;
      assert.ok(!Number.isFinite(loss) || loss > 100 * Math.LN2, `seed ${seed}: ${loss}`);
    }
  });

  // Six times 15,000 steps over all 300 points: some ten seconds, three times that on a busy machine.
  it('He ends above 95 % in the median of six seeds', function () {
    this.timeout(120_000);
    const network = example('he');
    const accuracies = seeds.map((seed) => trained({ ...network, seed }, 15_000, kernels).accuracy ?? NaN);
    assert.ok(median(accuracies) > 0.95, accuracies.join(', '));
  });
});
