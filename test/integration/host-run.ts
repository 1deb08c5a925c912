// One run of the bundled suite in one VS Code, desktop or served, through @vscode/test-electron.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { copyOf, temporaryFolder, themes, writeSettings, type Look } from '../vscode/profile';
import { bundleFolder, checkout } from './bundle';
import { nothingYet, variables, type Results } from './results';

export type Host = { readonly kind: 'served' } | { readonly kind: 'desktop'; readonly executable?: string };

export interface Plan {
  readonly host: Host;
  readonly look: Look;
  readonly restricted: boolean;
  /** The folder of the extension to load from source. */
  readonly extension: string;
  /** A folder with extensions that are installed, if any. */
  readonly installed?: string;
  /** Mocha's filter on titles, and the suite files to run by the first part of their names; empty means all. */
  readonly grep: string;
  readonly files: string;
  /** A file or folder within the examples to open instead of the whole folder. */
  readonly open: string;
}

export interface Outcome {
  readonly name: string;
  readonly results: Results;
  /** What went wrong beyond the failures of single tests. */
  readonly trouble?: string;
  readonly seconds: number;
}

const launcher = join(import.meta.dirname, '..', 'vscode', 'launcher.cjs');

export function nameOf({ host, look, restricted }: Plan): string {
  const words: string[] = [host.kind, themes[look.theme]];
  if (look.reducedMotion) words.push('reduced motion');
  if (restricted) words.push('restricted');
  return words.join(', ');
}

function executableOf(host: Host): string | undefined {
  if (host.kind === 'desktop') return host.executable;
  if (process.platform === 'win32') {
    throw new Error(
      'The served VS Code needs Linux or macOS; on Windows set BACKPROP_LENS_VSCODE to Code.exe.',
    );
  }
  return launcher;
}

function readResults(path: string): Results {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Results) : nothingYet;
}

function troubleIn(results: Results, thrown: string | undefined): string | undefined {
  if (results.running !== '') return `the run ended during "${results.running}"`;
  if (results.failures.length > 0) return undefined;
  if (results.finished && results.passed === 0) return 'no test ran';
  return results.finished ? thrown : `the suite did not come to its end: ${thrown ?? 'no reason known'}`;
}

/** Starts VS Code on a copy of the examples, waits for the end, and says what became of every test. */
export async function runOnce(plan: Plan, tests: string): Promise<Outcome> {
  const started = Date.now();
  const name = nameOf(plan);
  const scratch = temporaryFolder();
  const resultFile = join(scratch, 'results.json');
  const userData = join(scratch, 'user');
  writeSettings(userData, plan.look);
  const executable = executableOf(plan.host);
  const thrown = await runTests({
    ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
    extensionDevelopmentPath: plan.extension,
    extensionTestsPath: tests,
    extensionTestsEnv: {
      [variables.results]: resultFile,
      [variables.grep]: plan.grep,
      [variables.files]: plan.files,
      BACKPROP_LENS_LOG: join(bundleFolder, `${name.replaceAll(/\W+/g, '-')}.log`),
    },
    launchArgs: [
      join(copyOf(join(checkout, 'examples')), plan.open),
      `--user-data-dir=${userData}`,
      `--extensions-dir=${plan.installed ?? join(scratch, 'extensions')}`,
      ...(plan.restricted ? ['--restricted-mode'] : []),
    ],
  }).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  const results = readResults(resultFile);
  const trouble = troubleIn(results, thrown);
  const seconds = (Date.now() - started) / 1000;
  return { name, results, seconds, ...(trouble === undefined ? {} : { trouble }) };
}

/** Prints every failure and the one closing line; returns the exit code. */
export function report(outcomes: readonly Outcome[]): number {
  let passed = 0;
  let failed = 0;
  for (const { name, results, trouble, seconds } of outcomes) {
    passed += results.passed;
    failed += results.failures.length + (trouble === undefined ? 0 : 1);
    console.log(`\n${name}: ${results.passed} passed, ${results.skipped} skipped, ${seconds.toFixed(1)} s`);
    if (trouble !== undefined) console.log(`  FAIL ${trouble}`);
    for (const { title, stack } of results.failures) {
      console.log(`  FAIL ${title}\n       ${stack.split('\n').slice(0, 8).join('\n       ')}`);
    }
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
