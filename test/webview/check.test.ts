/** The Check tab: the verdict, the tables and the chart, with the numbers of lesson 5 read from the page. */
import assert from 'node:assert/strict';
import { near } from '../inspect/sources';
import { example } from './fixtures';
import { layoutFaults } from './geometry';
import { Panels, type Panel } from './panel';

const panels = new Panels();
after(() => panels.close());

async function checking(name: string): Promise<Panel> {
  const fixture = example(name);
  const panel = await panels.open({ width: 600 });
  await panel.show(fixture);
  await panel.page.click('[role=tab][data-tab="check"]');
  await panel.answer(fixture);
  await panel.settled();
  return panel;
}

describe('the Check tab', () => {
  it('says that a smooth gradient is right, with every tensor below 1e-7', async () => {
    const panel = await checking('lesson-5-gradient-check.network.yaml');
    const verdict = panel.page.locator('[data-field="check-verdict"]');
    assert.equal(await verdict.getAttribute('data-outcome'), 'right');
    assert.match((await verdict.textContent()) ?? '', /of 128 sampled, limit 1e-7: the gradient is right/);
    const norms = await panel.page
      .locator('[data-field="check-tensors"] [data-field="norm"]')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
    assert.equal(norms.length, 6);
    assert.ok(norms.every((norm) => norm < 1e-7));
    assert.equal(await panel.page.locator('[data-field="check-rows"] tbody tr').count(), 128);
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('looks at the element that is clicked: its quotients go to the derivative, its prediction fails as h grows', async () => {
    const fixture = example('lesson-1-error-terms.network.yaml');
    const panel = await checking('lesson-1-error-terms.network.yaml');
    await panel.page.click('[data-field="check-rows"] tr[data-parameter="k.weight"]');
    await panel.answer(fixture);
    await panel.settled();
    assert.equal(await panel.page.locator('.check-element').getAttribute('data-element'), 'k.weight[0, 0]');
    // dL/dw = 2 (k - 1) k (1 - k) j of the chain q, j, k (lessons.md, L1).
    const sigma = (z: number): number => 1 / (1 + Math.exp(-z));
    const j = sigma(1.2 * sigma(0.8 * 1.5 + 0.1) - 0.3);
    const k = sigma(-0.7 * j + 0.2);
    const slope = 2 * (k - 1) * k * (1 - k) * j;
    near(await panel.value('[data-field="check-analytic"]'), slope, 1e-15);
    const gaps = async (table: string): Promise<readonly number[]> =>
      panel.page
        .locator(`[data-field="${table}"] [data-field="gap"]`)
        .evaluateAll((cells) => cells.map((cell) => Math.abs(Number(cell.getAttribute('data-value')))));
    const falling = (await gaps('check-quotients')).slice(0, 7);
    falling.forEach((gap, place) => assert.ok(place === 0 || gap < (falling[place - 1] ?? 0) / 5));
    const growing = await gaps('check-predictions');
    assert.deepEqual(
      growing,
      growing.toSorted((a, b) => a - b),
    );
    const sentence = await panel.page.textContent('[data-picture="step-error"] [data-field="sentence"]');
    assert.match(sentence ?? '', /forward falls with slope 1, .* centred falls with slope 2,/);
    await panel.close();
  });

  it('asks anew for another number of elements, and moves with the arrow keys', async () => {
    const panel = await checking('lesson-1-error-terms.network.yaml');
    await panel.page.locator('[data-field="check-rows"] tr[aria-selected="true"]').focus();
    await panel.page.keyboard.press('ArrowDown');
    const second = panel.page.locator('[data-field="check-rows"] tbody tr').nth(1);
    assert.equal(await second.getAttribute('aria-selected'), 'true');
    await panel.taken();
    await panel.page.click('[data-count="32"]');
    const asked = (await panel.taken()).filter((message) => message.kind === 'ask');
    assert.deepEqual(
      asked.map(({ question }) => question),
      [{ study: 'gradient-check', elements: 32 }],
    );
    await panel.close();
  });

  it('lays out cleanly from 300 to 1200 pixels', async () => {
    const panel = await checking('lesson-1-error-terms.network.yaml');
    const faults: string[] = [];
    for (const width of [300, 600, 1200]) {
      await panel.page.setViewportSize({ width, height: 900 });
      await panel.settled();
      faults.push(...(await layoutFaults(panel.page)).map((fault) => `at ${width}: ${fault}`));
    }
    assert.deepEqual(faults, []);
    await panel.close();
  });
});
