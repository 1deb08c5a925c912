// Measured remedies below a finding: asked once the list is opened, shown with before and after, a preview, and a button that edits.
import assert from 'node:assert/strict';
import type { EditOrder } from '../../src/protocol/editing';
import type { Remedy } from '../../src/studies/remedies';
import { inspected, shown, type Fixture } from './fixtures';
import { Panels, type Panel } from './panel';

const hostile = '<img src=x onerror=alert(1)>';
const text = `input: [4]\nlayers:\n  - { linear: 8, biases: -9, id: "${hostile}" } # one\n  - relu\n  - linear: 2\nloss: cross-entropy\n`;

describe('measured remedies in the panel', () => {
  const panels = new Panels();
  let panel: Panel;
  const inspection = inspected(text);
  const fixture: Fixture = { state: shown(inspection), inspection };
  before(async () => {
    panel = await panels.open({ width: 300 });
    await panel.show(fixture);
  });
  after(() => panels.close());

  const list = '.detail [data-rule="dead-relu"] .remedies';

  it('are not computed before somebody opens a list', async () => {
    assert.equal(await panel.page.locator(`${list} > summary`).innerText(), 'Edits that help, measured');
    assert.equal(await panel.page.locator('[data-remedy]').count(), 0);
  });

  it('wait, and then stand with what they change', async () => {
    await panel.page.click(`${list} > summary`);
    assert.match(await panel.page.locator(`${list} [data-state=awaited]`).innerText(), /^Trying edits/);
    const asked = await panel.answer(fixture);
    const [question] = asked.filter((message) => message.kind === 'ask');
    assert.deepEqual(question?.question, { study: 'remedies', rule: 'dead-relu', layer: 0 });
    const entries = panel.page.locator(`${list} [data-remedy]`);
    assert.ok((await entries.count()) > 1);
    const first = await entries.first().innerText();
    assert.match(first, /Start the biases at zero/);
    assert.match(first, /dead units in the worst layer 100 % → \d/);
    assert.match(
      await panel.page.locator(`${list} [data-field=rejected]`).innerText(),
      /^Tried, not better: /,
    );
    assert.equal(await panel.page.locator('img').count(), 0);
  });

  it('show the lines and delta of each layer in a preview', async () => {
    await panel.page.click(`${list} [data-remedy="Start the biases at zero"] .remedy-preview > summary`);
    await panel.settled();
    const rows = await panel.page.locator(`${list} [data-field=difference] tr`).allInnerTexts();
    assert.equal(rows.length, 2);
    assert.match(rows[0] ?? '', /biases: -9/);
    assert.match(rows[1] ?? '', /bias-init: zeros/);
    assert.equal(await panel.page.locator(`${list} .remedy-preview canvas`).count(), 1);
    const width = await panel.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 300, `the page is ${width} px wide`);
  });

  it('are applied by the message that edits the file', async () => {
    await panel.taken();
    await panel.page.click(`${list} [data-remedy="Start the biases at zero"] [data-action=apply]`);
    const [order] = (await panel.taken()).filter((message): message is EditOrder => message.kind === 'edit');
    const intents: Remedy['intents'] = [
      { kind: 'set-option', layers: [0], option: 'biases', to: null },
      { kind: 'set-option', layers: [0], option: 'bias-init', to: 'zeros' },
    ];
    assert.deepEqual(order?.intents, intents);
    assert.equal(order.network, 0);
  });

  it('break no policy and throw nothing', async () => {
    assert.deepEqual(await panel.faults(), []);
  });
});
