/** What a training is made of: the memory that it takes, counted before anything is allocated. */
import assert from 'node:assert/strict';
import { trainingSizes } from '../../../src/engine/training/preparing';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { referenceKernels } from '../../../src/tensor/reference';

const parameters = 300 * 300;

/** Whether a training fits under a limit of so many bytes over the plan of its step. */
function fits(zeroGrad: boolean, over: number): boolean {
  const text = `input: [300]
layers: [{ linear: 300, bias: false }]
loss: mse
batch: 1
train: { optimizer: sgd, rate: 0.1, zero-grad: ${zeroGrad} }
`;
  const [network] = readSource({ path: 'a.network.yaml', text }, new Map(), noOverrides).networks;
  assert.ok(network);
  const subject = { network, kernels: referenceKernels('float64'), checkpoint: () => undefined };
  const sizes = trainingSizes({ ...subject, memoryLimit: Infinity });
  assert.ok('plan' in sizes);
  return 'plan' in trainingSizes({ ...subject, memoryLimit: sizes.plan.bytes + over });
}

describe('the sizes of a training', () => {
  it('hold nothing beside a step where plain sgd clears its gradients', () => {
    assert.equal(fits(true, 0), true);
    assert.equal(fits(true, -1), false);
  });

  it('hold the gradients that are left and those on top of them where nobody clears them', () => {
    assert.equal(fits(false, 2 * 8 * parameters), true);
    assert.equal(fits(false, 2 * 8 * parameters - 1), false);
  });
});
