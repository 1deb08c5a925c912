/** The examples in PyTorch and Keras source: what the head of each says is what is found; the words of errors are those of PyTorch 2.13 running the file. */
import { strict as assert } from 'node:assert';
import type { Inspection } from '../../src/inspect/inspect';
import type { Kernels } from '../../src/tensor/kernels';
import { kernelsOf } from '../tensor/wasmModules';
import { inspectExample, onlyNetwork } from './sources';

let kernels: Kernels;
before(async () => {
  kernels = await kernelsOf('simd');
});

function inspected(name: string): Inspection {
  return inspectExample(name, { kernels: () => kernels });
}

/** The line of the first finding, from 1. */
function lineOf({ report }: Inspection, rule: string): number {
  const [finding] = report.networks.flatMap(({ findings }) => findings);
  assert.equal(finding?.rule, rule);
  return finding.span.start.line + 1;
}

describe('the examples in PyTorch source', () => {
  it('lose the gradient in ten sigmoid layers, at the line that makes them', () => {
    const inspection = inspected('deep_sigmoid.py');
    const network = onlyNetwork(inspection);
    assert.equal(network.parameters, 64 * 32 + 32 + 9 * (32 * 32 + 32) + 32 * 10 + 10);
    // The batch of 64 is that of an example call: it says nothing of the batch that the network is tried on.
    assert.deepEqual(
      network.inputShapes.map((shape) => shape.slice(1)),
      [[1, 8, 8]],
    );
    assert.equal(network.loss?.name, 'cross-entropy');
    assert.equal(network.training.rate, 0.1);
    assert.equal(lineOf(inspection, 'vanishing'), 13);
  });

  it('take softmax twice, at the line of the first', () => {
    assert.equal(lineOf(inspected('softmax_twice.py'), 'loss-mismatch'), 19);
  });

  it('say in the words of PyTorch that shapes do not fit, at the call', () => {
    const { report } = inspected('shape_error.py');
    const [problem, ...others] = report.problems;
    assert.deepEqual(others, []);
    assert.equal(problem?.span.start.line, 21);
    assert.match(
      problem.message,
      /^RuntimeError: mat1 and mat2 shapes cannot be multiplied \(4x1152 and 2048x10\)/,
    );
  });
});

/** Parameters of dense layers, one behind the other: a weight for each pair of units, a bias for each unit. */
function dense(...widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, index) => sum + ((widths[index] ?? 0) + 1) * width, 0);
}

describe('the examples in Keras source', () => {
  it('lose the gradient in eight sigmoid layers that add puts in, at the line that makes them', () => {
    const inspection = inspected('keras_deep_sigmoid.py');
    const { parameters, findings, training } = onlyNetwork(inspection);
    assert.equal(parameters, dense(784, ...Array<number>(8).fill(64), 10));
    assert.equal(training.batch, 128);
    assert.equal(lineOf(inspection, 'vanishing'), 15);
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['error'],
    );
  });

  it('take softmax twice where the loss is told that it gets scores', () => {
    const inspection = inspected('keras_from_logits.py');
    assert.equal(lineOf(inspection, 'loss-mismatch'), 11);
    assert.equal(onlyNetwork(inspection).parameters, 16 * 10 + 32 * (16 * 9 + 1) + 33 * 10);
  });

  it('have nothing against a subclass with residual blocks and norms', () => {
    const { parameters, findings, name } = onlyNetwork(inspected('keras_residual.py'));
    assert.equal(name, 'ResidualNet');
    assert.equal(parameters, dense(16, 32) + 6 * (2 * 32 + dense(32, 32, 32)) + 2 * 32 + dense(32, 4));
    assert.deepEqual(findings, []);
  });

  it('train the head alone where a network was taken over from elsewhere', () => {
    const { parameters, trainableParameters, findings } = onlyNetwork(inspected('keras_transfer.py'));
    // keras.io/api/applications counts 2,257,984 without the top.
    assert.equal(parameters, 2_257_984 + dense(1280, 10));
    assert.equal(trainableParameters, dense(1280, 10));
    assert.equal(findings[0]?.rule, 'no-gradient');
    assert.ok(findings.every(({ severity, rule }) => severity === 'information' && rule !== 'vanishing'));
  });
});
