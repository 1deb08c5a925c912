/** The panel's looks in every theme and at every width: axe finds nothing, nothing is cut, nothing overlaps; a screenshot of each to judge by eye. */
import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { example, fixtures, type Fixture, type FixtureName } from './fixtures';
import { axeFaults } from './accessibility';
import { layoutFaults } from './geometry';
import { Panels, type Panel } from './panel';
import { themes, type ThemeName } from './themes';
import { exampleText, Trainings } from './trainings';

const screenshots = path.resolve(__dirname, '../screenshots');
const widths = [170, 300, 600, 1200] as const;

/** What is looked at: a fixture or an example, a tab, what is clicked in it, and in which themes (default: all four). */
interface Look {
  readonly name: FixtureName | `${string}.network.yaml`;
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
  // The tabs that have tests of their own looks (Product, Time) are not here again.
  { name: 'lesson-3-activations.network.yaml', tab: 'curves' },
  { name: 'lesson-3-four-layers-relu.network.yaml', tab: 'scan', in: ['dark'] },
  {
    name: 'lesson-2-initialisation.network.yaml',
    tab: 'compare',
    clicks: ['.compare-section:last-child > summary'],
    in: ['light', 'high-contrast'],
  },
  { name: 'lesson-3-logistic.network.yaml', tab: 'decision' },
  { name: 'lesson-5-neuron.network.yaml', tab: 'circuit' },
  { name: 'lesson-5-gradient-check.network.yaml', tab: 'check', in: ['dark', 'high-contrast-light'] },
  { name: 'digits.network.yaml', tab: 'train' },
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

/** Enough for curves and heatmaps. */
const trainedSteps = 40;

/** Shows what is to be looked at, in its tab; what answers the panel's messages from now on. */
async function shownIn(panel: Panel, { name, tab }: Look, fixture: Fixture): Promise<() => Promise<unknown>> {
  if (tab === 'train') {
    const trainings = new Trainings(panel, exampleText(name), name);
    await trainings.start();
    await trainings.train(trainedSteps);
    return () => trainings.obey();
  }
  await panel.show(fixture);
  if (tab !== undefined) await panel.page.click(`[role=tab][data-tab="${tab}"]`);
  return () => panel.answer(fixture);
}

const isExample = (name: Look['name']): name is `${string}.network.yaml` => name.endsWith('.yaml');

describe('looks', function () {
  this.timeout(120_000);
  const panels = new Panels();
  const made = new Map<string, Fixture>();
  const fixtureOf = (name: Look['name']): Fixture => {
    const fixture = made.get(name) ?? (isExample(name) ? example(name) : fixtures[name]());
    made.set(name, fixture);
    return fixture;
  };
  before(() => mkdirSync(screenshots, { recursive: true }));
  after(() => panels.close());

  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const look of looks.filter(({ in: only }) => only?.includes(theme) ?? true)) {
      const { name, tab, clicks = [] } = look;
      it(`${name}${tab === undefined ? '' : `, ${tab}`} in ${theme}`, async () => {
        const panel = await panels.open({ theme });
        const answer = await shownIn(panel, look, fixtureOf(name));
        await answer();
        for (const selector of clicks) {
          const target = panel.page.locator(selector);
          if ((await target.count()) > 0) await target.first().click();
        }
        await answer();
        const faults: string[] = [];
        for (const width of widths) {
          await panel.page.setViewportSize({ width, height: 900 });
          await panel.settled();
          faults.push(...(await layoutFaults(panel.page)).map((fault) => `at ${width}: ${fault}`));
          const file = ['look', name, tab, theme, width].filter((part) => part !== undefined).join('-');
          await panel.page.screenshot({ path: path.join(screenshots, `${file}.png`), fullPage: true });
        }
        faults.push(...(await axeFaults(panel.page)), ...(await panel.faults()));
        assert.deepEqual(faults, []);
        await panel.close();
      });
    }
  }

  // Every tab that asks, with a network that has it.
  const asking: readonly Look[] = [
    { name: 'lesson-1-error-terms.network.yaml', tab: 'product' },
    { name: 'lesson-3-activations.network.yaml', tab: 'curves' },
    { name: 'lesson-3-four-layers-relu.network.yaml', tab: 'scan' },
    { name: 'lesson-2-initialisation.network.yaml', tab: 'compare' },
    { name: 'lesson-4-recurrent-lstm.network.yaml', tab: 'time' },
    { name: 'lesson-3-logistic.network.yaml', tab: 'decision' },
    { name: 'lesson-5-neuron.network.yaml', tab: 'circuit' },
    { name: 'lesson-5-gradient-check.network.yaml', tab: 'check' },
  ];
  for (const { name, tab } of asking) {
    it(`says in the ${tab} tab that one waits, and why there is no answer`, async () => {
      const panel = await panels.open({ width: 300 });
      const fixture = fixtureOf(name);
      await panel.showState(fixture.state);
      await panel.page.click(`[role=tab][data-tab="${tab}"]`);
      await panel.settled();
      const waiting = panel.page.locator('#tab-panel :is([data-state=awaited], figure)');
      assert.ok((await waiting.count()) > 0, 'the tab is blank while one waits');
      const reason = 'This is more than can be computed.';
      await panel.answer(fixture, (message) =>
        message.kind === 'ask' ? [{ kind: 'answer', id: message.id, outcome: 'failed', reason }] : null,
      );
      await panel.settled();
      const refused = await panel.page.locator('#tab-panel [data-state=missing]').first().innerText();
      assert.ok(refused.includes(reason));
      assert.deepEqual(
        [...(await layoutFaults(panel.page)), ...(await axeFaults(panel.page)), ...(await panel.faults())],
        [],
      );
      await panel.close();
    });
  }
});
