/** What the panel says: the report's numbers to full precision, the verdict, and every state with words of its own. */
import { strict as assert } from 'node:assert';
import { fixtures, hostileNames, inspected, shown, texts, type Fixture, type FixtureName } from './fixtures';
import { Panels, type Panel } from './panel';

describe('content', () => {
  const panels = new Panels();
  after(() => panels.close());

  async function open(name: FixtureName): Promise<{ panel: Panel; fixture: Fixture }> {
    const panel = await panels.open();
    const fixture = fixtures[name]();
    await panel.show(fixture);
    return { panel, fixture };
  }

  const near = (actual: number, expected: number): void =>
    assert.ok(
      Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected)),
      `${actual} is not ${expected}`,
    );

  it('carries the numbers of the lesson of four sigmoids', async () => {
    const chain = inspected(
      `${texts.chain.replace('batch: 16', 'batch: 1')}data: { inputs: [[1]], targets: [[1]] }\n`,
    );
    const panel = await panels.open();
    const fixture = chain.report.problems.length === 0 ? chain : inspected(texts.chain);
    await panel.show({ state: shown(fixture), inspection: fixture });
    const network = fixture.report.networks[0];
    assert.ok(network?.flow);
    near(await panel.value('[data-field=activation-bound]'), 0.25 ** 3);
    near(await panel.value('[data-field=activation-product]'), network.flow.activationProduct);
    near(await panel.value('[data-field=weights-product]'), network.flow.weightsProduct);
    near(await panel.value('[data-field=flow-ratio]'), network.flow.ratio);
    await panel.page.click('[data-tab=scan]');
    const largest = (layer: string): Promise<number> =>
      panel.value(`[data-field=bounds] tr[data-layer=${layer}] td:last-child`);
    for (const [layer, expected] of [
      ['linear1', 0.0045],
      ['linear2', 0.0145],
      ['linear3', 0.054],
      ['linear4', 0.228],
    ] as const) {
      assert.ok(Math.abs((await largest(layer)) - expected) < 6e-4, `${layer}: ${await largest(layer)}`);
    }
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('shows every layer with its numbers, and the network with its facts', async () => {
    const { panel, fixture } = await open('digits');
    const network = fixture.inspection?.report.networks[0];
    assert.ok(network?.loss);
    near(await panel.value('[data-field=loss]'), network.loss.value);
    near(await panel.value('[data-field=chance]'), network.loss.chance ?? NaN);
    assert.equal(await panel.value('[data-field=parameters]'), network.trainableParameters);
    assert.equal(await panel.page.getAttribute('.picture', 'data-revision'), '3');
    for (const layer of network.layers) {
      const row = `tr[data-layer="${layer.name}"]`;
      near(await panel.value(`${row} [data-field=delta]`), layer.delta ?? NaN);
      if (layer.gain !== null) near(await panel.value(`${row} [data-field=gain]`), layer.gain.total);
    }
    assert.match(await panel.page.innerText('[data-field=stamp]'), /As of 10:02:11, revision 3/);
    await panel.close();
  });

  it('says how far a step moves each weight, and marks what is beyond the limits', async () => {
    // In a bowl of w^2 a step of sgd at r moves w by r and leaves 1 - r of it; the loss is w^2. At r = 2 w changes its sign and keeps its size.
    const bowl = (rate: number): string =>
      `input: [1]\nlayers: [{ linear: 2, bias: false, id: fall, weights: [[2], [2]] }]\nloss: mse\nbatch: 1\ndata: { inputs: [[1]], targets: [[0, 0]] }\ntrain: { rate: ${rate}, steps: 40 }\n`;
    const panel = await panels.open();
    for (const [rate, mark, words] of [
      [0.1, null, 'A step moves fall.weight by 10 % of its size.'],
      [
        1e-6,
        '▾',
        'A step moves fall.weight by 0.0001 % of its size; where none moves by more than 0.001 %, steps are too short.',
      ],
      [
        2,
        '▴',
        'A step moves fall.weight by 200 % of its first size; where most weights move by more than 30 %, steps are too long.',
      ],
    ] as const) {
      const found = inspected(bowl(rate));
      await panel.show({ state: shown(found), inspection: found });
      const text = await panel.page.innerText('[data-field=movement]');
      const row = panel.page.locator('tr[data-layer="fall"]');
      assert.ok(text.endsWith(words), text);
      near(await panel.value('tr[data-layer="fall"] [data-field=step]'), rate);
      assert.equal(await row.locator(`.column-step:has-text("${mark ?? '%'}")`).count(), 1);
      assert.equal(await row.locator('.column-step .unusual').count(), mark === null ? 0 : 1);
      await panel.page.click('[data-tab=train]');
      near(await panel.value('[data-field=first-loss]'), 4);
      near(await panel.value('[data-field=last-loss]'), 4 * (1 - rate) ** 28);
      await panel.page.click('[data-tab=flow]');
    }
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('gives the gravest finding as icon, word and number, with cause and remedies at its layer', async () => {
    const { panel, fixture } = await open('vanishing');
    const finding = fixture.inspection?.report.networks[0]?.findings[0];
    assert.ok(finding);
    assert.equal(await panel.page.getAttribute('[data-field=verdict]', 'data-verdict'), 'Vanishing');
    assert.equal(await panel.page.getAttribute('[data-field=verdict]', 'data-severity'), finding.severity);
    near(await panel.value('[data-field=verdict-value]'), finding.value);
    assert.equal(await panel.page.getAttribute('.detail', 'data-layer'), 'linear1');
    const verdict = await panel.page.innerText('[data-field=verdict]');
    for (const text of [/Cause: The activation sigmoid/, /What helps: Use relu/]) assert.match(verdict, text);
    assert.equal(verdict.match(/limit 0\.001/g)?.length, 1, verdict);
    await panel.page.click('tr[data-index="2"]');
    await panel.page.click('[data-action=explain]');
    const card = await panel.page.innerText('.finding[data-rule=vanishing]');
    for (const text of [finding.message, finding.cause, ...finding.remedies])
      assert.ok(card.includes(text), text);
    await panel.close();
  });

  it('offers only the tabs that apply', async () => {
    const tabsOf = async (name: FixtureName): Promise<string[]> => {
      const { panel } = await open(name);
      const words = await panel.page.locator('[role=tab]').allInnerTexts();
      await panel.close();
      return words;
    };
    assert.deepEqual(await tabsOf('digits'), [
      ...['Flow', 'Curves', 'Heatmaps', 'Product', 'Train', 'Compare', 'Check'],
    ]);
    assert.deepEqual(await tabsOf('chain'), [
      ...['Flow', 'Curves', 'Heatmaps', 'Product', 'Scan', 'Train', 'Compare', 'Check'],
    ]);
    assert.deepEqual(await tabsOf('problems'), ['Flow', 'Curves']);
    assert.deepEqual(await tabsOf('refused'), []);
  });

  // A test each: eight pages together take longer on a loaded machine than one test may.
  for (const [name, expected] of [
    ['idle', 'Open the Example'],
    ['firstRun', 'Running back'],
    ['working', 'Running forward'],
    ['failed', 'ran out of memory'],
    ['refused', '12.4 GiB'],
    ['problems', 'did you mean "tanh"?'],
    ['noNetwork', 'No network in this file'],
  ] as const) {
    it(`is never blank: ${name}`, async () => {
      const { panel } = await open(name);
      const text = await panel.page.innerText('#lens');
      assert.ok(text.includes(expected), text.slice(0, 300));
      assert.deepEqual(await panel.faults(), []);
      await panel.close();
    });
  }

  it('is never blank: before it is told anything', async () => {
    const untold = await panels.open();
    assert.ok((await untold.page.innerText('#lens')).trim().length > 0);
    await untold.close();
  });

  it('takes layer names for text, whatever they hold', async () => {
    const { panel } = await open('hostile');
    assert.equal(await panel.page.evaluate(() => 'hacked' in window), false);
    assert.equal(await panel.page.locator('#lens img, #lens script, #lens b').count(), 0);
    const names = await panel.page.locator('.layer-table .layer-name').allTextContents();
    assert.deepEqual(names, hostileNames.slice(0, names.length));
    await panel.page.click('.header .menu summary');
    await panel.page.click('[data-action=layersCsv]');
    const csv = (await panel.taken()).find((message) => message.kind === 'export');
    assert.ok(csv?.kind === 'export' && typeof csv.content === 'string');
    assert.ok(csv.content.includes("'=cmd|calc"), 'a name that looks like a formula must not become one');
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('prints NaN and infinities as such', async () => {
    const { panel } = await open('notFinite');
    const deltas = await panel.page.locator('.layer-table [data-field=delta]').allTextContents();
    assert.deepEqual(deltas.slice(0, 3), ['NaN', '∞', '0']);
    assert.equal(
      await panel.page.getAttribute('tr[data-index="1"] [data-field=delta]', 'data-value'),
      'Infinity',
    );
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });
});
