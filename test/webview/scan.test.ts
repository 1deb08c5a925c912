/** The Scan tab: the known maxima of lesson 3 read from the page, targets and ranges at a click, classes, several units. */
import { strict as assert } from 'node:assert';
import { example, fixtures, inspected, shown, type Fixture } from './fixtures';
import { Panels, type Panel } from './panel';

const panels = new Panels();
after(() => panels.close());

async function open(fixture: Fixture): Promise<Panel> {
  const panel = await panels.open();
  await panel.show(fixture);
  await panel.page.click('[role=tab][data-tab=scan]');
  await panel.answer(fixture);
  await panel.settled();
  return panel;
}

async function check(panel: Panel, fixture: Fixture, name: string, value: string): Promise<void> {
  await panel.page.check(`input[name=${name}][value="${value}"]`, { force: true });
  await panel.answer(fixture);
  await panel.settled();
}

const sentence = (panel: Panel): Promise<string> => panel.page.innerText('#sentence-scan-gradient');

const largest = (panel: Panel, layer: number): Promise<number> =>
  panel.value(`[data-field=bounds] tr[data-layer=linear${layer}] td:last-child`);

describe('the Scan tab', () => {
  it('shows 0.0045, 0.0145, 0.054 and 0.228 for four sigmoids against y = 1, and more against y = 0', async () => {
    const fixture = example('lesson-3-four-layers-sigmoid.network.yaml');
    const panel = await open(fixture);
    for (const [index, expected] of [0.0045, 0.0145, 0.054, 0.228].entries()) {
      const found = await largest(panel, index + 1);
      assert.ok(Math.abs(found - expected) < 6e-4, `${found} is not ${expected}`);
    }
    assert.match(await sentence(panel), /^For y = 1, /);
    await check(panel, fixture, 'scan-target', '0');
    assert.match(await sentence(panel), /^For y = 0, /);
    // The last layer's gradient is (sigma(a3) - y) a3, largest where a3 is: sigma(sigma(sigma(7))) = 0.675.
    const a3 = [7, 0, 0].reduce((a) => 1 / (1 + Math.exp(-a)), 7);
    const expected = a3 / (1 + Math.exp(-a3));
    assert.ok(Math.abs((await largest(panel, 4)) - expected) < 1e-6);
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('says that four lines of ReLU layers coincide, over any range', async () => {
    const fixture = example('lesson-3-four-layers-relu.network.yaml');
    const panel = await open(fixture);
    assert.match(await sentence(panel), /4 lines coincide/);
    await check(panel, fixture, 'scan-range', '10');
    assert.match(await panel.page.innerText('#sentence-scan-activation'), /from -10 to 10/);
    assert.match(await sentence(panel), /4 lines coincide/);
    await panel.close();
  });

  it('offers classes and units where there are several', async () => {
    const inspection = inspected(
      'name: few\ninput: [1]\nlayers: [linear: 4, tanh, linear: 3]\nloss: cross-entropy\nbatch: 8\n',
    );
    const fixture = { state: shown(inspection), inspection };
    const panel = await open(fixture);
    await check(panel, fixture, 'scan-target', '2');
    assert.match(await sentence(panel), /^For class 2, /);
    assert.match(await panel.page.innerText('[data-picture=scan-gradient]'), /RMS of ∂L\/∂W/);
    await panel.page.selectOption('[data-field=unit]', '3');
    await panel.answer(fixture);
    assert.match(await panel.page.innerText('[data-picture=scan-gradient]'), /∂L\/∂W of the unit/);
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('is not offered for networks of several inputs', async () => {
    const fixture = fixtures.digits();
    const panel = await panels.open();
    await panel.show(fixture);
    assert.equal(await panel.page.locator('[role=tab][data-tab=scan]').count(), 0);
    await panel.close();
  });
});
