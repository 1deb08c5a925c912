// `npm run test:package -- FILE.vsix`: installs a packaged extension as a user would, and runs the smoke suite on it.
//
// Most "command not found" bugs are files that the package lacks, which no run from source can see. `--files=NAMES` runs
// other suite files than `smoke`.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../vscode/profile';
import { installExtension } from '../vscode/server';
import { bundleSuite, checkout } from './bundle';
import { report, runOnce } from './host-run';

/** VS Code runs tests only where some extension is under development; this one is empty, so ours comes installed. */
function emptyExtension(): string {
  const folder = temporaryFolder();
  const manifest = { name: 'empty', publisher: 'nobody', version: '0.0.1', engines: { vscode: '*' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

function packageToTest(named: string | undefined): string {
  const found = named ?? readdirSync(checkout).find((name) => name.endsWith('.vsix'));
  if (found === undefined) throw new Error('No .vsix in the checkout; make one with `npx vsce package`.');
  return resolve(found);
}

async function install(vsix: string): Promise<string> {
  const folder = temporaryFolder();
  const extensions = join(folder, 'extensions');
  mkdirSync(extensions);
  await installExtension(vsix, folder, extensions);
  const installed = readdirSync(extensions).filter((name) => name.startsWith('backprop-lens.'));
  if (installed.length !== 1) throw new Error(`${vsix} was not installed; found: ${installed.join(', ')}`);
  console.log(`Installed ${installed.join('')}`);
  return extensions;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { files: { type: 'string', default: 'smoke' } },
  });
  const installed = await install(packageToTest(positionals[0]));
  const plan = {
    host: { kind: 'served' },
    look: { theme: 'dark', reducedMotion: false },
    restricted: false,
    extension: emptyExtension(),
    installed,
    grep: '',
    files: values.files,
    open: '',
  } as const;
  return report([await runOnce(plan, await bundleSuite())]);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
