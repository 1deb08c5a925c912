/** The blame in the Flow tab, the bands behind its charts, and the marks of unusual numbers, read from the page. */
import { strict as assert } from 'node:assert';
import { inspected, shown } from './fixtures';
import { Panels, type Panel } from './panel';

const tooSmall = `name: small
input: [64]
loss: mse
batch: 16
layers:
  - repeat: 4
    layers: [{ linear: 64, init: { normal: 0.01 } }, relu]
  - { linear: 4, init: { normal: 0.01 } }
`;

describe('the blame and the bands', function () {
  this.timeout(60_000);
  const panels = new Panels();
  let panel: Panel;

  before(async () => {
    panel = await panels.open({ theme: 'dark', width: 600 });
    const inspection = inspected(tooSmall);
    const fixture = { state: shown(inspection), inspection };
    await panel.show(fixture);
    await panel.page.click('[role=tab][data-tab="flow"]');
    await panel.answer(fixture);
    await panel.settled();
  });
  after(() => panels.close());

  it('stack decades by layer whose sum is log10 of the ratio of delta', async () => {
    const picture = panel.page.locator('[data-picture="blame"]');
    assert.match(await picture.locator('[data-field=sentence]').innerText(), /δ changes by −[\d.]+ decades/);
    await picture.locator('[data-action=table]').click();
    const rows = await picture
      .locator('table tbody tr')
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell as HTMLElement).innerText)),
      );
    assert.deepEqual(
      rows.map(([name]) => name),
      ['linear1', 'linear2', 'linear3', 'linear4', 'linear5'],
    );
    const sum = rows.reduce((total, row) => total + Number((row.at(-1) ?? '').replace('−', '-')), 0);
    const ratio = await panel.value('[data-field="flow-ratio"]');
    assert.ok(Math.abs(sum - Math.log10(ratio)) < 0.02, `${sum} ${Math.log10(ratio)}`);
  });

  it('say of how many seeds the bands are, behind gradient, gain and outputs', async () => {
    for (const id of ['flow', 'waterfall', 'spread']) {
      const legend = await panel.page.locator(`[data-picture="${id}"] .legend`).innerText();
      assert.match(legend, /5 to 95 % of 7 seeds/, id);
      assert.match(legend, /textbook/, id);
    }
  });

  it('mark a delta far below what textbook initialisation gives, in words too', async () => {
    // Four layers of 0.01 / 0.18 (He at width 64) each: 1e5 times below.
    const mark = panel.page.locator('tr[data-layer="linear1"] [data-unusual=delta]');
    assert.match(
      (await mark.getAttribute('title')) ?? '',
      /^below what textbook initialisation has here: .+ over 7 seeds$/,
    );
    assert.match(await mark.innerText(), /▾/);
    assert.equal(await panel.page.locator('tr[data-layer="linear5"] [data-unusual=delta]').count(), 0);
  });

  it('select the layer under the arrow keys', async () => {
    await panel.page.locator('[data-picture="blame"] .plot').focus();
    await panel.page.keyboard.press('End');
    await panel.settled();
    assert.equal(await panel.page.locator('tr[aria-selected=true]').getAttribute('data-layer'), 'linear5');
  });
});
