/** What stands still: the page and the button under a finger while reports and answers come, and the last good picture while a source cannot be read. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer } from '../../src/studies/table';
import { inspected, shown, texts } from './fixtures';
import { Panels, type Panel } from './panel';
import { answered } from './subjects';

const text = readFileSync(
  path.resolve(__dirname, '../../examples/lesson-3-four-layers-sigmoid.network.yaml'),
  'utf8',
);
const inspection = inspected(text, 'four.network.yaml');

const top = (panel: Panel, selector: string): Promise<number> =>
  panel.page.evaluate((of) => document.querySelector(of)?.getBoundingClientRect().top ?? NaN, selector);

/** Shows that an inspection runs, then its report. */
async function inspectedAgain(panel: Panel, seen: () => Promise<number>): Promise<readonly number[]> {
  const [before, after] = [shown(inspection, 3), shown(inspection, 4)];
  const { sources, envelope } = after;
  const places: number[] = [];
  const working = { kind: 'working', path: envelope.report.path, stage: 'forward', sources } as const;
  for (const state of [{ ...working, last: before }, after]) {
    await panel.send({ kind: 'state', state });
    await panel.settled();
    places.push(await seen());
  }
  return places;
}

describe('what stands still', function () {
  this.timeout(120_000);
  const panels = new Panels();
  after(() => panels.close());

  it('the page, where it is scrolled to, while the network is inspected again', async () => {
    const panel = await panels.open({ width: 300, memory: { tab: 'curves' } });
    await panel.show({ state: shown(inspection, 3), inspection });
    await panel.page.evaluate(() => window.scrollTo(0, 750));
    await panel.settled();
    const seen = (): Promise<number> => top(panel, '#layers-title');
    const before = await seen();
    for (const place of await inspectedAgain(panel, seen))
      assert.ok(Math.abs(place - before) <= 2, `from ${before} to ${place}`);
    await panel.close();
  });

  it('the button that puts a cell into the file, while the comparison is made again', async () => {
    const panel = await panels.open({ width: 300, memory: { tab: 'compare' } });
    await panel.show({ state: shown(inspection, 3), inspection });
    await panel.page.click('[role=gridcell][data-row="He"][data-chosen="true"]');
    const put = '[data-action=put]';
    await panel.page.locator(put).scrollIntoViewIfNeeded();
    await panel.settled();
    await panel.taken();
    const before = await top(panel, put);
    const places = [...(await inspectedAgain(panel, () => top(panel, put)))];
    const asked = (await panel.taken()).find(
      (message) => message.kind === 'ask' && message.question.study === 'compare',
    );
    assert.ok(asked?.kind === 'ask');
    // The question is one to the comparison, and so is its answer.
    const whole = answered(inspection, 0, asked.question) as Extract<Answer, { activations: unknown }>;
    const growing = { ...whole, cells: whole.cells.map((column) => column.map(() => null)) };
    for (const [outcome, answer] of [
      ['growing', growing],
      ['whole', whole],
    ] as const) {
      await panel.send({ kind: 'answer', id: asked.id, outcome, answer, elapsed: 1 });
      await panel.settled();
      places.push(await top(panel, put));
    }
    for (const place of places) assert.ok(Math.abs(place - before) <= 2, `from ${before} to ${place}`);
    assert.equal(await panel.page.locator('[data-field=compare].late').count(), 0);
    await panel.close();
  });

  it('the last good picture, under what is wrong with the source', async () => {
    const panel = await panels.open({ width: 300 });
    const last = shown(inspection, 3);
    const { path: source } = last.envelope.report;
    const span = { path: source, start: { line: 4, column: 0 }, end: { line: 4, column: 8 } };
    const { sources } = last;
    const lead = 'No network can be read from the file as it is saved.';
    const reason = 'Python cannot read this line.';
    await panel.showState({ kind: 'failed', path: source, lead, reason, span, sources, last });
    const banner = await panel.page.innerText('[data-state=failed]');
    for (const words of [lead, reason, 'line 5', 'As of']) assert.ok(banner.includes(words), banner);
    assert.doesNotMatch(banner, /Show Log|inspection failed/);
    assert.equal(await panel.page.locator('.picture.stale').count(), 1);
    await panel.close();
  });

  it('the name of the file in the list, where it holds no network', async () => {
    const panel = await panels.open({ width: 300 });
    await panel.showState(shown(inspected('nothing: here\n', 'weights.network.yaml')));
    const chosen = await panel.page.evaluate(
      () => document.querySelector<HTMLSelectElement>('[data-field=picker]')?.selectedOptions[0]?.text,
    );
    assert.equal(chosen, 'weights.network.yaml');
    assert.equal(await panel.page.locator('optgroup[label="weights.network.yaml"]').count(), 0);
    await panel.close();
  });

  it('every number of delta, whole, in a narrow table with marks beside them', async () => {
    const panel = await panels.open({ width: 360 });
    await panel.show({ state: shown(inspected(texts.vanishing)), inspection: inspected(texts.vanishing) });
    assert.ok((await panel.page.locator('.column-delta .unusual').count()) > 0, 'nothing is marked');
    const cut = await panel.page.evaluate(() =>
      [...document.querySelectorAll('.layer-table td.column-delta, .layer-table td.column-gain')]
        .filter((cell) => cell.scrollWidth > cell.clientWidth)
        .map((cell) => cell.textContent),
    );
    assert.deepEqual(cut, []);
    await panel.close();
  });
});
