/** Networks as programs have them: several inputs, constants, batch sizes among the attributes, one fixed batch. */
import { strict as assert } from 'node:assert';
import { initialParameters } from '../../src/engine/parameters';
import { planFor, planRun } from '../../src/engine/plan';
import { peakBytes } from '../../src/engine/memory';
import { drawProbe, type Probe } from '../../src/engine/probe';
import { keepNothing, runNetwork, type Trace } from '../../src/engine/trace';
import { prepareTraining } from '../../src/engine/training/preparing';
import { evaluatorOf } from '../../src/engine/training/evaluate';
import { nominalBatch } from '../../src/graph/builder';
import type { Network } from '../../src/graph/network';
import { usualTraining } from '../../src/graph/training';
import { filled } from '../../src/inspect/fill';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf } from '../../src/tensor/tensor';
import { linear, networkOfOps, reshape, span, weightOf } from '../graph/cases';

const kernels = referenceKernels('float64');
const options = { kernels, seed: 1, training: true, checkpoint: () => undefined } as const;

function traceOf(network: Network, probe: Probe): Trace {
  return runNetwork(network, initialParameters(network, 1, kernels), probe, options);
}

/** y = x w + offset m: x by sample, offset whole, m a constant. */
function affine(): Network {
  return networkOfOps((builder) => {
    const x = builder.input('x', [3], span);
    const offset = builder.input('offset', [3], span, 0, true);
    const layer = builder.layer({ kind: 'scale', span });
    const weight = weightOf(builder, layer, [3]);
    const mask = builder.constant({ elementType: 'float', shape: [3], values: [1, 0, 2], span });
    const op = { op: 'multiply', attributes: {} } as const;
    const scaled = builder.op(op, [x, weight], layer, span);
    const masked = builder.op(op, [offset, mask], null, span);
    return [builder.op({ op: 'add', attributes: {} }, [scaled, masked], null, span)];
  });
}

describe('several inputs', () => {
  it('give the gradient of the closed formula', () => {
    const network = affine();
    const probe = drawProbe(network, 4, 1, kernels);
    const trace = traceOf(network, probe);
    const [x, offset] = probe.inputs.map(({ data }) => data);
    const w = trace.parameters.get('scale1.weight')?.data;
    assert.ok(x && offset && w);
    assert.deepEqual(
      probe.inputs.map(({ shape }) => shape),
      [[4, 3], [3]],
    );
    // L = mean (x w + o m)^2, so that dL/dw_j = 2/12 sum_i x_ij (x_ij w_j + o_j m_j).
    const expected = [1, 0, 2].map((m, j) => {
      let sum = 0;
      for (let i = 0; i < 4; i += 1) {
        const at = x[3 * i + j] ?? NaN;
        sum += at * (at * (w[j] ?? NaN) + (offset[j] ?? NaN) * m);
      }
      return sum / 6;
    });
    const found = trace.parameterGradients.get('scale1.weight')?.data;
    expected.forEach((value, j) => assert.ok(Math.abs((found?.[j] ?? NaN) - value) < 1e-14));
    assert.equal(trace.batch, 4);
  });

  it('are drawn each from numbers of its own; a whole one is the same in every batch', () => {
    const network = networkOfOps((builder) => {
      const inputs = [builder.input('a', [50], span), builder.input('b', [50], span)];
      builder.input('c', [50], span, 0, true);
      return [builder.op({ op: 'add', attributes: {} }, inputs, null, span)];
    });
    const [first, second] = (['first', 'second'] as const).map(
      (which) => drawProbe(network, 2, 1, kernels, which).inputs,
    );
    assert.notDeepEqual(first?.[0]?.data, first?.[1]?.data);
    assert.notDeepEqual(first?.[1]?.data, second?.[1]?.data);
    assert.deepEqual(first?.[2]?.data, second?.[2]?.data);
    // The first draws what a network of one input draws.
    const one = networkOfOps((builder) => [builder.input('a', [50], span)]);
    assert.deepEqual(drawProbe(one, 2, 1, kernels).inputs[0]?.data, first?.[0]?.data);
  });

  it('are filled each by its own running index from 1', () => {
    const network = networkOfOps((builder) => {
      const x = builder.input('x', [2], span);
      builder.input('words', [3], span, 10);
      builder.input('table', [2], span, 0, true);
      return [x];
    });
    const { inputs } = drawProbe(filled(network, 'sine', 2), 2, 1, kernels);
    const sine = [1, 2, 3, 4].map((i) => Math.sin(0.5 * i));
    assert.deepEqual(
      inputs.map(({ data }) => [...data]),
      [sine, [3, 0, 7, 4, 1, 8], sine.slice(0, 2)],
    );
  });

  it('are trained on, and none is needed', () => {
    const none = networkOfOps((builder) => {
      const table = builder.constant({
        elementType: 'float',
        shape: [2, 3],
        values: [1, 2, 3, 4, 5, 6],
        span,
      });
      return [linear(builder, table, 2)];
    });
    assert.equal(traceOf(none, drawProbe(none, 9, 1, kernels)).batch, 9);
    for (const network of [affine(), none]) {
      const losses = stepLosses(network);
      assert.ok((losses.at(-1) ?? NaN) < (losses[0] ?? NaN), losses.join(' '));
    }
  });
});

