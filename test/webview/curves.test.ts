/** The Curves tab: the known numbers of lessons 1 and 3 read from the page, sliders, list, ranges, formulas and the bound. */
import { strict as assert } from 'node:assert';
import type { FromPanel } from '../../src/protocol/messages';
import { example, fixtures, inspected, shown, texts, type Fixture } from './fixtures';
import { Panels, type Panel } from './panel';

const panels = new Panels();
after(() => panels.close());

async function open(fixture: Fixture, width = 600): Promise<Panel> {
  const panel = await panels.open({ width });
  await panel.show(fixture);
  await panel.page.click('[role=tab][data-tab=curves]');
  await panel.answer(fixture);
  await panel.settled();
  return panel;
}

async function choose(panel: Panel, fixture: Fixture, value: string): Promise<readonly FromPanel[]> {
  await panel.page.selectOption('[data-field=activation]', value);
  const sent = await panel.answer(fixture);
  await panel.settled();
  return sent;
}

async function slide(panel: Panel, fixture: Fixture, name: string, value: number): Promise<void> {
  await panel.page.fill(`input[data-number="${name}"]`, String(value));
  await panel.answer(fixture);
  await panel.settled();
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('the Curves tab', () => {
  it("shows sigmoid's largest derivative 0.25 at 0, and that n steps back keep at most 0.25^n", async () => {
    const text = `${texts.chain.replace('batch: 16', 'batch: 1')}data: { inputs: [[1]], targets: [[1]] }\n`;
    const inspection = inspected(text.replace('binary-cross-entropy', 'mse'));
    const fixture = { state: shown(inspection), inspection };
    const panel = await open(fixture);
    assert.equal(await panel.value('[data-field=peak]'), 0.25);
    assert.equal(await panel.value('[data-field=peak-at]'), 0);
    await slide(panel, fixture, 'steps', 1);
    assert.equal(await panel.value('[data-field=lost]'), 0.75);
    assert.equal(await panel.page.innerText('[data-field=lost]'), '75 %');
    await slide(panel, fixture, 'steps', 2);
    assert.equal(await panel.value('[data-field=lost]'), 0.9375);
    assert.equal(await panel.page.innerText('[data-field=lost]'), '93.75 %');
    await slide(panel, fixture, 'steps', 3);
    // Lesson 1: three steps, bound 0.0156, measured 0.00964.
    assert.equal(await panel.value('[data-field=bound]'), 0.25 ** 3);
    near(await panel.value('[data-field=measured]'), 0.00964, 5e-6);
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('draws sigmoid and tanh with their derivatives at 1,000 places from -10 to 10 (lessons.md, L1)', async () => {
    const fixture = example('lesson-1-curves.network.yaml');
    const panel = await open(fixture);
    await panel.page.check('input[name=curve-range][value="10"]', { force: true });
    const picture = '[data-picture=curve-other]';
    for (const [name, f, slope] of [
      [
        'sigmoid',
        (x: number) => 1 / (1 + Math.exp(-x)),
        (x: number) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2,
      ],
      ['tanh', Math.tanh, (x: number) => (4 * Math.exp(2 * x)) / (1 + Math.exp(2 * x)) ** 2],
    ] as const) {
      await choose(panel, fixture, `op:${name}`);
      await panel.page.click(`${picture} [data-action=table]`);
      const rows = await panel.page
        .locator(`${picture} .twin tbody tr`)
        .evaluateAll((found) =>
          found.map((row) => [...row.children].map((cell) => Number(cell.getAttribute('data-value')))),
        );
      for (const [place, [x = NaN, value = NaN, derivative = NaN]] of rows.entries()) {
        near(x, -10 + (20 * place) / 999, 1e-6);
        near(value, f(x), 1e-6);
        near(derivative, slope(x), 1e-6);
      }
      const rest = /(\d+) more rows/.exec(await panel.page.innerText(picture));
      assert.equal(rows.length + Number(rest?.[1]), 1000);
      await panel.page.click(`${picture} [data-action=table]`);
    }
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('shows any activation of the list with its largest derivative', async () => {
    const fixture = fixtures.chain();
    const panel = await open(fixture);
    for (const [name, value, at] of [
      ['tanh', 1, 0],
      ['selu', 1.76, 0],
      ['gelu', 1.13, Math.SQRT2],
      ['silu', 1.1, 2.4],
      ['mish', 1.09, 1.49],
    ] as const) {
      await choose(panel, fixture, `op:${name}`);
      near(await panel.value('[data-field=peak]'), value, 5e-3);
      near(await panel.value('[data-field=peak-at]'), at, 2e-2);
      const isBound = (await panel.page.locator('[data-field=lost]').count()) === 1;
      assert.equal(isBound, value < 1);
    }
    assert.match(await panel.page.innerText('.curve-bound'), /can also make it grow/);
    await panel.close();
  });

  it('reads f and f′ at a place with the keyboard, over the range that is chosen', async () => {
    const fixture = fixtures.chain();
    const panel = await open(fixture);
    for (const range of [5, 7, 10]) {
      await panel.page.check(`input[name=curve-range][value="${range}"]`, { force: true });
      await panel.answer(fixture);
      await panel.page.focus('[data-picture=curve-0] .plot');
      await panel.page.keyboard.press('Home');
      const said = await panel.page.innerText('[data-picture=curve-0] .readout');
      assert.match(said, new RegExp(`^z -${range}: a `));
      const [a, slope] = [...(/a (\S+), a′ (\S+)/.exec(said) ?? [])].slice(1).map(Number);
      const sigma = 1 / (1 + Math.exp(range));
      near(a ?? NaN, sigma, sigma * 5e-3);
      near(slope ?? NaN, sigma * (1 - sigma), sigma * 5e-3);
    }
    await panel.close();
  });

  it('moves the numbers of an activation, and remembers them', async () => {
    const fixture = fixtures.jumpy();
    const panel = await open(fixture);
    await choose(panel, fixture, 'own:leaky-relu 0.1');
    assert.equal(await panel.page.inputValue('input[data-number=slope]'), '0.1');
    await slide(panel, fixture, 'slope', 0.5);
    assert.match(await panel.page.innerText('.curve-page h3'), /leaky-relu 0\.5/);
    await choose(panel, fixture, 'op:softplus');
    await slide(panel, fixture, 'beta', 2);
    // f' of softplus is a sigmoid of beta z, so it is 0.01 at -ln(99) / beta.
    assert.match(
      await panel.page.innerText('.curve-page [id^=sentence]'),
      /below 0\.01 for z from -10 to -2\.3\b/,
    );
    await choose(panel, fixture, 'own:leaky-relu 0.1');
    assert.equal(await panel.page.inputValue('input[data-number=slope]'), '0.5');
    await panel.close();
  });

  it('says what is used at a kink, and that a step has an impulse', async () => {
    const fixture = fixtures.chain();
    const panel = await open(fixture);
    await choose(panel, fixture, 'op:relu');
    const kink = await panel.page.innerText('[data-field=kinks]');
    assert.match(kink, /f′ is 0 before and 1 behind it; at the point itself 0 is used, as in PyTorch/);
    assert.match(kink, /textbooks take 1/);
    assert.equal(await panel.value('[data-field=peak-from]'), 0);
    await choose(panel, fixture, 'op:step');
    assert.match(await panel.page.innerText('.curve-page'), /jumps at 0: its derivative is an impulse/);
    assert.equal(await panel.value('[data-field=peak]'), 0);
    await panel.close();
  });

  it('writes f and f′ as formulas that can be read out', async () => {
    const fixture = fixtures.chain();
    const panel = await open(fixture);
    const formula = (name: string): Promise<readonly (string | null)[]> =>
      panel.page.$$eval(`[data-formula="${name}"] math`, (all) =>
        all.map((each) => each.getAttribute('alttext')),
      );
    assert.deepEqual(await formula('f'), ['f of x is', '(1) / (1 + e to the − x)']);
    await choose(panel, fixture, 'op:elu');
    assert.deepEqual(await formula('f′'), ['f′ of x is', '1', 'x > 0', 'α \u2062 e to the x', 'x ≤ 0']);
    await panel.close();
  });

  it('has no page-wide scroll at 300 pixels, whatever is chosen', async () => {
    const fixture = fixtures.jumpy();
    const panel = await open(fixture, 300);
    for (const name of ['gelu-tanh', 'mish', 'hardtanh', 'rrelu']) {
      await choose(panel, fixture, `op:${name}`);
      const width = await panel.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 300, `${name}: ${width}`);
    }
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });
});
