/** The Decision tab: logistic regression with the known answers of lesson 3 read from the page. */
import assert from 'node:assert/strict';
import { near } from '../inspect/sources';
import { example } from './fixtures';
import { layoutFaults } from './geometry';
import { Panels, type Panel } from './panel';

const panels = new Panels();
after(() => panels.close());

async function deciding(name: string): Promise<Panel> {
  const fixture = example(name);
  const panel = await panels.open({ width: 600 });
  await panel.show(fixture);
  await panel.page.click('[role=tab][data-tab="decision"]');
  await panel.answer(fixture);
  await panel.settled();
  return panel;
}

describe('the Decision tab', () => {
  for (const [name, weights, bias, accuracy, loss] of [
    ['lesson-3-logistic.network.yaml', [8.528, -5.0516], -3.9648, 0.96, 0.0709],
    ['lesson-3-logistic-penalty.network.yaml', [3.2057, -1.6346], -1.3083, 0.98, null],
  ] as const) {
    it(`shows the fit of ${name}`, async () => {
      const panel = await deciding(name);
      near(await panel.value('[data-field="weight-0"]'), weights[0], 1e-6);
      near(await panel.value('[data-field="weight-1"]'), weights[1], 1e-6);
      near(await panel.value('[data-field="bias"]'), bias, 1e-6);
      near(await panel.value('[data-field="accuracy"]'), accuracy, 1e-12);
      if (loss !== null) near(await panel.value('[data-field="loss"]'), loss, 1e-5);
      const sentence = await panel.page.textContent('[data-picture="decision"] [data-field="sentence"]');
      assert.match(sentence ?? '', new RegExp(`^${100 * accuracy} of 100 right`));
      assert.deepEqual(await panel.faults(), []);
      await panel.close();
    });
  }

  it('has a table twin with every sample, and colours on both sides of the line', async () => {
    const panel = await deciding('lesson-3-logistic.network.yaml');
    await panel.page.click('[data-picture="decision"] [data-action="table"]');
    assert.equal(await panel.page.locator('[data-picture="decision"] .twin tbody tr').count(), 100);
    const [left, right] = await panel.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-picture="decision"] .plane canvas');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) return [];
      const at = (x: number, y: number): number[] => [
        ...context.getImageData(x * canvas.width, y * canvas.height, 1, 1).data,
      ];
      return [at(0.12, 0.1), at(0.95, 0.7)];
    });
    // Blue for class 0, red for class 1.
    assert.ok((left?.[2] ?? 0) > (left?.[0] ?? 255));
    assert.ok((right?.[0] ?? 0) > (right?.[2] ?? 255));
    await panel.close();
  });

  it('reads a place with the arrow keys', async () => {
    const panel = await deciding('lesson-3-logistic.network.yaml');
    await panel.page.focus('[data-picture="decision"] .plane');
    await panel.page.keyboard.press('End');
    const said = (await panel.page.textContent('[data-field="said"]')) ?? '';
    assert.match(said, /^x1 3\.9, x2 \S+: class 1 with probability 1$/);
    await panel.close();
  });

  it('lays out cleanly from 300 to 1200 pixels', async () => {
    const panel = await deciding('lesson-3-logistic.network.yaml');
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
