/** Rows: what an activation is merged into, which axis holds units, and which activation a layer's output is made for. */
import assert from 'node:assert/strict';
import { activationBehind, rowsOf, type Row } from '../../src/analysis/rows';
import type { Network } from '../../src/graph/network';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { readNetworkFile } from '../readers/check';

function rowsIn(text: string): { readonly network: Network; readonly rows: readonly Row[] } {
  const { networks, problems } = readNetworkFile(`${text}\nloss: output-energy\n`);
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return { network, rows: rowsOf(network) };
}

/** Every row as its layer's name, the op merged into it and the axis of its units. */
function shown(text: string): readonly string[] {
  const { network, rows } = rowsIn(text);
  return rows.map(({ layer, activation, unitAxis }) =>
    [network.layers[layer]?.name, ...(activation ? [activation.call.op] : []), unitAxis].join(' '),
  );
}

/** Every weighted row with the activation that its output is made for. */
function made(text: string): readonly string[] {
  const { network, rows } = rowsIn(text);
  return rows.flatMap(({ layer, role }, index) =>
    role === 'weighted'
      ? [`${network.layers[layer]?.name ?? ''} ${activationBehind(rows, index)?.call.op ?? 'none'}`]
      : [],
  );
}

const image = 'input: [3, 8, 8]\nlayers:\n';
const convolution = '  - { conv2d: 4, kernel: 3, padding: 1 }\n';

describe('rows', () => {
  it('an activation belongs to the norm before it, to the convolution without one, and never to a pool', () => {
    const text = `${image}${convolution}  - batch-norm\n  - relu\n${convolution}  - tanh\n  - max-pool: 2\n  - relu`;
    assert.deepEqual(shown(text), [
      'conv2d1 1',
      'batch-norm1 relu 1',
      'conv2d2 tanh 1',
      'max-pool1 1',
      'relu2 relu 1',
    ]);
  });

  it('units are channels behind convolutions and features behind linear layers', () => {
    const text = `${image}${convolution}  - upsample: 2\n  - dropout\n  - global-avg-pool\n  - linear: 2`;
    assert.deepEqual(shown(text), [
      'conv2d1 1',
      'upsample1 1',
      'dropout1 1',
      'global-avg-pool1 1',
      'linear1 -1',
    ]);
    assert.deepEqual(shown('input: [5, 3]\nlayers: [linear: 4, relu, linear: 2]'), [
      'linear1 relu -1',
      'linear2 -1',
    ]);
  });

  it('weights are made for the activation behind norms and pools, as far as the next weights', () => {
    const text = `${image}${convolution}  - batch-norm\n  - relu\n${convolution}  - max-pool: 2\n  - tanh\n${convolution}  - batch-norm\n${convolution}`;
    assert.deepEqual(made(text), ['conv2d1 relu', 'conv2d2 tanh', 'conv2d3 none', 'conv2d4 none']);
  });

  it('a recurrent layer hands on its last state where that alone is taken', () => {
    const outputs = (layer: string): readonly number[] =>
      rowsIn(`input: [5, 3]\nlayers:\n  - ${layer}\n  - linear: 2`).rows.map(({ after }) => after.output);
    assert.deepEqual(outputs('{ lstm: 4, last: true }'), [1, 0]);
    assert.deepEqual(outputs('{ lstm: 4 }'), [0, 0]);
    assert.deepEqual(outputs('{ gru: 4, last: true, bidirectional: true }'), [0, 0]);
  });
});

const program = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(4, 4)
        self.c = nn.Linear(2, 4)
        self.d = nn.Linear(4, 4)
        self.e = nn.Linear(4, 4)

    def forward(self, x):
        x = self.a(x)
        x = 0.5 * x + self.b(x)
        x = self.c(x.view(-1, 2))
        return torch.tanh(self.e(self.d(x).detach() + x) + 1)


Net()(torch.randn(6, 4))
`;

describe('rows of a program', () => {
  const [network = assert.fail()] = readSource(
    { path: 'net.py', text: program },
    new Map(),
    noOverrides,
  ).networks;
  const rows = rowsOf(network);
  const nameOf = (row: Row | undefined): string => (row && network.layers[row.layer]?.name) ?? 'none';

  it('hand on through ops of no layer, but not through a detach', () => {
    const nexts = rows.map((row) => [nameOf(row), row.next === null ? 'none' : nameOf(rows[row.next])]);
    assert.deepEqual(nexts, [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'none'],
      ['e', 'tanh'],
      ['tanh', 'none'],
    ]);
  });

  it('are made for an activation only where nothing is computed between', () => {
    assert.deepEqual(
      rows.map((row) => row.untouched),
      [true, false, true, false, false, false],
    );
    assert.equal(activationBehind(rows, rows.length - 2), null);
  });
});
