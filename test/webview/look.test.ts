/** The panel's looks in every theme and at every width: axe finds nothing, nothing is cut, nothing overlaps; a screenshot of each to judge by eye. */
import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import { fixtures, type Fixture, type FixtureName } from './fixtures';
import { layoutFaults } from './geometry';
import { Panels, type Panel } from './panel';
import { themes, type ThemeName } from './themes';

const screenshots = path.resolve(__dirname, '../screenshots');
const widths = [170, 300, 600, 1200] as const;

/** What is looked at: a fixture, a tab, what is clicked in it, and in which themes (default: all four). */
interface Look {
  readonly name: FixtureName;
  readonly tab?: string;
  readonly clicks?: readonly string[];
  readonly in?: readonly ThemeName[];
}

const looks: readonly Look[] = [
  {
    name: 'vanishing',
    clicks: ['.why > summary', '.others > summary', '[data-picture=flow] [data-action=table]'],
  },
  { name: 'jumpy', tab: 'curves', in: ['light'] },
  { name: 'digits', tab: 'heatmaps', clicks: ['input[value=magnitude]'] },
  { name: 'reluChain', tab: 'scan' },
  { name: 'cut', in: ['dark'] },
  { name: 'noted', in: ['light'] },
  { name: 'hostile', in: ['high-contrast-light'] },
  { name: 'notFinite', in: ['light'] },
  { name: 'problems', in: ['dark'] },
  { name: 'working', in: ['light'] },
  { name: 'failed', in: ['dark'] },
  { name: 'idle', in: ['high-contrast'] },
  { name: 'refused', in: ['light'] },
];

async function axeFaults(panel: Panel): Promise<readonly string[]> {
  await panel.page.evaluate(axe.source);
  return panel.page.evaluate(async () => {
    const run = (window as unknown as { axe: typeof axe }).axe.run;
    const { violations } = await run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
    );
  });
}

describe('looks', () => {
  const panels = new Panels();
  const made = new Map<FixtureName, Fixture>();
  before(() => mkdirSync(screenshots, { recursive: true }));
  after(() => panels.close());

  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const { name, tab, clicks = [] } of looks.filter((look) => look.in?.includes(theme) ?? true)) {
      it(`${name}${tab === undefined ? '' : `, ${tab}`} in ${theme}`, async () => {
        const fixture = made.get(name) ?? fixtures[name]();
        made.set(name, fixture);
        const panel = await panels.open({ theme });
        await panel.show(fixture);
        if (tab !== undefined) await panel.page.click(`[role=tab][data-tab="${tab}"]`);
        for (const selector of clicks) {
          const target = panel.page.locator(selector);
          if ((await target.count()) > 0) await target.first().click();
        }
        await panel.answer(fixture);
        const faults: string[] = [];
        for (const width of widths) {
          await panel.page.setViewportSize({ width, height: 900 });
          await panel.settled();
          faults.push(...(await layoutFaults(panel.page)).map((fault) => `at ${width}: ${fault}`));
          const file = ['look', name, tab, theme, width].filter((part) => part !== undefined).join('-');
          await panel.page.screenshot({ path: path.join(screenshots, `${file}.png`), fullPage: true });
        }
        faults.push(...(await axeFaults(panel)), ...(await panel.faults()));
        assert.deepEqual(faults, []);
        await panel.close();
      });
    }
  }
});
