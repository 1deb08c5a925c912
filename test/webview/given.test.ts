/** Weights and data from files, in a browser: the lines that name them, their buttons, and the table of a file of weights. */
import { strict as assert } from 'node:assert';
import { inspectAll } from '../../src/inspect/inspect';
import { noOverrides, type Overrides } from '../../src/readers/reader';
import { writeSafetensors } from '../../src/readers/tensor-files/safetensors';
import { tensorOf } from '../../src/tensor/tensor';
import { axeFaults } from './accessibility';
import { shown, type Fixture } from './fixtures';
import { layoutFaults } from './geometry';
import { Panels } from './panel';

const source = {
  path: 'a.network.yaml',
  text: 'input: [2]\nlayers:\n  - { linear: 2, id: fc }\nloss: cross-entropy\n',
};
const weights = writeSafetensors(
  new Map([
    ['fc.weight', tensorOf('float32', [2, 2], [1, 2, 3, 4])],
    ['fc.bias', tensorOf('float32', [2], [0, 0])],
  ]),
);
const files = new Map([
  ['w.safetensors', weights],
  ['d.csv', new TextEncoder().encode('u,v,kind\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n')],
]);

function fixtureWith(overrides: Partial<Overrides>): Fixture {
  const inspection = inspectAll(source, files, { overrides: { ...noOverrides, ...overrides } });
  return { state: shown(inspection), inspection };
}

describe('weights and data from files', function () {
  this.timeout(60_000);
  const panels = new Panels();
  after(() => panels.close());

  for (const width of [300, 600])
    it(`are named with what is used of them, ${width} px wide`, async () => {
      const panel = await panels.open({ width });
      await panel.show(
        fixtureWith({ weights: 'w.safetensors', data: { file: 'd.csv', scaling: 'standardised' } }),
      );
      const text = await panel.page.innerText('[data-field="given"]');
      assert.match(text, /Weights w\.safetensors, 2 of 2 parameters/);
      // u is 1, 3, 5, 7: mean 4, standard deviation sqrt(5).
      assert.match(
        text,
        /Data 4 samples of d\.csv: kind \(2 classes\) from 2 columns, standardised .*u 4 ± 2\.24/,
      );
      assert.deepEqual(await layoutFaults(panel.page), []);
      assert.deepEqual(await axeFaults(panel.page), []);
    });

  it('can be changed and cleared', async () => {
    const panel = await panels.open();
    await panel.show(fixtureWith({ data: { file: 'd.csv' } }));
    await panel.taken();
    await panel.page.click('[data-action="give-data-choose"]');
    await panel.page.click('[data-action="give-data-nothing"]');
    const gives = (await panel.taken()).filter(({ kind }) => kind === 'give');
    const order = { kind: 'give', path: 'a.network.yaml', what: 'data' };
    assert.deepEqual(gives, [
      { ...order, to: 'choose' },
      { ...order, to: 'nothing' },
    ]);
  });

  it('that do not fit are said not to be used', async () => {
    const panel = await panels.open();
    await panel.show(fixtureWith({ data: { file: 'd.csv', features: ['u'] } }));
    assert.match(await panel.page.innerText('[data-field="given"]'), /d\.csv is not used/);
  });

  it('are passed over in silence where there are none', async () => {
    const panel = await panels.open();
    await panel.show(fixtureWith({}));
    assert.equal(await panel.page.locator('[data-field="given"]').count(), 0);
  });

  it('without a network are listed', async () => {
    const panel = await panels.open({ width: 300 });
    const inspection = inspectAll({ path: 'w.safetensors', text: '', bytes: weights });
    await panel.show({ state: shown(inspection), inspection });
    const text = await panel.page.innerText('[data-field="tensors"]');
    assert.match(text, /2 tensors, 6 numbers, 24 bytes/);
    assert.match(text, /fc\.weight\s+\(2, 2\)\s+float32\s+16 bytes/);
    assert.deepEqual(await axeFaults(panel.page), []);
  });
});
