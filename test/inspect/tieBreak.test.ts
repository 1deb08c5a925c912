/** The tie-breaker: a doubtful warning becomes information where the network trains, and stays where it does not. */
import assert from 'node:assert/strict';
import type { Finding } from '../../src/analysis/report';
import { isDoubtful } from '../../src/inspect/tieBreak';
import { inspected } from '../analysis/rules/check';
import { perceptron, stack, type Perceptron } from '../analysis/rules/networks';
import { kernelsOf } from '../tensor/wasmModules';

/** What is said of vanishing. */
async function vanishingOf(shape: Perceptron): Promise<Finding | undefined> {
  const kernels = await kernelsOf('simd');
  return inspected(perceptron(shape), { kernels: () => kernels }).findings.find(
    ({ rule }) => rule === 'vanishing',
  );
}

describe('tie-breaker', () => {
  it('takes a warning back to information where one batch is memorised, with the numbers', async () => {
    const found = await vanishingOf({
      ...{ input: 64, hidden: stack(7, 64), outputs: 10 },
      ...{ activation: 'relu', loss: 'cross-entropy' },
    });
    assert.ok(found);
    // Between the limits of a warning and of an error.
    assert.ok(found.value > 1e-3 && found.value < 3e-3, String(found.value));
    assert.equal(found.severity, 'information');
    assert.match(
      found.message,
      /\(limit 0\.003\), yet it memorises a batch of 32 samples: 45 steps of adam at rate [\d.e-]+ bring its loss from 2\.3\d* to 0\.\d+\.$/,
    );
  });

  it('leaves a warning where the network is stuck at every rate', async () => {
    const found = await vanishingOf({
      ...{ input: 32, hidden: stack(4, 32), outputs: 10 },
      ...{ activation: 'sigmoid', init: 'xavier-normal', loss: 'mse' },
    });
    assert.ok(found);
    assert.ok(found.value > 1e-3 && found.value < 3e-3, String(found.value));
    assert.equal(found.severity, 'warning');
    assert.doesNotMatch(found.message, /memorises/);
  });

  it('takes an error close to its limit back to a warning where one batch is memorised', async () => {
    const found = await vanishingOf({
      ...{ input: 8, hidden: stack(8, 64), outputs: 1 },
      ...{ activation: 'relu', loss: 'mse' },
    });
    assert.ok(found);
    assert.ok(found.value > 1e-3 / 3 && found.value < 1e-3, String(found.value));
    assert.equal(found.severity, 'warning');
    assert.match(found.message, /\(limit 0\.001\), yet it memorises a batch/);
  });

  it('asks only where a verdict on the size of the gradient is not beyond doubt', () => {
    const finding = (rule: Finding['rule'], severity: Finding['severity'], value = 0): Finding => ({
      ...{ rule, severity, layer: 0, message: '', value, limit: 1, cause: '', remedies: [] },
      span: { path: '', start: { line: 0, column: 0 }, end: { line: 0, column: 0 } },
      consequences: [],
    });
    assert.equal(isDoubtful([]), false);
    assert.equal(isDoubtful([finding('vanishing', 'warning')]), true);
    assert.equal(isDoubtful([finding('exploding', 'warning')]), true);
    assert.equal(isDoubtful([finding('vanishing', 'error'), finding('saturation', 'warning')]), false);
    assert.equal(isDoubtful([finding('vanishing', 'error', 0.3)]), false);
    assert.equal(isDoubtful([finding('vanishing', 'error', 0.4)]), true);
    assert.equal(isDoubtful([finding('exploding', 'error', 2)]), false);
    assert.equal(isDoubtful([finding('exploding', 'error', Infinity)]), false);
    const folded = { ...finding('saturation', 'warning'), consequences: [finding('vanishing', 'warning')] };
    assert.equal(isDoubtful([folded]), true);
  });
});
