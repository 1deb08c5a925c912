/** Whose loss a criterion is where a program has several models. */
import { strict as assert } from 'node:assert';
import { noOverrides } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';

const models = `import torch
import torch.nn as nn


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(8, 16), nn.Tanh())

    def forward(self, z):
        return self.main(z)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(16, 1), nn.Sigmoid())

    def forward(self, x):
        return self.main(x).view(-1)


netG, netD = Generator(), Discriminator()
netG(torch.randn(4, 8))
`;

/** The loss of a model of a program, and whether it had to be assumed. */
function lossOf(text: string, network: string): readonly [string | undefined, boolean] {
  const overrides = { ...noOverrides, network };
  const reading = readSource({ path: 'gan.py', text: models + text }, new Map(), overrides);
  const [found] = reading.networks;
  return [found?.loss?.name, found?.assumptions.some(({ about }) => about === 'loss') ?? false];
}

describe('the criterion of a program with two models', () => {
  const adversarial = `criterion = nn.BCELoss()
for real, _ in loader:
    fake = netG(noise)
    output = netD(fake.detach()).view(-1)
    loss = criterion(output, torch.zeros(4))
    loss_g = criterion(netD(fake), torch.ones(4))
`;

  it('is that of the model whose outputs it is given', () => {
    assert.deepEqual(lossOf(adversarial, 'Discriminator()'), ['binary-cross-entropy', false]);
    const [name, isAssumed] = lossOf(adversarial, 'Generator()');
    assert.notEqual(name, 'binary-cross-entropy');
    assert.ok(isAssumed);
  });

  it('is that of both where both give it something', () => {
    const text = `${adversarial}criterion_l1 = nn.L1Loss()\nloss = criterion_l1(netG(noise), real)\n`;
    assert.deepEqual(lossOf(text, 'Generator()'), ['l1', false]);
    assert.deepEqual(lossOf(text, 'Discriminator()'), ['binary-cross-entropy', false]);
  });

  it('is none of a model beside two of one class that it judges', () => {
    const text = `netD2 = Discriminator()
for real, _ in loader:
    first, second = netD(real), netD2(real)
    loss = nn.functional.mse_loss(first, torch.ones(4)) + nn.functional.mse_loss(second, torch.ones(4))
`;
    assert.deepEqual(lossOf(text, 'Discriminator()'), ['mse', false]);
    assert.ok(lossOf(text, 'Generator()')[1]);
  });

  it('is that of any model where nobody sees what it is given', () => {
    assert.equal(
      lossOf('criterion = nn.BCELoss()\ntrain(netG, netD, criterion)\n', 'Discriminator()')[1],
      false,
    );
  });
});
