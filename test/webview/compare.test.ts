/** The Compare tab in a browser: the known answers read from the page, the choice of a cell, what is sent for it, and the sections below. */
import { strict as assert } from 'node:assert';
import type { Fixture } from './fixtures';
import { inspected, shown } from './fixtures';
import { Panels, type Panel } from './panel';
import { near } from '../inspect/sources';

const fixtureOf = (text: string): Fixture => {
  const inspection = inspected(text);
  return { state: shown(inspection), inspection };
};

// Small enough for the reference kernels, wide enough for the gains to be those of the formulas within some per cent.
const stack = fixtureOf(`name: stack
input: [48]
layers:
  - repeat: 3
    layers:
      - { linear: 48, init: he-normal }
      - relu
  - { linear: 48, init: he-normal }
loss: cross-entropy
batch: 32
`);

const circles = fixtureOf(`name: circles
input: [2]
layers:
  - { linear: 6, init: he-normal }
  - relu
  - { linear: 1, init: he-normal }
loss: bce-logits
batch: 30
data: { circles: 30, noise: 0.05 }
train: { optimizer: sgd, rate: 0.01 }
`);

const cell = (row: string, column: string): string => `td[data-row="${row}"][data-column="${column}"]`;

describe('the Compare tab', function () {
  this.timeout(120_000);
  const panels = new Panels();
  after(() => panels.close());

  const opened = async (fixture: Fixture, memory: object = {}, width = 600): Promise<Panel> => {
    const panel = await panels.open({ width, memory: { tab: 'compare', ...memory } });
    await panel.show(fixture);
    return panel;
  };

  describe('the grid', () => {
    let panel: Panel;
    before(async () => {
      panel = await opened(stack);
    });
    after(() => panel.close());

    // He et al. 2015, eq. 14; 15 % for what three seeds and 48 units scatter.
    for (const [name, expected] of [
      ['PyTorch', 1 / Math.sqrt(6)],
      ['He', 1],
      ['Xavier', Math.SQRT1_2],
    ] as const) {
      it(`reads the gain of ReLU with ${name}: ${expected.toFixed(2)}`, async () => {
        const gain = await panel.value(`${cell(name, 'relu')} [data-field="compare-value"]`);
        near(gain, expected, 0.15 * expected, 'gain');
      });
    }

    it('says of each cell in a word what the rules would', async () => {
      const verdict = (row: string, column: string): Promise<string | null> =>
        panel.page.getAttribute(cell(row, column), 'data-verdict');
      assert.equal(await verdict('zeros', 'relu'), 'symmetric-init');
      assert.equal(await verdict('He', 'relu'), 'healthy');
      // The start is the cause, and what it saturates a consequence.
      assert.equal(await verdict('too large', 'sigmoid'), 'init-scale');
      const word = await panel.page.innerText(`${cell('too large', 'sigmoid')} .word`);
      assert.equal(word, 'Odd start');
    });

    it('moves the choice with the arrow keys and reads it out', async () => {
      await panel.page.focus(cell('He', 'relu'));
      await panel.page.keyboard.press('ArrowUp');
      assert.equal(await panel.page.getAttribute(cell('Xavier', 'relu'), 'aria-selected'), 'true');
      const focused = await panel.page.evaluate(() => document.activeElement?.getAttribute('data-row'));
      assert.equal(focused, 'Xavier');
      assert.match(await panel.page.innerText('[data-field="said"]'), /^Xavier, relu: healthy/);
    });

    it('puts the chosen cell into the file: what is to become of its layers is sent, nothing else', async () => {
      await panel.taken();
      await panel.page.click(cell('too small', 'leaky-relu 0.01'));
      await panel.page.click('[data-field="compare-cell"] [data-action="put"]');
      const edits = (await panel.taken()).filter((message) => message.kind === 'edit');
      assert.deepEqual(edits, [
        {
          ...{ kind: 'edit', path: 'case.network.yaml', network: 0, revision: 3 },
          intents: [
            { kind: 'initialise', layers: [0, 2, 4, 6], to: { normal: 0.01 } },
            { kind: 'activate', layers: [1, 3, 5], to: 'leaky-relu' },
          ],
        },
      ]);
    });

    it('offers nothing to put where the file has it already', async () => {
      await panel.page.click(cell('He', 'relu'));
      assert.equal(await panel.page.locator('[data-field="compare-cell"] [data-action="put"]').count(), 0);
    });

    it('shows all cells as a table, and breaks no policy', async () => {
      await panel.page.click('[data-picture="compare"] [data-action="table"]');
      assert.equal(await panel.page.locator('[data-picture="compare"] .twin tbody tr').count(), 8 * 8);
      assert.deepEqual(await panel.faults(), []);
    });
  });

  it('shows one activation at a time at 300 pixels, without a scroll across', async () => {
    const panel = await opened(circles, {}, 300);
    assert.equal(await panel.page.locator('.compare-grid td:visible').count(), 8);
    await panel.page.selectOption('[data-field="compare-activation"]', 'tanh');
    assert.ok(await panel.page.isVisible(cell('He', 'tanh')));
    assert.ok(await panel.page.isHidden(cell('He', 'relu')));
    const across = await panel.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(across <= 300, String(across));
    await panel.close();
  });

  it('on two circles zeros stay at ln 2 after training', async () => {
    const panel = await opened(circles, { settings: { 'compare.metric': 'loss', 'compare.steps': 20 } });
    const loss = await panel.value(`${cell('zeros', 'relu')} [data-field="compare-value"]`);
    near(loss, Math.LN2, 1e-6, 'loss');
    await panel.page.click(cell('zeros', 'relu'));
    near(await panel.value('[data-field="compare-accuracy"]'), 0.5, 1e-12, 'right');
    await panel.close();
  });

  it('asks for normalisation and clipping only once they are opened', async () => {
    const panel = await panels.open({ memory: { tab: 'compare' } });
    await panel.showState(circles.state);
    const studies = async (): Promise<readonly string[]> => {
      // A section tells that it was opened only after the click is over.
      await panel.settled();
      const asked = (await panel.taken()).flatMap((message) =>
        message.kind === 'ask' ? [message.question.study] : [],
      );
      // What changed since the last save stands above every tab.
      return asked.filter((study) => study !== 'change');
    };
    assert.deepEqual(await studies(), ['compare']);
    await panel.page.click('[data-section="normalisation"] summary');
    assert.deepEqual(await studies(), ['normalisation']);
    await panel.page.click('[data-section="clipping"] summary');
    assert.deepEqual(await studies(), ['clipping']);
    await panel.close();
  });

  it('with a batch of one, batch norm leaves 0 of every gradient, and says why', async () => {
    const panel = await opened(circles, {
      ...{ open: ['compare.normalisation'], settings: { 'compare.batch': 1, 'compare.steps': 20 } },
    });
    near(await panel.value('[data-variant="batch-norm"] [data-field="first-delta"]'), 0, 1e-10, 'delta');
    assert.ok((await panel.value('[data-variant="layer-norm"] [data-field="first-delta"]')) > 1e-6);
    assert.match(await panel.page.innerText('[data-field="single"]'), /PyTorch refuses such a batch/);
    await panel.close();
  });

  it('says how many steps a clip limit binds', async () => {
    const panel = await opened(circles, {
      ...{ open: ['compare.clipping'], settings: { 'compare.limit': 0.001, 'compare.steps': 20 } },
    });
    assert.equal(await panel.value('[data-field="bound"]'), 1);
    await panel.close();
  });
});
