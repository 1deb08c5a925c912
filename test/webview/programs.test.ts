/** The panel over programs: which file is shown, what does not run, and the long names of modules, also where there is little room. */
import { strict as assert } from 'node:assert';
import { layersAxis, shortened, thinned } from '../../webview/plot/axes';
import { fixtureOf, inspected } from './fixtures';
import { Panels } from './panel';

/** Blocks in blocks, named as those of transformers are. */
const transformer = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.mlp = nn.ModuleDict({'c_fc': nn.Linear(8, 8), 'c_proj': nn.Linear(8, 8)})

    def forward(self, x):
        return x + self.mlp['c_proj'](torch.relu(self.mlp['c_fc'](x)))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.transformer = nn.ModuleDict({'h': nn.ModuleList(Block() for _ in range(12))})
        self.lm_head = nn.Linear(8, 3)

    def forward(self, x):
        for block in self.transformer.h:
            x = block(x)
        return self.lm_head(x)


net = GPT()
net(torch.randn(16, 8))
`;

const names = Array.from({ length: 12 }, (_, block) =>
  ['c_fc', 'c_proj'].map((part) => `transformer.h.${block}.mlp.${part}`),
).flat();

describe('the panel of a program', () => {
  const panels = new Panels();
  after(() => panels.close());

  it('names the file where the network has another name', async () => {
    const panel = await panels.open({ width: 300 });
    await panel.show(fixtureOf(inspected(transformer, 'src/models/train_gpt.py')));
    assert.equal(await panel.page.innerText('[data-field=source]'), 'train_gpt.py');
    await panel.show(fixtureOf(inspected('input: [4]\nlayers: [{ linear: 2 }]\n', 'small.network.yaml')));
    assert.equal(await panel.page.locator('[data-field=source]').count(), 0);
    await panel.close();
  });

  it('says that a network does not run where an exception ends it, and not that it was read in part', async () => {
    const panel = await panels.open({ width: 300 });
    await panel.show(fixtureOf(inspected(transformer.replace('Linear(8, 3)', 'Linear(9, 3)'), 'gpt.py')));
    const verdict = await panel.page.innerText('[data-field=verdict]');
    assert.match(verdict, /Does not run\s+RuntimeError: mat1 and mat2 shapes cannot be multiplied/);
    assert.doesNotMatch(verdict, /Partly read/);
    await panel.close();
  });

  it('says once what an activation behind a sum is', async () => {
    const panel = await panels.open({ width: 600 });
    const residual = transformer
      .replace('return x + ', 'return torch.relu(x + ')
      .replace('(x)))\n', '(x))))\n');
    await panel.show(fixtureOf(inspected(residual, 'gpt.py')));
    const kinds = await panel.page.$$eval('.layer-table .kind', (all) => all.map((each) => each.textContent));
    assert.ok(kinds.includes('relu'), kinds.join(', '));
    assert.ok(!kinds.includes('relu · relu'));
    await panel.close();
  });

  it('leaves a name of a layer as much room as two numbers at 300 pixels, and has the whole in a title', async () => {
    const panel = await panels.open({ width: 300 });
    await panel.show(fixtureOf(inspected(transformer, 'gpt.py')));
    const { shown, cell, columns, title } = await panel.page.$eval(
      'tr[data-index="1"] .column-name',
      (header) => ({
        shown: header.getBoundingClientRect().width,
        cell: header.parentElement?.getBoundingClientRect().width ?? 0,
        columns: [...(header.parentElement?.children ?? [])].filter((each) => each.clientWidth > 0).length,
        title: header.getAttribute('title'),
      }),
    );
    assert.ok(shown > cell / 2, `${shown} of ${cell}`);
    assert.equal(columns, 3);
    assert.equal(title, names[1]);
    await panel.close();
  });
});

describe('the axis of layers of a program', () => {
  it('has whole names where there is room for some of them', () => {
    const axis = layersAxis(names, [-0.5, 23.5]);
    const wide = thinned(axis, 1150);
    assert.ok(wide.length >= 5, String(wide.length));
    for (const { at, label } of wide) assert.equal(label, names[at]);
  });

  it('says of a name that is cut which of the blocks it is in', () => {
    assert.equal(shortened('transformer.h.11.mlp.c_fc', 12), '…11…c_fc');
    assert.equal(shortened('layers.3.linear', 12), '…rs.3.linear');
    assert.equal(shortened('layer1.0.conv1', 9), '…0.conv1');
    for (const { at, label } of thinned(layersAxis(names, [-0.5, 23.5]), 250))
      assert.match(label, new RegExp(`^…(.*\\.)?${Math.floor(at / 2)}\\b`), label);
  });
});