function stepLosses(read: Network): number[] {
  // All samples at each step, so that no chance makes the loss rise.
  const network: Network = { ...read, training: { ...usualTraining, batch: 256 } };
  const subject = { network, kernels, memoryLimit: 2 ** 30, checkpoint: () => undefined };
  const ready = prepareTraining(subject, { steps: 20 });
  if ('refusal' in ready) assert.fail(ready.refusal);
  const losses = Array.from({ length: 20 }, () => ready.trainer.step().loss);
  const evaluator = evaluatorOf(network, ready.samples, { kernels, batch: 256, checkpoint: () => undefined });
  const score = evaluator.score(ready.trainer.parameters, ready.samples.training.slice(0, 3));
  let step = score.next();
  while (step.done !== true) step = score.next();
  assert.ok(Number.isFinite(step.value.loss));
  ready.trainer.release();
  return losses;
}

describe('constants in a run', () => {
  it('cost what was planned, and are given back', () => {
    const network = affine();
    for (const keepsAll of [true, false]) {
      const planned = peakBytes(network, planFor(network, 4, 'float64'), keepsAll);
      assert.ok(planned > 0 && Number.isFinite(planned));
    }
    const all = traceOf(network, drawProbe(network, 4, 1, kernels));
    const lean = runNetwork(network, all.parameters, all.probe, { ...options, keep: keepNothing });
    assert.equal(lean.loss, all.loss);
    assert.ok(lean.values.every((outputs) => outputs.length === 0));
    assert.deepEqual([...(all.values[3]?.[0]?.data ?? [])], [1, 0, 2]);
  });
});

describe('batch sizes in attributes', () => {
  it('give every sample what it gets in any other batch', () => {
    const network = networkOfOps(
      (builder) => {
        const x = builder.input('x', [3, 4], span);
        const rows = reshape(builder, x, 3 * nominalBatch, 4);
        return [reshape(builder, linear(builder, rows, 2), nominalBatch, 6)];
      },
      { batchInAttributes: true },
    );
    const whole = drawProbe(network, 7, 1, kernels).inputs[0]?.data ?? [];
    const outputs = [2, 3, 7].map((batch) => {
      const input = tensorOf('float64', [batch, 3, 4], Array.from(whole).slice(0, 12 * batch));
      const { values, network: run } = traceOf(network, { batch, inputs: [input], target: null });
      const output = values[run.outputs[0]?.node ?? -1]?.[0] ?? assert.fail();
      assert.deepEqual(output.shape, [batch, 6]);
      return [...output.data.slice(0, 12)];
    });
    assert.ok(outputs[0]?.every((value) => value !== 0));
    assert.deepEqual(outputs[1], outputs[0]);
    assert.deepEqual(outputs[2], outputs[0]);
    for (const batch of [2, 7]) assert.ok(planFor(network, batch, 'float64').work > 0);
  });
});

describe('a fixed batch', () => {
  const network = networkOfOps(
    (builder) => {
      const rows = reshape(builder, builder.input('x', [3, 4], span), 15, 4);
      return [reshape(builder, linear(builder, rows, 2), 5, 6)];
    },
    { batch: 5 },
  );

  it('is what a plan has, whatever was asked for', () => {
    for (const batch of [null, 1, 64]) {
      const plan = planRun(network, { batch, floatType: 'float64', memoryLimit: 2 ** 30 });
      assert.ok(!('refusal' in plan));
      assert.equal(plan.batch, 5);
    }
    assert.equal(drawProbe(network, 2, 1, kernels).inputs[0]?.shape[0], 5);
  });

  it('is what every step has', () => {
    const losses = stepLosses(network);
    assert.ok((losses.at(-1) ?? NaN) < (losses[0] ?? NaN));
  });
});
