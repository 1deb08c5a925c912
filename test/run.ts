// `npm test`: every check of the repository, one after the other, with one closing line for the totals.
//
// `npm test -- lint unit` runs only the steps with these names; they are listed below.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';

const checkout = resolve(import.meta.dirname, '..');

interface Step {
  readonly name: string;
  /** A program of node_modules/.bin or a path to a script, with its arguments. */
  readonly script: readonly [path: string, ...args: string[]];
  /** Whether the script counts tests of its own; otherwise the step as a whole is one test. */
  readonly counts: boolean;
  /** The step that has to run before, whether it was asked for or not. */
  readonly needs?: string;
}

const typescript = ['--import', 'tsx'] as const;
const tool = (path: string, ...args: string[]): Step['script'] => [`node_modules/${path}`, ...args];

const parallel = ['--parallel', '--jobs', String(Math.min(4, Math.max(2, availableParallelism())))];

/** Made anew by the step `package`, and installed by the step after it. */
const vsix = join('dist', 'test', 'backprop-lens.vsix');

const steps: readonly Step[] = [
  { name: 'types', script: tool('typescript/bin/tsc', '--noEmit'), counts: false },
  { name: 'lint', script: tool('eslint/bin/eslint.js', 'src', 'webview', 'test'), counts: false },
  { name: 'format', script: tool('prettier/bin/prettier.cjs', '--check', '.'), counts: false },
  { name: 'build', script: ['esbuild.js', '--production'], counts: false },
  {
    name: 'unit',
    // Each file runs in one of several processes: most wait for a browser or a thread for some of the time.
    script: tool(
      'mocha/bin/mocha.js',
      ...parallel,
      '--timeout',
      '60000',
      '--reporter',
      'dot',
      'test/**/*.test.ts',
    ),
    counts: true,
    needs: 'build',
  },
  { name: 'relaxed', script: ['test/relaxed.ts'], counts: true },
  { name: 'integration', script: ['test/integration/run.ts'], counts: true },
  {
    name: 'restricted',
    script: ['test/integration/run.ts', '--restricted', '--files=restricted,smoke'],
    counts: true,
  },
  {
    name: 'package',
    script: tool('@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', vsix),
    counts: false,
  },
  { name: 'installed', script: ['test/integration/package.ts', vsix], counts: true },
];

interface Totals {
  readonly passed: number;
  readonly failed: number;
}

function lastNumber(output: string, pattern: RegExp): number | undefined {
  const found = [...output.matchAll(pattern)].at(-1)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Reads mocha's `N passing` or our own `N passed, N failed`; a run that failed without a count has failed once. */
function totalsOf(step: Step, output: string, code: number): Totals {
  const broken = code === 0 ? 0 : 1;
  if (!step.counts) return { passed: 1 - broken, failed: broken };
  const passed = lastNumber(output, /^\s*(\d+) pass(?:ing|ed)/gm) ?? 0;
  const failed = lastNumber(output, /(\d+) fail(?:ing|ed)/g) ?? 0;
  return { passed, failed: failed === 0 && (broken === 1 || passed === 0) ? 1 : failed };
}

async function run(step: Step): Promise<Totals> {
  const started = Date.now();
  console.log(`\n== ${step.name}`);
  const child = spawn(process.execPath, [...typescript, ...step.script], {
    cwd: checkout,
    // What a step needs is there, and must not be made by several processes at once.
    env: { ...process.env, ...(step.needs !== undefined && { BACKPROP_LENS_BUILT: 'yes' }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const pass = (chunk: Buffer): void => {
    output += chunk.toString();
    process.stdout.write(chunk);
  };
  child.stdout.on('data', pass);
  child.stderr.on('data', pass);
  const code = await new Promise<number>((settle) => child.on('close', (exit) => settle(exit ?? 1)));
  const totals = totalsOf(step, output, code);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`== ${step.name}: ${totals.passed} passed, ${totals.failed} failed in ${seconds} s`);
  return totals;
}

async function main(): Promise<number> {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) throw new Error(`No step \`${unknown}\` in ${join('test', 'run.ts')}`);
  const needed = steps.flatMap(({ name, needs }) =>
    names.includes(name) && needs !== undefined ? [needs] : [],
  );
  let passed = 0;
  let failed = 0;
  for (const step of steps) {
    if (names.length > 0 && ![...names, ...needed].includes(step.name)) continue;
    const totals = await run(step);
    passed += totals.passed;
    failed += totals.failed;
  }
  // The one closing line.
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
