// Renders fixtures, examples and any network or Python file to PNG: npx tsx test/webview/preview.ts [--theme=dark] [--width=600] [--tab=flow] [--train=STEPS] [--scale=2] [--height=800] [--layer=2] [--out=FOLDER] FIXTURE ...
// --packages names a folder of installed Python packages.
// With --train, an example is trained for so many steps first (Infinity: to its end), in the Train tab; --height cuts the picture off below.
// The pictures of media/walkthrough, renamed flow.png, train.png, circuit.png, are of --theme=light --scale=1.5, in 128 colours, with
//   --tab=flow --height=556 deep-sigmoid.network.yaml; --train=Infinity --tab=train --height=820 digits.network.yaml;
//   --tab=circuit --height=640 lesson-5-circuit.network.yaml
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { example, fixtureOf, fixtures, type Fixture, type FixtureName } from './fixtures';
import { Panels, type Panel } from './panel';
import { inspectedFile } from './subjects';
import { themes, type ThemeName } from './themes';
import { exampleText, Trainings } from './trainings';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', default: 'dark' },
    width: { type: 'string', default: '600' },
    tab: { type: 'string', default: '' },
    train: { type: 'string', default: '' },
    layer: { type: 'string', default: '' },
    scale: { type: 'string', default: '1' },
    height: { type: 'string', default: '' },
    packages: { type: 'string', default: '' },
    click: { type: 'string', default: '' },
    out: { type: 'string', default: path.resolve(__dirname, '../screenshots') },
  },
});

/** A fixture by its name, an example by that of its file, or a file by its path. */
async function named(name: string): Promise<Fixture> {
  if (path.isAbsolute(name))
    return fixtureOf(await inspectedFile(name, values.packages === '' ? [] : [values.packages]));
  if (/\.(?:yaml|json|py)$/.test(name)) return example(name);
  if (name in fixtures) return fixtures[name as FixtureName](); // it was just looked up
  throw new Error(
    `There is no fixture ${name}; there are ${Object.keys(fixtures).join(', ')}, and the examples`,
  );
}

/** What was read of each name. */
const files: Record<string, Promise<Fixture>> = {};

/** Shows a fixture, trained if that is asked for; what answers the panel's messages from now on. */
async function shownIn(panel: Panel, name: string): Promise<() => Promise<unknown>> {
  if (values.train !== '') {
    const trainings = new Trainings(panel, exampleText(name), name);
    await trainings.start();
    await trainings.train(Number(values.train));
    return () => trainings.obey();
  }
  files[name] ??= named(name);
  const fixture = await files[name];
  await panel.show(fixture);
  return () => panel.answer(fixture);
}

async function render(panels: Panels, name: string, theme: ThemeName, width: number): Promise<void> {
  const panel = await panels.open({ theme, width, scale: Number(values.scale) });
  const answer = await shownIn(panel, name);
  if (values.layer !== '') await panel.page.click(`tr[data-index="${values.layer}"]`);
  if (values.tab !== '') await panel.page.click(`[role=tab][data-tab="${values.tab}"]`);
  await answer();
  for (const selector of values.click.split(';;').filter((text) => text !== ''))
    await panel.page.click(selector);
  await answer();
  await panel.settled();
  await panel.page.waitForTimeout(100);
  const file = path.join(
    values.out,
    ['preview', path.basename(name), values.tab, theme, width].filter((part) => part !== '').join('-'),
  );
  const clip = values.height === '' ? {} : { clip: { x: 0, y: 0, width, height: Number(values.height) } };
  await panel.page.screenshot({ path: `${file}.png`, fullPage: true, ...clip });
  for (const fault of await panel.faults()) console.log(`${name}: ${fault}`);
  await panel.close();
}

async function main(): Promise<void> {
  mkdirSync(values.out, { recursive: true });
  const panels = new Panels();
  try {
    for (const name of positionals.length === 0 ? Object.keys(fixtures) : positionals) {
      for (const theme of values.theme.split(',')) {
        if (!(theme in themes))
          throw new Error(`There is no theme ${theme}; there are ${Object.keys(themes).join(', ')}`);
        for (const width of values.width.split(',')) {
          // The name was just looked up in its table.
          await render(panels, name, theme as ThemeName, Number(width));
        }
      }
    }
  } finally {
    await panels.close();
  }
}

void main();
