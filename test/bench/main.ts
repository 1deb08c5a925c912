/**
 * `npm run bench`: our engine in every variant against TensorFlow.js, jax-js and PyTorch, in one table and in dist/bench.json. Engines take
 * turns, several rounds, each workload in a fresh process, so that a neighbour's load falls on all of them.
 *
 *   --rounds=3 --seconds=0.5    how often, and how long per cell     BACKPROP_LENS_PYTHON    a Python that has torch
 *   --only=TEXT                 workloads whose name has TEXT        --engines=TEXT,TEXT     engines whose name begins so
 *   --packages=DIR              installed packages, for the reading of ResNet-50 from torchvision; --only=reading: nothing but reading
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join, resolve } from 'node:path';
import { buildCommandLine, jobCommand } from './job';
import { enginesOf, type Engine } from './engines';
import { joined, measurementIn, median, type Measurement } from './measurement';
import { readingTable } from './reading';
import { growthTable, tableOf, type Cell, type EngineResult } from './table';
import { growth, workloads, type Workload } from './workloads';

const checkout = resolve(__dirname, '..', '..');

/** A cell that takes longer is given up; the machine has other rows to run. */
const longestCell = 40_000;

function option(name: string): string | undefined {
  return process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
}

/** One line of JSON in, one measurement or the reason why there is none out. */
function runCell(command: string, args: readonly string[], request: unknown): Promise<Cell> {
  return new Promise((settle) => {
    const child = spawn(command, args, { cwd: checkout, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    const tooLong = setTimeout(() => child.kill('SIGKILL'), longestCell);
    child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => void (errors += chunk.toString()));
    // An engine that does not start never reads its input.
    child.stdin.on('error', () => undefined);
    child.on('error', ({ message }) => settle(message));
    child.on('close', (code, signal) => {
      clearTimeout(tooLong);
      const lines = errors.trim().split('\n');
      const last = lines.findLast((line) => line.includes('Error')) ?? lines.at(-1) ?? '';
      if (signal === 'SIGKILL') settle(`took more than ${longestCell / 1000} s`);
      else settle(measurementIn(output) ?? (last === '' ? `ended with ${String(code)}` : last));
    });
    child.stdin.end(JSON.stringify(request));
  });
}

function machine(): string {
  const [processor] = cpus();
  const memory = `${String(Math.round(totalmem() / 2 ** 30))} GiB`;
  return `${processor?.model ?? 'unknown processor'}, ${cpus().length} cores, ${memory}, ${type()} ${release()}, Node ${process.version}`;
}

/** Cells of every engine and workload, by their names; a cell that failed once is not tried again. */
async function measureAll(
  engines: readonly Engine[],
  rows: readonly Workload[],
  rounds: number,
  seconds: number,
): Promise<readonly EngineResult[]> {
  const cells = new Map(engines.map(({ name }) => [name, new Map<string, Cell[]>()]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const workload of rows) {
      for (const engine of engines) {
        const row = cells.get(engine.name);
        const before = row?.get(workload.name) ?? [];
        if (before.some((cell) => typeof cell === 'string')) continue;
        const spared = engine.spared(workload);
        const { command, args } = workload.kind === 'job' ? jobCommand(engine, workload) : engine;
        const cell = spared ?? (await runCell(command, args, { seconds, workload }));
        row?.set(workload.name, [...before, cell]);
        const said = typeof cell === 'string' ? cell : `${median(cell.milliseconds).toPrecision(3)} ms`;
        console.error(`round ${round}: ${workload.name}: ${engine.name}: ${said}`);
      }
    }
  }
  return engines.map(({ name }) => ({
    name,
    cells: new Map([...(cells.get(name) ?? [])].map(([workload, list]) => [workload, joinedCell(list)])),
  }));
}

function joinedCell(list: readonly Cell[]): Cell {
  const problem = list.find((cell) => typeof cell === 'string');
  const measured = list.filter((cell): cell is Measurement => typeof cell !== 'string');
  return problem ?? joined(measured) ?? 'not run';
}

async function main(): Promise<void> {
  if ('reading'.includes(option('only') ?? '')) {
    console.log(`${machine()}\n\n${readingTable(option('packages') ?? null)}\n`);
    if (option('only') !== undefined) return;
  }
  const [rounds, seconds] = [Number(option('rounds') ?? 3), Number(option('seconds') ?? 0.5)];
  const [only, wanted] = [option('only') ?? '', option('engines')?.split(',') ?? ['']];
  const { engines: all, missing } = await enginesOf();
  for (const sentence of missing) console.error(sentence);
  const engines = all.filter(({ name }) => wanted.some((start) => name.startsWith(start)));
  const rows = workloads.filter(({ name }) => name.includes(only));
  if (rows.some(({ kind }) => kind === 'job')) await buildCommandLine();
  const results = await measureAll(engines, rows, rounds, seconds);
  const ours = engines.filter(({ name }) => name.endsWith('SIMD')).slice(-1);
  const tiles = await Promise.all(
    engines
      .filter(({ name }) => name.endsWith('SIMD'))
      .map(async ({ name, command, args }) => ({
        name,
        cell: await runCell(command, args, { seconds, workload: { kind: 'tile' } }),
      })),
  );
  console.log(`${machine()}\n\n${tableOf(results, tiles, rows)}`);
  const growing = growth.filter(({ name }) => name.includes(only));
  const grown = await measureAll(ours, growing, rounds, seconds);
  if (growing.length > 0) console.log(`\n${growthTable(grown, growing)}`);
  mkdirSync(join(checkout, 'dist'), { recursive: true });
  const file = { machine: machine(), engines: [...results, ...grown].map(plain), tiles };
  writeFileSync(join(checkout, 'dist', 'bench.json'), `${JSON.stringify(file, null, 2)}\n`);
}

function plain({ name, cells }: EngineResult): unknown {
  const rows = [...cells].map(([workload, cell]) =>
    typeof cell === 'string'
      ? { workload, problem: cell }
      : {
          workload,
          median: median(cell.milliseconds),
          best: Math.min(...cell.milliseconds),
          runs: cell.milliseconds.length,
          peakMemory: cell.peakMemory,
        },
  );
  return { name, rows };
}

void main();
