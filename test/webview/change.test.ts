/** What changed, in a browser: real reports of two texts, the line, the list of bars with its twin and exports, and its silence. */
import { strict as assert } from 'node:assert';
import type { ToPanel } from '../../src/protocol/messages';
import type { EarlierTexts } from '../../src/studies/change/study';
import { StudyRefused } from '../../src/studies/study';
import { axeFaults } from './accessibility';
import { inspected, shown, type Fixture } from './fixtures';
import { layoutFaults } from './geometry';
import { Panels, type Panel } from './panel';
import { answered } from './subjects';

const deep = `name: stack
input: [16]
layers:
  - repeat: 6
    layers:
      - { linear: 16, init: xavier-normal }
      - sigmoid
  - { linear: 4, id: head }
loss: cross-entropy
batch: 64
`;
const mended = deep.replace('sigmoid', 'relu').replace('xavier-normal', 'he-normal');

const fixtureOf = (text: string): Fixture => {
  const inspection = inspected(text);
  return { state: shown(inspection), inspection };
};

/** Answers as the host does, which adds the earlier texts to the question. */
async function answerWith(panel: Panel, fixture: Fixture, earlier: EarlierTexts): Promise<void> {
  await panel.answer(fixture, (message): readonly ToPanel[] | null => {
    if (message.kind !== 'ask' || message.question.study !== 'change' || !fixture.inspection) return null;
    const { id, network, question } = message;
    const answer = answered(fixture.inspection, network, { ...question, earlier });
    return [
      answer instanceof StudyRefused
        ? { kind: 'answer', id, outcome: 'failed', reason: answer.message }
        : { kind: 'answer', id, outcome: 'whole', answer, elapsed: 3 },
    ];
  });
  await panel.settled();
}

describe('what changed', function () {
  this.timeout(120_000);
  const panels = new Panels();
  after(() => panels.close());

  async function opened(text: string, earlier: EarlierTexts, width = 600): Promise<[Panel, Fixture]> {
    const panel = await panels.open({ width });
    const fixture = fixtureOf(text);
    await panel.showState(fixture.state);
    await answerWith(panel, fixture, earlier);
    return [panel, fixture];
  }

  it('is one line under the verdict, and opens to a list of every layer', async () => {
    const earlier = { save: deep, head: mended };
    const [panel, fixture] = await opened(mended, earlier);
    const { page } = panel;
    assert.match(
      await page.innerText('.change > summary'),
      /^Since the last save:\s+delta of linear1 × [\d.,e]+, vanishing is gone/,
    );
    assert.equal(await page.locator('.change-bars').count(), 0);
    await page.click('.change > summary');
    await panel.settled();
    const names = await page.locator('.change-bars li .name').allInnerTexts();
    assert.deepEqual(
      names,
      fixture.inspection?.report.networks[0]?.layers.map(({ name }) => name),
    );
    // The numbers of both reports, straight from two inspections.
    const delta = (text: string): number => inspected(text).report.networks[0]?.layers[0]?.delta ?? NaN;
    const expected = Math.log10(delta(mended) / delta(deep));
    const shownDecades = Number(await page.getAttribute('.change-bars li', 'data-decades'));
    assert.ok(Math.abs(shownDecades - expected) < 1e-9);
    assert.equal(await page.getAttribute('[data-rule=vanishing]', 'data-fate'), 'gone');
    for (const width of [300, 600, 1200]) {
      await page.setViewportSize({ width, height: 900 });
      await panel.settled();
      assert.deepEqual([...(await layoutFaults(page)), ...(await axeFaults(page))], [], `at ${width}`);
    }
    await page.click('[data-picture=change] [data-action=table]');
    assert.match(await page.innerText('[data-picture=change] table'), /log10 after \/ before/);
    await page.check('[name=change-since][value=head]');
    await answerWith(panel, fixture, earlier);
    assert.match(await page.innerText('.change > summary'), /Since git HEAD:\s+Nothing changed\./);
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('shows weights one by one, and selects the layer of a row with the keyboard', async () => {
    const [panel] = await opened(mended, { save: deep, head: null });
    const { page } = panel;
    await page.focus('.change > summary');
    await page.keyboard.press('Enter');
    await panel.settled();
    assert.equal(
      await page.locator('[name=change-since]').count(),
      0,
      'there is only one text to compare with',
    );
    await page.check('[name=change-measure][value=gradient]');
    assert.equal(await page.innerText('.change-bars li .name'), 'linear1.weight');
    await panel.taken();
    await page.focus('.change-bars li:nth-child(2) button');
    await page.keyboard.press('Enter');
    const selected = (await panel.taken()).find((message) => message.kind === 'selected');
    assert.equal(selected?.kind === 'selected' ? selected.selection.layer : null, 1);
    await panel.close();
  });

  it('names layers that came and went', async () => {
    const longer = mended.replace('  - { linear: 4', '  - { linear: 8, id: extra }\n  - { linear: 4');
    const [panel] = await opened(longer, { save: mended, head: null });
    await panel.page.click('.change > summary');
    await panel.settled();
    assert.equal(await panel.page.innerText('.change-bars li[data-name=extra] .fate'), 'added');
    await panel.close();
  });

  it('is one quiet line where nothing changed, and nothing where there is nothing to compare with', async () => {
    const [panel, fixture] = await opened(deep, { save: `# only a comment\n${deep}`, head: null });
    assert.equal(await panel.page.innerText('[data-field=change]'), 'Nothing changed since the last save.');
    assert.equal(await panel.page.locator('details.change').count(), 0);
    await panel.close();
    const fresh = await panels.open();
    await fresh.show(fixture);
    assert.equal(await fresh.page.locator('[data-field=change]').count(), 0);
    assert.deepEqual(await fresh.faults(), []);
    await fresh.close();
  });

  it('says why an earlier text cannot be compared', async () => {
    const [panel] = await opened(deep, { save: 'nothing: here\n', head: null });
    assert.match(await panel.page.innerText('.change > summary'), /does not have this network/);
    await panel.close();
  });
});
