/** The picture of a hover: what stands where, for the numbers that real layers bring and for those that nobody hopes for. */
import assert from 'node:assert/strict';
import type { ActivationReport, Histogram } from '../../../src/analysis/report';
import { layerPicture, type ThemeKind } from '../../../src/host/editor/layerPicture';

const x = Array.from({ length: 401 }, (_, step) => -10 + step / 20);
const curve = (value: (at: number) => number, derivative: (at: number) => number): ActivationReport => ({
  ...{ name: 'any', layers: [0], x, value: x.map(value), derivative: x.map(derivative) },
  ...{ maximumDerivative: 1, saturated: [], silent: [], jumps: [] },
});
const relu = curve(
  (at) => Math.max(0, at),
  (at) => (at > 0 ? 1 : 0),
);
const histogram = (from: number, to: number, counts: readonly number[]): Histogram => ({
  ...{ from, to, counts, below: 0, above: 0, notANumber: 0, infinite: 0 },
});

/** All numbers of the paths with this attribute. */
function numbersOf(svg: string, attribute: string): readonly number[] {
  const [, path = ''] = new RegExp(`<path d="([^"]*)" [^>]*${attribute}`).exec(svg) ?? [];
  return [...path.matchAll(/-?[\d.]+/g)].map(Number);
}

const labels = (svg: string): readonly string[] =>
  [...svg.matchAll(/>([^<]+)<\/text>/g)].map(([, text = '']) => text);

describe('the picture of a hover', () => {
  it('draws f and its derivative on one scale, from the least to the most that is seen', () => {
    const svg = layerPicture({ activation: relu, histogram: null }, 'dark');
    // Without data -2 to 2 is seen, where ReLU goes from 0 to 2.
    assert.deepEqual(labels(svg), ['-2', '0', '2', '0', '2', 'f', "f'"]);
    const values = numbersOf(svg, 'stroke-width="2"');
    const heights = values.filter((_, index) => index % 2 === 1);
    assert.equal(heights[0], Math.max(...heights));
    assert.equal(heights.at(-1), Math.min(...heights));
    const kink = values[values.indexOf(heights[41] ?? NaN) - 1] ?? NaN;
    const [left = NaN, right = NaN] = [values[0], values.at(-2)];
    assert.ok(kink > left && kink < right);
  });

  it('reaches as far as the data do', () => {
    const wide = layerPicture({ activation: relu, histogram: histogram(-5, 8, [1, 3, 2]) }, 'light');
    assert.deepEqual(labels(wide).slice(0, 3), ['-5', '0', '8']);
    const far = layerPicture({ activation: relu, histogram: histogram(-300, 400, [1, 3, 2]) }, 'light');
    assert.deepEqual(labels(far).slice(0, 3), ['-300', '0', '400']);
  });

  it('draws bars as tall as their counts, and none for nothing', () => {
    const svg = layerPicture({ activation: null, histogram: histogram(0, 4, [1, 0, 4, 2]) }, 'dark');
    const [, bars = ''] = /<path d="([^"]*)" fill="[^"]*" fill-opacity/.exec(svg) ?? [];
    const heights = [...bars.matchAll(/v(-[\d.]+)/g)].map(([, height]) => -Number(height));
    const [one = NaN, four = NaN, two = NaN] = heights;
    assert.equal(heights.length, 3);
    assert.ok(Math.abs(four - 4 * one) < 0.5 && Math.abs(four - 2 * two) < 0.5, heights.join());
    assert.ok(labels(svg).includes('output'));
  });

  it('shades what is saturated, as far as it is seen', () => {
    const activation: ActivationReport = {
      ...relu,
      saturated: [
        [-Infinity, -1],
        [50, Infinity],
      ],
    };
    const svg = layerPicture({ activation, histogram: null }, 'dark');
    assert.equal([...svg.matchAll(/<rect /g)].length, 1);
    assert.ok(labels(svg).includes('saturated'));
  });

  it('breaks a curve where it has no value', () => {
    const log = curve(Math.log, (at) => 1 / at);
    const svg = layerPicture({ activation: log, histogram: null }, 'dark');
    assert.doesNotMatch(svg, /NaN|Infinity/);
    assert.ok(numbersOf(svg, 'stroke-width="2"').length > 20);
  });

  it('is plain ASCII without numbers that are none, whatever the data are', () => {
    const kinds: readonly ThemeKind[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'];
    const hard = [
      histogram(0, 0, [256]),
      histogram(NaN, NaN, [0, 0]),
      histogram(-Infinity, Infinity, [1]),
      histogram(1e-30, 2e-30, [3, 4]),
      histogram(-1e299, 1e299, [3, 4]),
    ];
    for (const kind of kinds) {
      for (const each of hard) {
        for (const activation of [null, relu]) {
          const svg = layerPicture({ activation, histogram: each }, kind);
          assert.doesNotMatch(svg, /NaN|Infinity|undefined|[^\x20-\x7e]/, svg);
        }
      }
    }
  });
});
