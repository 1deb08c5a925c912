/** Colours and tables without a browser: the baked colour tables, the scales, CSV, and what is kept on the shelf of pictures. */
import { strict as assert } from 'node:assert';
import { interpolateRdBu, interpolateViridis } from 'd3-scale-chromatic';
import type { Heatmap } from '../../src/analysis/report';
import { ratioLimits } from '../../webview/plot/limits';
import { usualLimits } from '../../src/analysis/rules/limits';
import { csv } from '../../webview/export/dataTable';
import { colouring, entry, tableFor } from '../../webview/heat/colours';
import { decadesAxis, plainAxis, thinned, layersAxis, zoomWindow } from '../../webview/plot/axes';
import { recalled } from '../../webview/recall';
import { blankMemory } from '../../webview/state';

const heatmap = (values: readonly number[]): Heatmap => ({
  rows: 1,
  columns: values.length,
  values: Float32Array.from(values),
  rowsPerCell: 1,
  columnsPerCell: 1,
  rowAxis: 'row',
  columnAxis: 'column',
  robustMaximum: 2,
  smallest: 1e-6,
  largest: 100,
  zeros: 0,
  outliers: 0,
  notFinite: 0,
});

const channels = (css: string): number[] =>
  css.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16))
    : (css.match(/\d+/g) ?? []).map(Number);

describe('colours', () => {
  it('are those of d3-scale-chromatic', () => {
    const magnitude = tableFor('magnitude', 'dark');
    const signed = tableFor('signed', 'light');
    for (let place = 0; place < 256; place += 1) {
      assert.deepEqual([...entry(magnitude, place)], channels(interpolateViridis(place / 255)));
      assert.deepEqual([...entry(signed, place)], channels(interpolateRdBu(1 - place / 255)));
    }
  });

  it('grow evenly away from zero on both sides of the dark diverging map', () => {
    const table = tableFor('signed', 'dark');
    const light = (place: number): number => entry(table, place).reduce((sum, part) => sum + part, 0);
    for (let place = 129; place < 256; place += 1) {
      assert.ok(light(place) >= light(place - 1) - 6, `${place}`);
      assert.ok(light(255 - place) >= light(256 - place) - 6, `${255 - place}`);
    }
  });

  it('are symmetric about zero, and logarithmic for magnitudes', () => {
    const signed = colouring(heatmap([]), 'signed', 'dark');
    assert.equal(signed.place(2) + signed.place(-2), 255);
    assert.equal(signed.place(1000), 255);
    const magnitude = colouring(heatmap([]), 'magnitude', 'dark');
    assert.equal(magnitude.place(1e-6), 0);
    assert.ok(Math.abs(magnitude.place(-1e-2) - 127.5) < 1e-9);
    assert.equal(magnitude.place(100), 255);
  });
});

describe('axes', () => {
  it('label whole decades only', () => {
    const axis = decadesAxis('', [3e-9, 0.5, null, 0, NaN]);
    assert.deepEqual(
      axis.ticks.map(({ label }) => label),
      ['1e-10', '1e-8', '1e-6', '1e-4', '0.01', '1'],
    );
    assert.deepEqual(
      decadesAxis('', []).ticks.map(({ label }) => label),
      ['0.1', '1'],
    );
  });

  it('label round numbers', () => {
    assert.deepEqual(
      plainAxis('', -7, 7, 7).ticks.map(({ label }) => label),
      ['-6', '-4', '-2', '0', '2', '4', '6'],
    );
    assert.deepEqual(plainAxis('', NaN, NaN).ticks.length > 0, true);
  });

  it('leave names out when there are too many, and keep their numbers when they are cut', () => {
    const names = Array.from({ length: 100 }, (_, index) => `transformer_block_${index}`);
    const shown = thinned(layersAxis(names, [-0.5, 99.5]), 500);
    assert.ok(shown.length >= 3 && shown.length <= 10, String(shown.length));
    assert.ok(shown.every(({ at, label }) => label.endsWith(String(at))));
  });

  it('zoom without leaving the data', () => {
    assert.deepEqual(zoomWindow(0, 8, 2, 7), [4, 8]);
    assert.deepEqual(zoomWindow(0, 8, 1, 7), [0, 8]);
  });
});

describe('tables', () => {
  it('quote what CSV needs quoted and disarm formulas', () => {
    const table = {
      columns: ['a', 'b'],
      rows: [
        ['x,"y"', 1e-9],
        ['=1+1', null],
        ['-2', NaN],
      ],
    };
    assert.equal(csv(table), 'a,b\r\n"x,""y""",1e-9\r\n\'=1+1,\r\n\'-2,NaN\r\n');
  });
});

describe('limits', () => {
  it('are those of the rules', () => {
    assert.equal(ratioLimits.vanishing, usualLimits.vanishing.warning.value);
    assert.equal(ratioLimits.exploding, usualLimits.exploding.warning.value);
  });
});

describe('memory', () => {
  it('forgets what it does not understand', () => {
    for (const value of [null, 3, 'x', [], { tab: 7 }]) assert.deepEqual(recalled(value), blankMemory);
    const kept = { ...blankMemory, tab: 'scan', zoom: { flow: 4 }, open: ['why'] };
    assert.deepEqual(recalled(JSON.parse(JSON.stringify(kept))), kept);
  });
});
