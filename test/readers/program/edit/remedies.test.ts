/** Remedies of PyTorch programs from end to end: what is offered makes its number better and is what the literature says. */
import { strict as assert } from 'node:assert';
import { inspectAll } from '../../../../src/inspect/inspect';
import { everyFinding } from '../../../../src/inspect/remedies/judge';
import { noOverrides } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';
import { remediesStudy, type RemediesAnswer } from '../../../../src/studies/remedies';
import type { Kernels } from '../../../../src/tensor/kernels';
import { kernelsOf } from '../../../tensor/wasmModules';
import { training } from './programs';

let kernels: Kernels;
before(async () => {
  kernels = await kernelsOf('simd');
});

const files = new Map<string, Uint8Array>();
const overrides = { ...noOverrides, network: 'Net()', inputs: ['32,4'] };

function remediesFor(text: string, rule: string): RemediesAnswer {
  const source = { path: 'net.py', text };
  const { report } = inspectAll(source, files, { kernels: () => kernels, overrides });
  const [own] = report.networks;
  const finding = own && everyFinding(own).find((each) => each.rule === rule);
  assert.ok(
    finding,
    `no ${rule} among ${(own ? everyFinding(own) : []).map((each) => each.rule).join(', ')}`,
  );
  const [network] = readSource(source, files, overrides).networks;
  assert.ok(network);
  const subject = {
    source,
    files,
    overrides,
    network,
    index: 0,
    memoryLimit: 1e9,
    kernels,
    checkpoint: () => undefined,
  };
  const asked = remediesStudy.read({ rule, layer: finding.layer });
  assert.ok(asked);
  const steps = remediesStudy.answer(subject, asked);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

function newLines({ offered }: RemediesAnswer): readonly (readonly string[])[] {
  return offered.map(({ lines }) =>
    lines.filter(({ kind }) => kind === 'new').map(({ text }) => text.trim()),
  );
}

const deep = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layers = []
        for into in [4, 16, 16, 16, 16, 16, 16, 16]:
            layers.append(nn.Linear(into, 16))
            layers.append(nn.Sigmoid())
        self.body = nn.Sequential(*layers)
        self.out = nn.Linear(16, 3)

    def forward(self, x):
        return self.out(self.body(x))
`;

describe('remedies of PyTorch programs', () => {
  it('a deep network of sigmoids gets another activation, all of them by one line', () => {
    const answer = remediesFor(deep, 'vanishing');
    assert.ok(
      newLines(answer).some((lines) => lines.includes('layers.append(nn.ReLU())')),
      JSON.stringify([newLines(answer), answer.rejected]),
    );
  });

  it('a softmax before cross-entropy goes', () => {
    const answer = remediesFor(training, 'loss-mismatch');
    assert.ok(
      newLines(answer).some((lines) => lines.includes('return self.out(torch.relu(self.fc1(x)))')),
      JSON.stringify([newLines(answer), answer.rejected]),
    );
  });

  it('gradients that add up are cleared in every loop', () => {
    const answer = remediesFor(training, 'missing-zero-grad');
    assert.ok(
      newLines(answer).some((lines) => lines.filter((line) => line === 'optimizer.zero_grad()').length === 2),
      JSON.stringify([newLines(answer), answer.rejected]),
    );
  });
});
