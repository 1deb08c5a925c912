/** The examples in PyTorch source: what the head of each says is what is found; the words of errors are those of PyTorch 2.13 running the file. */
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
