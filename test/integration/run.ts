// `npm run test:integration`: runs the in-host suite in a served VS Code, and in a desktop one where there is one.
//
//   --theme=dark,light,high-contrast,high-contrast-light | all   one run for each (dark)
//   --reduced-motion   --restricted   one more condition for every run (restricted: served host only)
//   --files=smoke,save    only the suite files with these names     --grep=TEXT   only tests whose titles hold TEXT
//   --open=PATH           a file or `.code-workspace` within the examples to open instead of the folder
//   --extension=FOLDER    an extension other than this checkout
//
// BACKPROP_LENS_VSCODE names the executable of a desktop VS Code to use as well; BACKPROP_LENS_DESKTOP=1 lets
// test-electron download one; on a Linux without a display either needs `xvfb-run`. Desktop runs cannot drive their window
// (`windowAvailable()` is false there), so suites must skip what needs that. BACKPROP_LENS_WATCHDOG is the number of
// silent seconds after which a run is given up (90).
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { themes, type Theme } from '../vscode/profile';
import { bundleSuite, checkout } from './bundle';
import { report, runOnce, type Host, type Outcome, type Plan } from './host-run';

function hosts(): readonly Host[] {
  const executable = process.env['BACKPROP_LENS_VSCODE'] ?? '';
  if (executable !== '') return [{ kind: 'served' }, { kind: 'desktop', executable }];
  if (process.env['BACKPROP_LENS_DESKTOP'] === '1') return [{ kind: 'served' }, { kind: 'desktop' }];
  return [{ kind: 'served' }];
}

const isTheme = (name: string): name is Theme => Object.hasOwn(themes, name);

function readThemes(list: string): readonly Theme[] {
  const names = list === 'all' ? Object.keys(themes) : list.split(',');
  return names.map((name) => {
    if (isTheme(name)) return name;
    throw new Error(`No theme \`${name}\`; there are ${Object.keys(themes).join(', ')}`);
  });
}

function readPlans(): readonly Plan[] {
  const { values } = parseArgs({
    options: {
      theme: { type: 'string', default: 'dark' },
      'reduced-motion': { type: 'boolean', default: false },
      restricted: { type: 'boolean', default: false },
      files: { type: 'string', default: '' },
      grep: { type: 'string', default: '' },
      open: { type: 'string', default: '' },
      extension: { type: 'string', default: checkout },
    },
  });
  const { files, grep, open, restricted } = values;
  const extension = resolve(values.extension);
  return readThemes(values.theme).flatMap((theme) => {
    const look = { theme, reducedMotion: values['reduced-motion'] };
    return hosts()
      .filter((host) => host.kind === 'served' || !restricted)
      .map((host) => ({ host, look, restricted, extension, files, grep, open }));
  });
}

async function main(): Promise<number> {
  const plans = readPlans();
  const tests = await bundleSuite();
  const outcomes: Outcome[] = [];
  for (const plan of plans) outcomes.push(await runOnce(plan, tests));
  return report(outcomes);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
