/** Units of tensors: which axis holds them, which of them are dead, and their root mean squares. */
import assert from 'node:assert/strict';
import { deadUnits, peaksBySample, rmsByUnit, unitLayout } from '../../src/analysis/units';
import { tensorOf, type Shape, type Tensor } from '../../src/tensor/tensor';

const of = (shape: Shape, ...values: readonly number[]): Tensor => tensorOf('float64', shape, values);

describe('units', () => {
  it('are channels of images, features of sequences, and the numbers of a sample', () => {
    assert.deepEqual(unitLayout([2, 3, 4, 5], 1), { outer: 2, units: 3, inner: 20, word: 'channel' });
    assert.deepEqual(unitLayout([2, 3, 4], -1), { outer: 6, units: 4, inner: 1, word: 'feature' });
    assert.deepEqual(unitLayout([2, 3], 1), { outer: 2, units: 3, inner: 1, word: 'unit' });
    assert.deepEqual(unitLayout([2, 3], -1), unitLayout([2, 3], 1));
    assert.deepEqual(unitLayout([2], -1), { outer: 2, units: 1, inner: 1, word: 'unit' });
    assert.deepEqual(unitLayout([2, 3, 4], 7), unitLayout([2, 3, 4], -1));
  });

  it('a channel is dead when it is zero on every sample and at every place', () => {
    // Channel 0 lives at one place of one sample, channel 1 nowhere, channel 2 by a NaN.
    const images = of([2, 3, 2], ...[0, 0, 0, 0, 0, NaN], ...[0, 1, 0, 0, 0, 0]);
    assert.deepEqual(deadUnits(images, 1), { units: 1, of: 3 });
  });

  it('a feature is dead when it is zero on every sample at every time', () => {
    const sequences = of([2, 2, 3], ...[0, 1, 0, 0, 0, 0], ...[0, 0, 0, 0, -1, 0]);
    assert.deepEqual(deadUnits(sequences, -1), { units: 2, of: 3 });
  });

  it('the units of one number a sample, and of no sample at all', () => {
    assert.deepEqual(deadUnits(of([3], 0, 0, 0), -1), { units: 1, of: 1 });
    assert.deepEqual(deadUnits(of([0, 2]), -1), { units: 2, of: 2 });
  });

  it('root mean squares run over samples and places', () => {
    const images = of([2, 2, 2], ...[3, 4, 1e-200, 1e-200], ...[0, 0, 1e-200, 1e-200]);
    const [first, second] = rmsByUnit(images, 1);
    assert.equal(first, 2.5);
    assert.equal(second, 1e-200);
    assert.deepEqual([...rmsByUnit(of([2, 2], 3, NaN, 4, 1), -1)], [Math.sqrt(12.5), NaN]);
  });

  it('a peak is the element of largest magnitude over the places, with its sign', () => {
    const images = of([2, 2, 2], ...[1, -3, 0, 0], ...[2, NaN, 5, 4]);
    assert.deepEqual([...peaksBySample(images, 1)], [-3, 0, NaN, 5]);
    const sequences = of([1, 3, 2], 1, 2, -5, 0, 3, -1);
    assert.deepEqual([...peaksBySample(sequences, -1)], [-5, 2]);
  });
});
