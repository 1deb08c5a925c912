/** Bands over seeds: quantiles by their definition, comparable with the report's own numbers, and usual for what is usual. */
import { strict as assert } from 'node:assert';
import { bandsOf, type BandSample } from '../../src/inspect/bands';
import { kernelsOf } from '../tensor/wasmModules';
import { inspectText, near, onlyNetwork } from './sources';

function sampleOf(delta: readonly (number | null)[]): BandSample {
  return {
    delta,
    gain: [],
    outputStd: [],
    weightGradient: [],
    gradientRatio: [],
    dead: [],
    saturated: [],
    stepRatio: [],
  };
}

describe('bands over seeds', () => {
  it('are the 5, 50 and 95 % quantiles, interpolated, of what is known', () => {
    const samples = [[4], [1], [null], [3], [NaN], [2], [5]].map(sampleOf);
    // NumPy's default: numpy.quantile([1, 2, 3, 4, 5], [0.05, 0.5, 0.95]) = 1.2, 3, 4.8.
    const [band] = bandsOf(samples).delta;
    [1.2, 3, 4.8].forEach((expected, place) => near(band?.[place], expected, 1e-12));
    assert.deepEqual(bandsOf([sampleOf([null])]).delta, [null]);
    assert.deepEqual(bandsOf([]).delta, []);
  });

  it('hold the numbers of the network itself, also where the runs over seeds have fewer samples', async () => {
    const kernels = await kernelsOf('simd');
    // Wide enough that seeds hardly differ, and dear enough that the controls run on fewer samples than the report's 512.
    const text = `input: [256]
layers:
  - repeat: 8
    layers: [{ linear: 256, init: he-normal }, relu]
  - linear: 10
loss: cross-entropy
batch: 512
`;
    const { layers, controls } = onlyNetwork(inspectText(text, { kernels: () => kernels }));
    assert.ok(controls && controls.batch < 512, String(controls?.batch));
    layers.forEach((layer, index) => {
      const { own } = controls.bands;
      for (const [what, value, band] of [
        ['delta', layer.delta, own.delta[index]],
        ['activation std', layer.output.std, own.outputStd[index]],
      ] as const) {
        assert.ok(band && value !== null, what);
        assert.ok(
          value > band[0] / 1.5 && value < band[2] * 1.5,
          `${layer.name} ${what} ${value}: ${String(band)}`,
        );
      }
    });
    // delta(l) = gain(l) delta(next) in every run, so also where all runs agree: He keeps it (He 2015).
    for (const band of controls.bands.own.gain.slice(0, 7)) near(band?.[1], 1, 0.1, 'gain');
    assert.equal(controls.bands.own.gain.at(-1), null);
    assert.ok(controls.bands.own.weightGradient.every((band) => (band?.[1] ?? 0) > 0));
    assert.ok(controls.bands.own.dead.slice(0, 8).every((band) => band !== null));
    assert.ok(controls.bands.own.saturated.every((band) => band === null));
  });
});
