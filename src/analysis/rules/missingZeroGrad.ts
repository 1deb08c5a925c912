/** Missing zero grad: a training that adds every gradient to those of all steps before. */
import type { Rule } from './rule';

/** Whether the source sets the gradients to zero between two steps. */
export const missingZeroGrad: Rule = {
  title: 'Gradients never zeroed',
  why: 'PyTorch adds each gradient to what is there. If nobody sets it to zero, a step goes along the sum of all gradients so far: it grows longer and longer and points to the past.',
  *check({ network, limits }) {
    const { training } = network;
    if (!training?.span || training.zeroGrad) return;
    yield {
      severity: 'warning',
      layer: null,
      span: training.span,
      value: 1,
      limit: limits['missing-zero-grad'].warning.value,
      message:
        'The gradients are never set to zero: every step goes along the sum of all before it (limit: its own).',
      cause: 'Nothing in the training loop clears the gradients between two steps.',
      remedies: ['Set the gradients to zero before each backward pass.'],
    };
  },
};
