// Runs inside the extension host: gives the bundled suite files to mocha and writes down what became of each test.
import { writeFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { reload, reloads, say, windowAvailable } from '../vscode/window';
import { nothingYet, variables, type Results } from './results';

/** A suite file whose tests belong after a reload of the window may say what must happen before it. */
interface SuiteModule {
  readonly beforeReload?: () => Promise<void>;
}

const afterReload = '.reloaded.suite.cjs';

function suiteFiles(reloaded: boolean): string[] {
  const wanted = process.env[variables.files] ?? '';
  return readdirSync(__dirname)
    .filter((name) => name.endsWith('.suite.cjs') && name.endsWith(afterReload) === reloaded)
    .filter((name) => wanted === '' || wanted.split(',').some((part) => name.startsWith(`${part}.`)))
    .sort()
    .map((name) => join(__dirname, name));
}

async function print(line: string): Promise<void> {
  if (windowAvailable()) await say(line);
  else console.log(line);
}

/** Keeps the result file up to date, so that it tells the truth even if this process dies in a test. */
class Record {
  results: Results;
  readonly #path: string;

  constructor(path: string, before: Results) {
    this.#path = path;
    this.results = before;
  }

  set(change: Partial<Results>): void {
    this.results = { ...this.results, ...change };
    writeFileSync(this.#path, JSON.stringify(this.results, undefined, 2));
  }

  follow(runner: Mocha.Runner): void {
    const line = (mark: string, test: Mocha.Runnable): void => {
      const time = test.duration === undefined ? '' : ` (${test.duration} ms)`;
      void print(`  ${mark} ${test.fullTitle()}${time}`);
    };
    runner.on('test', (test) => this.set({ running: test.fullTitle() }));
    runner.on('test end', () => this.set({ running: '' }));
    runner.on('pass', (test) => {
      this.set({ passed: this.results.passed + 1 });
      line('ok  ', test);
    });
    runner.on('pending', (test) => {
      this.set({ skipped: this.results.skipped + 1 });
      line('skip', test);
    });
    runner.on('fail', (test, error: unknown) => {
      this.fail(test.fullTitle(), error);
      line('FAIL', test);
    });
  }

  fail(title: string, error: unknown): void {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    this.set({ failures: [...this.results.failures, { title, message, stack: stack ?? message }] });
  }
}

/** Mocha's own reporters write to a standard output that nobody reads here; `Record` does their work. */
class Silent extends Mocha.reporters.Base {}

function mochaFor(files: readonly string[], options: Mocha.MochaOptions = {}): Mocha {
  const grep = process.env[variables.grep] ?? '';
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    reporter: Silent,
    ...options,
    ...(grep === '' ? {} : { grep }),
  });
  for (const file of files) mocha.addFile(file);
  return mocha;
}

async function runFiles(files: readonly string[], record: Record): Promise<void> {
  await new Promise<void>((resolve) => record.follow(mochaFor(files).run(() => resolve())));
}

/** Lets the files that go on after the reload prepare for it; their tests are loaded, but not run. */
async function prepareReload(files: readonly string[]): Promise<void> {
  await new Promise<void>((resolve) => mochaFor(files, { dryRun: true }).run(() => resolve()));
  for (const file of files) await ((await import(file)) as SuiteModule).beforeReload?.();
}

/** What VS Code calls: resolved is exit code 0, rejected is 1. */
export async function run(): Promise<void> {
  const path = process.env[variables.results];
  if (path === undefined) throw new Error(`${variables.results} names no file for the results`);
  const reloaded = windowAvailable() && (await reloads()) > 0;
  const before = reloaded ? (JSON.parse(readFileSync(path, 'utf8')) as Results) : nothingYet;
  const record = new Record(path, before);
  record.set({});
  try {
    await runFiles(suiteFiles(reloaded), record);
    const later = windowAvailable() && !reloaded ? suiteFiles(true) : [];
    if (later.length > 0) {
      await prepareReload(later);
      await print('  -- reloading the window --');
      await reload();
    }
  } catch (error) {
    record.fail('the suite itself', error);
  }
  record.set({ finished: true });
  const { passed, failures } = record.results;
  if (failures.length > 0) throw new Error(`${failures.length} tests failed`);
  if (passed === 0) throw new Error('No test ran');
}
