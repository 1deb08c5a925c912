/** Statistics, histograms and heatmaps: against values counted by hand and against NumPy's definitions. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { heatmapOf } from '../../src/analysis/heatmap';
import { histogramOf } from '../../src/analysis/histogram';
import { euclideanNorm, median, quantile, rootMeanSquare, statisticsOf } from '../../src/analysis/statistics';

const data = (...values: readonly number[]): { readonly data: Float64Array } => ({
  data: Float64Array.from(values),
});

describe('statistics', () => {
  it('counts NaN and infinities apart and takes the rest', () => {
    assert.deepEqual(statisticsOf(data(1, NaN, 3, Infinity, -Infinity)), {
      count: 5,
      mean: 2,
      std: 1,
      minimum: 1,
      maximum: 3,
      notANumber: 1,
      infinite: 2,
    });
  });

  it('has no mean where nothing is finite', () => {
    assert.ok(Number.isNaN(statisticsOf(data(NaN)).mean));
    assert.ok(Number.isNaN(statisticsOf(data()).std));
  });

  it('takes the norm of tiny and huge numbers without underflow or overflow', () => {
    assert.ok(Math.abs(euclideanNorm([3e-200, 4e-200]) / 5e-200 - 1) < 1e-15);
    assert.ok(Math.abs(euclideanNorm([3e200, 4e200]) / 5e200 - 1) < 1e-15);
    assert.equal(rootMeanSquare(data(3, 4, 3, 4)), Math.sqrt(12.5));
    assert.ok(Number.isNaN(rootMeanSquare(data(1, NaN))));
    assert.equal(rootMeanSquare(data(1, Infinity)), Infinity);
    assert.equal(rootMeanSquare(data()), 0);
  });

  it('interpolates quantiles as numpy.quantile does', () => {
    // numpy.quantile([1, 2, 3, 10], [0, 0.25, 0.5, 0.9, 1]) = [1, 1.75, 2.5, 7.9, 10]
    [0, 0.25, 0.5, 0.9, 1].forEach((share, place) => {
      assert.ok(Math.abs(quantile([1, 2, 3, 10], share) - ([1, 1.75, 2.5, 7.9, 10][place] ?? NaN)) < 1e-12);
    });
    assert.equal(median([5, 1, 3]), 3);
    assert.ok(Number.isNaN(median([])));
  });
});

describe('histograms', () => {
  it('lose no element, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 300 }), (values) => {
        const { counts, below, above, notANumber, infinite } = histogramOf(data(...values));
        assert.equal(
          counts.reduce((sum, count) => sum + count, below + above + notANumber + infinite),
          values.length,
        );
      }),
    );
  });

  it('keep the range of the many when few lie far out, and count those', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index / 1000);
    const { from, to, above } = histogramOf(data(...values, 1e9));
    assert.ok(from >= 0 && to <= 1);
    assert.ok(above >= 1);
  });

  it('draw a single value in the middle', () => {
    const { from, to, counts } = histogramOf(data(2, 2, 2));
    assert.ok(from < 2 && to > 2);
    assert.equal(counts[32], 3);
  });
});

describe('heatmaps', () => {
  const map = (rows: number, columns: number, values: ArrayLike<number>): ReturnType<typeof heatmapOf> =>
    heatmapOf({ rows, columns, values, rowAxis: 'row', columnAxis: 'column' });

  it('pool to 256 x 256 by the element of largest magnitude, sign kept', () => {
    const values = new Float64Array(512 * 300);
    values[3 * 300 + 2] = -5;
    values[2 * 300 + 3] = 4;
    const { rows, columns, values: cells, rowsPerCell, columnsPerCell } = map(512, 300, values);
    assert.deepEqual([rows, columns, rowsPerCell, columnsPerCell], [256, 150, 2, 2]);
    assert.equal(cells[150 + 1], -5);
  });

  it('show a NaN whatever stands beside it', () => {
    const values = new Float64Array(512 * 2).fill(7);
    values[1] = NaN;
    values[3] = 1e9;
    const { values: cells, notFinite } = map(512, 2, values);
    assert.ok(Number.isNaN(cells[1]));
    assert.equal(notFinite, 1);
  });

  it('end the signed scale at the 99.5 % quantile and count what lies beyond', () => {
    const values = Array.from({ length: 1001 }, (_, index) => index);
    const { robustMaximum, outliers, zeros, smallest, largest } = map(1, 1001, values);
    assert.deepEqual([robustMaximum, outliers, zeros, smallest, largest], [995, 5, 1, 1, 1000]);
  });

  it('are empty for an empty matrix', () => {
    assert.equal(map(0, 0, []).values.length, 0);
  });
});

describe('samples of large data', () => {
  it('see every column, whatever the row length', () => {
    // 2,048 columns of which every 256th is 0: an even step over a power of two would see nothing else.
    const values = Float32Array.from({ length: 1024 * 2048 }, (_, index) => (index % 256 === 0 ? 0 : 1));
    const { robustMaximum } = heatmapOf({
      rows: 1024,
      columns: 2048,
      values,
      rowAxis: 'row',
      columnAxis: 'column',
    });
    assert.equal(robustMaximum, 1);
  });
});
