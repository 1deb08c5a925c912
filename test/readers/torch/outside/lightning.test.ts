/** A LightningModule is a Module of torch, with the arguments of its constructor, its loss and its optimizer where Lightning's documentation puts them. */
import { strict as assert } from 'node:assert';
import { readSource } from '../../../../src/readers/table';

const program = (imported: string, base: string): string => `
import torch
from torch import nn
import torch.nn.functional as F
${imported}

class Classifier(${base}.LightningModule):
    def __init__(self, hidden=16, lr=0.02, **kwargs):
        super().__init__()
        self.save_hyperparameters(ignore=['kwargs'])
        self.net = nn.Sequential(nn.Linear(8, self.hparams.hidden), nn.ReLU(), nn.Linear(self.hparams['hidden'], 3))

    def forward(self, x):
        return self.net(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        loss = F.cross_entropy(self(x), y)
        self.log('train_loss', loss, prog_bar=True)
        return loss

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=self.hparams.lr)

model = Classifier(hidden=5)
trainer = ${base}.Trainer(max_epochs=2)
trainer.fit(model, None)
`;

describe('LightningModule', () => {
  for (const [imported, base] of [
    ['import pytorch_lightning as pl', 'pl'],
    ['import lightning as L', 'L'],
    ['import lightning.pytorch as pl', 'pl'],
  ] as const) {
    it(`is a Module with ${imported}`, () => {
      const text = program(imported, base);
      const overrides = { sampleShape: null, loss: null } as const;
      const { networks, problems } = readSource({ path: 'lit.py', text }, new Map(), overrides);
      assert.deepEqual(problems, []);
      const [network] = networks;
      const shapes = network?.nodes.flatMap((node) =>
        node.kind === 'parameter' ? [`${node.name} ${node.shape.join()}`] : [],
      );
      assert.deepEqual(shapes, ['net.0.weight 5,8', 'net.0.bias 5', 'net.2.weight 3,5', 'net.2.bias 3']);
      assert.equal(network?.loss?.name, 'cross-entropy');
      assert.equal(network.training?.optimizer.kind, 'sgd');
      assert.equal(network.training.rate, 0.02);
    });
  }
});
