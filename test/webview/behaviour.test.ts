/** What the panel does: one selection everywhere, pictures by revision, memory, exports, keyboard. */
import { strict as assert } from 'node:assert';
import type { FromPanel } from '../../src/protocol/messages';
import { bent, fixtureOf, fixtures, inspected, shown, texts, type Fixture } from './fixtures';
import { Panels, type Opening, type Panel } from './panel';

const kinds = (messages: readonly FromPanel[]): string[] => messages.map(({ kind }) => kind);

describe('behaviour', () => {
  const panels = new Panels();
  let digits: Fixture;
  before(() => {
    digits = fixtures.digits();
  });
  after(() => panels.close());

  async function open(opening: Opening = {}, fixture = digits): Promise<Panel> {
    const panel = await panels.open(opening);
    assert.deepEqual(kinds(await panel.taken()), ['ready']);
    await panel.show(fixture);
    return panel;
  }

  const selectedRow = (panel: Panel): Promise<string | null> =>
    panel.page.getAttribute('tr[aria-selected=true]', 'data-layer');

  it('selects a clicked layer everywhere and reveals it', async () => {
    const panel = await open();
    await panel.page.click('tr[data-index="2"]');
    const messages = await panel.taken();
    assert.deepEqual(kinds(messages), ['selected', 'reveal', 'pictures']);
    assert.deepEqual(messages[0], {
      kind: 'selected',
      path: 'case.network.yaml',
      selection: { network: 0, layer: 2 },
    });
    assert.deepEqual(messages[1], {
      kind: 'reveal',
      span: digits.inspection?.report.networks[0]?.layers[2]?.span,
    });
    assert.equal(await selectedRow(panel), 'linear3');
    assert.equal(await panel.page.getAttribute('.detail', 'data-layer'), 'linear3');
    assert.match(await panel.page.innerText('[data-picture=flow] .readout'), /^linear3: δ/);
    await panel.close();
  });

  it('selects the layer under a click on the flow', async () => {
    const panel = await open();
    const box = await panel.page.locator('[data-picture=flow] .plot').boundingBox();
    assert.ok(box);
    await panel.page.mouse.click(box.x + box.width - 40, box.y + 100);
    assert.deepEqual(kinds(await panel.taken()).slice(0, 2), ['selected', 'reveal']);
    assert.equal(await selectedRow(panel), 'logits');
    await panel.close();
  });

  it('draws a chart that has to be scrolled to anew too', async () => {
    const panel = await open({ height: 300 });
    // The picture of each canvas of the Flow tab that lies below what is seen, as its address with the pixels in it.
    const below = (): Promise<string[]> =>
      panel.page.$$eval('.plot canvas', (canvases) =>
        canvases
          .filter((canvas) => canvas.getBoundingClientRect().top > window.innerHeight)
          .map((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
      );
    const before = await below();
    assert.ok(before.length > 0);
    await panel.show(fixtureOf(inspected(texts.digits.replace('relu', 'sigmoid'))));
    const drawn = async (): Promise<boolean> => {
      const now = await below();
      return now.length > 0 && now.every((picture) => !before.includes(picture));
    };
    const until = Date.now() + 5000;
    while (!(await drawn())) assert.ok(Date.now() < until, 'the charts below show the network before');
    await panel.close();
  });

  it('follows the arrow keys in table and chart without moving the editor', async () => {
    const panel = await open();
    await panel.page.focus('tr[data-index="0"]');
    await panel.page.keyboard.press('ArrowDown');
    assert.deepEqual(kinds(await panel.taken()), ['selected', 'pictures']);
    assert.equal(
      await panel.page.evaluate(() => document.activeElement?.getAttribute('data-layer')),
      'linear2',
    );
    await panel.page.keyboard.press('Enter');
    assert.ok(kinds(await panel.taken()).includes('reveal'));
    await panel.page.focus('[data-picture=flow] .plot');
    await panel.page.keyboard.press('End');
    assert.equal(await selectedRow(panel), 'logits');
    assert.match(await panel.page.innerText('[data-field=said]'), /^logits: δ/);
    await panel.close();
  });

  it('follows a selection from outside and does not tell it back', async () => {
    const panel = await open();
    await panel.send({ kind: 'select', path: 'case.network.yaml', selection: { network: 0, layer: 1 } });
    assert.equal(await selectedRow(panel), 'linear2');
    assert.deepEqual(kinds(await panel.taken()), ['pictures']);
    await panel.close();
  });

  it('keeps a selection that comes before its report', async () => {
    const panel = await panels.open();
    await panel.send({ kind: 'select', path: 'case.network.yaml', selection: { network: 0, layer: 2 } });
    await panel.show(digits);
    assert.equal(await selectedRow(panel), 'linear3');
    await panel.close();
  });

  it('asks for pictures by revision, keeps the old ones until then, and drops stale answers', async () => {
    const panel = await open();
    const { inspection } = digits;
    assert.ok(inspection);
    const heat = panel.page.locator('[data-picture=detail-heat]');
    assert.equal(await heat.count(), 1);
    await panel.showState(shown(inspection, 4));
    assert.equal(await heat.count(), 1, 'the old picture stays');
    const [asked] = (await panel.taken()).filter(
      (message) => message.kind === 'pictures' && message.layer === 0,
    );
    assert.ok(asked?.kind === 'pictures');
    assert.equal(asked.revision, 4);
    const zeros = async (): Promise<string> => heat.locator('.sentence').innerText();
    const before = await zeros();
    const pictures = inspection.pictures(0, 0);
    assert.ok(pictures?.weightGradient);
    const other = { ...pictures, weightGradient: { ...pictures.weightGradient, zeros: 7 } };
    const reply = { kind: 'pictures', outcome: 'layer', pictures: other } as const;
    await panel.send({ ...reply, id: asked.id, revision: 3 });
    await panel.send({ ...reply, id: asked.id - 1000, revision: 4 });
    assert.equal(await zeros(), before);
    await panel.send({ ...reply, id: asked.id, revision: 4 });
    assert.match(await zeros(), /7 exactly 0/);
    assert.equal(await panel.page.getAttribute('.picture', 'data-revision'), '4');
    await panel.close();
  });

  it('says when the pictures of a run are gone', async () => {
    const panel = await panels.open();
    await panel.showState(digits.state);
    for (const message of await panel.taken()) {
      if (message.kind === 'pictures') {
        await panel.send({ kind: 'pictures', id: message.id, revision: message.revision, outcome: 'stale' });
      }
    }
    assert.match(await panel.page.innerText('.detail [data-state=missing]'), /no longer held/);
    await panel.page.click('.detail [data-state=missing] button');
    assert.deepEqual(kinds(await panel.taken()), ['refresh']);
    await panel.close();
  });

  it('keeps tab, layer, scale and scroll over a reload, and the layer by its name over an edit', async () => {
    const panel = await open({ height: 500 });
    await panel.page.click('[data-tab=heatmaps]');
    await panel.page.click('tr[data-index="1"]');
    await panel.page.locator('input[value=magnitude]').check();
    await panel.answer(digits);
    await panel.page.evaluate(() => window.scrollTo(0, 300));
    await panel.page.waitForTimeout(250);
    await panel.page.reload();
    await panel.show(digits);
    assert.equal(await panel.page.getAttribute('[role=tab][aria-selected=true]', 'data-tab'), 'heatmaps');
    assert.equal(await selectedRow(panel), 'linear2');
    assert.equal(await panel.page.locator('input[value=magnitude]').isChecked(), true);
    assert.ok(Math.abs((await panel.page.evaluate(() => window.scrollY)) - 300) < 3);
    const { inspection } = digits;
    assert.ok(inspection);
    const edited = bent(inspection, (network) => ({ ...network, layers: network.layers.slice(1) }));
    await panel.showState(shown(edited, 5));
    assert.equal(await selectedRow(panel), 'linear2');
    assert.equal(await panel.page.getAttribute('tr[aria-selected=true]', 'data-index'), '0');
    await panel.close();
  });

  it('starts plain when what it remembers is of another kind', async () => {
    const panel = await open({
      memory: { tab: 'circus', zoom: [1], open: 'yes', choice: { path: 4 }, scroll: 'far' },
    });
    assert.equal(await panel.page.getAttribute('[role=tab][aria-selected=true]', 'data-tab'), 'flow');
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('reads heatmap cells with the arrow keys and curves with a cursor', async () => {
    const panel = await open();
    await panel.page.click('[data-tab=heatmaps]');
    await panel.answer(digits);
    await panel.page.focus('[data-picture=heat-weights] .cells');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await panel.page.keyboard.press(key);
    assert.match(await panel.page.innerText('[data-field=said]'), /^output unit 1, input 1: /);
    assert.match(
      await panel.page.innerText('[data-picture=heat-weights] .readout'),
      /^output unit 1, input 1: /,
    );
    await panel.page.click('[data-tab=curves]');
    await panel.page.focus('[data-picture=curve-0] .plot');
    await panel.page.keyboard.press('Home');
    await panel.page.keyboard.press('End');
    assert.match(await panel.page.innerText('[data-field=said]'), /^z 10: a 10, a′ 1$/);
    await panel.close();
  });

  it('moves through the tabs with the arrow keys', async () => {
    const panel = await open();
    await panel.page.focus('[data-tab=flow][role=tab]');
    await panel.page.keyboard.press('ArrowRight');
    assert.equal(await panel.page.getAttribute('[role=tab][aria-selected=true]', 'data-tab'), 'curves');
    assert.equal(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-tab')), 'curves');
    await panel.close();
  });

  it('refreshes, cancels, opens other sources, and shows problems in the source', async () => {
    const panel = await open();
    await panel.page.click('[data-action=refresh]');
    await panel.page.selectOption('.picker', 'open:lessons/chain.network.yaml');
    assert.deepEqual(await panel.taken(), [
      { kind: 'refresh' },
      { kind: 'open', path: 'lessons/chain.network.yaml' },
    ]);
    await panel.showState(fixtures.working().state);
    await panel.taken();
    await panel.page.click('[data-action=cancel]');
    await panel.showState(fixtures.failed().state);
    await panel.page.click('[data-action=log]');
    await panel.page.click('[data-state=failed] [data-action=reveal]');
    assert.deepEqual(kinds(await panel.taken()), ['cancel', 'command', 'reveal']);
    await panel.close();
  });

  it('flashes a changed number once, and not for those who want no motion', async () => {
    const { inspection } = digits;
    assert.ok(inspection);
    const changed = bent(inspection, (network) => ({
      ...network,
      layers: network.layers.map((layer, index) => (index === 1 ? { ...layer, delta: 0.5 } : layer)),
    }));
    for (const reducedMotion of [false, true]) {
      const panel = await open({ reducedMotion });
      await panel.showState(shown(changed, 4));
      assert.equal(await panel.page.locator('td.changed').count(), 1);
      const animation = await panel.page.evaluate(
        () => getComputedStyle(document.querySelector('td.changed') ?? document.body).animationName,
      );
      assert.equal(animation, reducedMotion ? 'none' : 'changed');
      await panel.close();
    }
  });

  it('draws again when the theme changes', async () => {
    const panel = await open();
    const pixels = (): Promise<string> =>
      panel.page.evaluate(
        () => document.querySelector<HTMLCanvasElement>('[data-picture=flow] canvas')?.toDataURL() ?? '',
      );
    const dark = await pixels();
    await panel.page.evaluate(() => {
      document.body.className = 'vscode-light';
      document.documentElement.style.setProperty('--vscode-foreground', '#3b3b3b');
      document.documentElement.style.setProperty('--vscode-editor-background', '#ffffff');
    });
    await panel.settled();
    assert.notEqual(await pixels(), dark);
    await panel.close();
  });

  it('zooms many layers around the selected one and keeps the zoom over a refresh', async () => {
    const many = fixtures.layers40();
    const panel = await open({}, many);
    const zoom = panel.page.locator('[data-picture=flow] [data-action=zoomIn]');
    await zoom.click();
    await zoom.click();
    assert.match((await zoom.getAttribute('title')) ?? '', /× 4/);
    assert.ok(many.inspection);
    await panel.showState(shown(many.inspection, 9));
    assert.match((await zoom.getAttribute('title')) ?? '', /× 4/);
    await panel.close();
  });

  it('keeps a network without pictures usable', async () => {
    const inspection = inspected(texts.vanishing);
    const panel = await panels.open();
    await panel.showState(shown(inspection));
    assert.equal(await panel.page.locator('tr[data-layer]').count(), 8);
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });
});
