// A program's other networks in the picker, and other words for what was assumed of the shown one.
import assert from 'node:assert/strict';
import type { Choice } from '../../src/protocol/messages';
import { bent, inspected, shown, type Fixture } from './fixtures';
import { Panels, type Panel } from './panel';

const hostile = '<img src=x onerror=alert(1)>';
const text = 'name: Net\ninput: [4]\nlayers:\n  - linear: 8\n  - linear: 2\nloss: cross-entropy\n';
const span = { path: 'a', start: { line: 0, column: 0 }, end: { line: 3, column: 0 } };
const choices: readonly Choice[] = [
  { expression: 'Net()', label: 'Net', span, shown: true },
  { expression: `Other("${hostile}")`, label: hostile, span, shown: false },
];

describe('what a program offers, in the panel', () => {
  const panels = new Panels();
  let panel: Panel;
  const plain = inspected(text);
  const assumed = bent(plain, (network) => ({
    ...network,
    assumptions: [
      {
        about: 'input',
        message: 'The input is taken to be 1x4.',
        span: null,
        directive: { field: 'input', words: '1,4' },
      },
      { about: 'loss', message: 'The loss is a guess.', span: null },
    ],
  }));
  const inspection = { ...assumed, report: { ...assumed.report, choices } };
  const fixture: Fixture = { state: shown(inspection), inspection };
  before(async () => {
    panel = await panels.open({ width: 300 });
    await panel.show(fixture);
  });
  after(() => panels.close());

  it('stands in the picker below the shown network, as text', async () => {
    const group = panel.page.locator(
      `[data-field=picker] optgroup[data-path="${inspection.report.path}"] option`,
    );
    assert.deepEqual(await group.allTextContents(), ['Net', `Inspect ${hostile}`]);
    assert.equal(await panel.page.locator('img').count(), 0);
  });

  it('is asked for by its expression', async () => {
    await panel.taken();
    await panel.page.selectOption('[data-field=picker]', 'choose:1');
    const [order] = (await panel.taken()).filter(({ kind }) => kind === 'choose');
    const { path } = inspection.report;
    assert.deepEqual(order, { kind: 'choose', path, expression: `Other("${hostile}")` });
  });

  it('can be told other words than were assumed, where the source can hold them', async () => {
    const buttons = panel.page.locator('[data-field=assumptions] [data-action=direct]');
    assert.equal(await buttons.count(), 1);
    assert.equal(await buttons.first().getAttribute('aria-label'), 'Change what is assumed: input');
    await panel.taken();
    await buttons.first().click();
    const [order] = (await panel.taken()).filter(({ kind }) => kind === 'direct');
    const { path } = inspection.report;
    assert.deepEqual(order, { kind: 'direct', path, network: 0, field: 'input', words: '1,4', revision: 3 });
  });
});
