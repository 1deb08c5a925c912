/** What is recorded of a training: bins of every step, thinned steps, the fate of units. */
import assert from 'node:assert/strict';
import { binning } from '../../../src/analysis/training/bins';
import { censusTaker } from '../../../src/analysis/training/census';
import { parameterKeeper } from '../../../src/analysis/training/keeping';
import { trainedRows } from '../../../src/analysis/training/layers';
import { mostBins } from '../../../src/analysis/training/record';
import { thinning } from '../../../src/analysis/training/thinning';
import { rowsOf } from '../../../src/analysis/rows';
import type { Evaluator } from '../../../src/engine/training/evaluate';
import { unhurried } from '../../../src/tensor/pace';
import { tensorOf } from '../../../src/tensor/tensor';
import { readNetworkFile } from '../../readers/check';

describe('bins of steps', () => {
  it('hold each step while there is room', () => {
    const { add, bins } = binning();
    for (let step = 0; step < mostBins; step += 1) add(step);
    const { width, mean, minimum, maximum } = bins();
    assert.equal(width, 1);
    for (const part of [mean, minimum, maximum]) assert.equal(part[mostBins - 1], mostBins - 1);
  });

  it('join neighbours when there is none, and count an open bin by what it holds', () => {
    const { add, bins } = binning();
    const count = 4 * mostBins + 3;
    for (let step = 0; step < count; step += 1) add(step);
    const { width, mean, minimum, maximum } = bins();
    assert.equal(width, 8);
    assert.equal(mean.length, Math.ceil(count / 8));
    assert.ok(mean.length <= mostBins);
    assert.deepEqual([minimum[1], mean[1], maximum[1]], [8, 11.5, 15]);
    const last = mean.length - 1;
    assert.deepEqual([minimum[last], mean[last], maximum[last]], [8 * last, 8 * last + 1, 8 * last + 2]);
  });

  it('show a number that is not finite', () => {
    const { add, bins } = binning();
    for (let step = 0; step <= 2 * mostBins; step += 1) add(step === 5 ? NaN : step === 9 ? Infinity : 0);
    const { width, mean, maximum } = bins();
    assert.equal(width, 4);
    assert.ok(Number.isNaN(mean[1]) && Number.isNaN(maximum[1]));
    assert.equal(mean[2], Infinity);
    assert.equal(mean[3], 0);
  });
});

describe('thinning', () => {
  it('doubles the stride when it is full and keeps the last one', () => {
    const kept = thinning<number>(8);
    const last = 100;
    for (let step = 0; step <= last; step += 1) {
      if (kept.wants(step) || step === last) kept.keep(step, -step);
    }
    assert.equal(kept.stride, 16);
    assert.deepEqual(kept.steps, [0, 16, 32, 48, 64, 80, 96, 100]);
    assert.deepEqual(
      kept.kept,
      kept.steps.map((step) => -step),
    );
  });

  it('ends with the first where there is room for one alone', () => {
    const kept = thinning<number>(0);
    for (let step = 0; step < 100; step += 1) if (kept.wants(step)) kept.keep(step, step);
    assert.equal(kept.steps[0], 0);
    assert.ok(kept.steps.length <= 2);
  });
});

describe('kept parameters', () => {
  it('are copies, within the bytes allowed', () => {
    const million = tensorOf('float64', [2 ** 20], new Float64Array(2 ** 20));
    const values = new Map([['w', million]]);
    const keeper = parameterKeeper(values);
    for (let updates = 0; updates < 40; updates += 1) {
      million.data[0] = updates;
      if (keeper.wants(updates)) keeper.keep(updates, values);
    }
    // 8 MiB each, 64 MiB in all.
    assert.ok(keeper.updates.length <= 8, `${keeper.updates.length} copies`);
    for (const updates of keeper.updates) {
      assert.equal(keeper.at(updates)?.values.get('w')?.data[0], updates);
    }
    assert.equal(keeper.at(1)?.updates, 0);
    assert.equal(keeper.at(39)?.updates, keeper.updates.at(-1));
  });
});

describe('the census', () => {
  const { networks } = readNetworkFile(
    'input: [2]\nlayers: [{ linear: 3 }, relu, { linear: 1 }]\nloss: mse\n',
  );
  const [network] = networks;
  assert.ok(network);
  const rows = rowsOf(network);
  const layers = trainedRows(network, rows);
  const after = rows[0]?.after ?? assert.fail();

  /** Takes a census of outputs of the ReLU, two batches each. */
  function censusOf(
    outputs: readonly (readonly number[])[],
  ): ReturnType<ReturnType<typeof censusTaker>['census']> {
    let turn = 0;
    const evaluator: Evaluator = {
      *score(_parameters, rowsOfData, observe) {
        for (const part of [0, 1]) {
          const values = (outputs[turn] ?? []).slice(6 * part, 6 * part + 6);
          observe?.(after.node, after.output, tensorOf('float64', [2, 3], values));
          yield 2;
        }
        turn += 1;
        return { loss: turn, accuracy: rowsOfData.length === 0 ? null : 0.5 };
      },
    };
    const samples = { training: [0, 1, 2, 3], testing: [], batchOf: () => assert.fail() };
    const taker = censusTaker(layers, evaluator, samples, { stride: 10, pace: unhurried });
    outputs.forEach((_, index) => {
      assert.ok(taker.wants(10 * index));
      for (const taking = taker.take(10 * index, new Map()); taking.next().done !== true;);
    });
    assert.ok(!taker.wants(5));
    return taker.census();
  }

  it('says of each unit when it died and whether it came back', () => {
    // Unit 0 lives in the second batch alone; unit 1 dies and comes back; unit 2 is dead from the start on.
    const alive = [0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0];
    const withoutOne = [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0];
    const { layers: found, updates, training, testing } = censusOf([alive, withoutOne, withoutOne, alive]);
    assert.deepEqual([...updates], [0, 10, 20, 30]);
    assert.deepEqual([...training.loss], [1, 2, 3, 4]);
    assert.equal(testing, null);
    const [layer] = found;
    assert.ok(layer);
    assert.equal(layer.units, 3);
    assert.deepEqual([...layer.died], [NaN, 10, 0]);
    assert.deepEqual([...layer.revived], [NaN, 30, NaN]);
    assert.deepEqual([...layer.dead], [0, 0, 1]);
    assert.deepEqual(
      [...layer.share].map((share) => Math.round(3 * share)),
      [1, 2, 2, 1],
    );
    assert.deepEqual([...(layer.map ?? [])], [0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1]);
  });
});
