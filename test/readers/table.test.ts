/** Which reader a source goes to where its own text does not say so. */
import { strict as assert } from 'node:assert';
import { noOverrides, type Reading } from '../../src/readers/reader';
import { editSource, readSource } from '../../src/readers/table';

const model = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.first = nn.Linear(4, width)
        self.last = nn.Linear(width, 3)

    def forward(self, x):
        return self.last(self.first(x).sigmoid())
`;
const script = `import json

from networks import Net

net = Net(16)
`;

/** Reads until nothing more is asked for; what `texts` does not hold does not exist. */
function readAll(
  text: string,
  texts: Readonly<Record<string, string>>,
  packages: readonly string[] = [],
): { readonly reading: Reading; readonly files: ReadonlyMap<string, Uint8Array | { missing: string }> } {
  const files = new Map<string, Uint8Array | { missing: string }>();
  for (;;) {
    const reading = readSource({ path: 'train.py', text }, files, { ...noOverrides, packages });
    const open = reading.needs.filter((need) => !files.has(need));
    if (open.length === 0) return { reading, files };
    for (const need of open) {
      const found = texts[need];
      files.set(
        need,
        found === undefined ? { missing: 'it does not exist' } : new TextEncoder().encode(found),
      );
    }
  }
}

describe('a script that leaves torch to what it imports', () => {
  it('is read as a program, with the network at the call that makes it and its layers in the other file', () => {
    const { reading } = readAll(script, { 'networks.py': model });
    assert.deepEqual(
      reading.networks.map(({ name, span }) => [name, span.path]),
      [['Net', 'train.py']],
    );
    assert.deepEqual(
      new Set(reading.networks[0]?.layers.map(({ span }) => span.path)),
      new Set(['networks.py']),
    );
    // Net(16), not the default 8
    assert.deepEqual(
      reading.networks[0]?.layers.map(({ name }) => name),
      ['first', 'sigmoid', 'last'],
    );
    assert.match(JSON.stringify(reading.networks[0]), /\[16,4\]/);
  });

  it('is read through any number of files', () => {
    const { reading } = readAll(script, { 'networks.py': 'from deep import Net\n', 'deep.py': model });
    assert.equal(reading.networks.length, 1);
  });

  it('is no program where only an installed package imports torch', () => {
    const packages = ['../packages'];
    const { reading, files } = readAll(
      'import tool\n',
      { '../packages/tool/__init__.py': 'import torch\n' },
      packages,
    );
    assert.deepEqual(
      reading.problems.map(({ message }) => message),
      [
        'Neither this file nor what it imports of its workspace imports torch or keras, so there is no network of PyTorch or Keras in it.',
      ],
    );
    assert.ok([...files.keys()].every((path) => !path.startsWith('../packages')));
  });

  it('can be edited like any other', () => {
    const { reading, files } = readAll(script, { 'networks.py': model });
    assert.equal(reading.networks.length, 1);
    const intent = { kind: 'set-directive', field: 'input', to: '2,4' } as const;
    const edits = editSource({ path: 'train.py', text: script }, 0, [intent], {
      files,
      overrides: noOverrides,
    });
    assert.notEqual(typeof edits, 'string', JSON.stringify(edits));
  });
});
