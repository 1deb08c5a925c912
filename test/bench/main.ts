/**
 * `npm run bench`: our engine in every variant against TensorFlow.js and PyTorch, in one table and in dist/bench.json. Engines take turns, several rounds,
 * each in a fresh process, so that a neighbour's load falls on all of them.
 *
 *   --rounds=3 --seconds=0.5    how often, and how long per row     BACKPROP_LENS_PYTHON    a Python that has torch
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join, resolve } from 'node:path';
import { supports } from '../../src/tensor/wasm/module';
import { fetchServer } from '../vscode/fetch';
import { measurementsIn, median, type Measurement } from './measurement';
import { tensorFlowFolder } from './peers';
import { tableOf, type EngineResult } from './table';
import { workloads } from './workloads';

const checkout = resolve(__dirname, '..', '..');

/** A program that prints measurements. */
interface Engine {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly input: string;
}

interface Finished {
  readonly output: string;
  /** Why it failed, or null. */
  readonly problem: string | null;
}

function option(name: string, fallback: number): number {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given === undefined ? fallback : Number(given.slice(name.length + 3));
}

function runEngine({ command, args, input }: Engine): Promise<Finished> {
  return new Promise((settle) => {
    const child = spawn(command, args, { cwd: checkout, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => void (errors += chunk.toString()));
    // An engine that does not start never reads its input.
    child.stdin.on('error', () => undefined);
    child.on('error', ({ message }) => settle({ output, problem: message }));
    child.on('close', (code) => {
      const lines = errors.trim().split('\n');
      const last = lines.findLast((line) => line.includes('Error')) ?? lines.at(-1) ?? '';
      settle({ output, problem: code === 0 ? null : last === '' ? `ended with ${String(code)}` : last });
    });
    child.stdin.end(input);
  });
}

/** A Node that runs relaxed SIMD: this one, or the one of the VS Code server that the integration tests fetch. */
async function nodeWithRelaxed(): Promise<string> {
  return supports('relaxed') ? process.execPath : (await fetchServer()).node;
}

async function enginesOf(seconds: number): Promise<readonly Engine[]> {
  const ours = (name: string, node: string, variant: string): Engine => ({
    name,
    command: node,
    args: ['--import', 'tsx', join('test', 'bench', 'engine.ts'), variant, String(seconds)],
    input: '',
  });
  const request = JSON.stringify({ seconds, workloads });
  const tensorFlow = await tensorFlowFolder();
  if (typeof tensorFlow !== 'string')
    console.error(`TensorFlow.js could not be installed: ${tensorFlow.message}`);
  const given = process.env['BACKPROP_LENS_PYTHON'];
  return [
    ours('reference', process.execPath, 'reference'),
    ours('SIMD', process.execPath, 'simd'),
    ours('relaxed SIMD', await nodeWithRelaxed(), 'relaxed'),
    {
      name: 'TF.js WASM',
      command: process.execPath,
      args: [join('test', 'bench', 'tfjs.cjs'), String(tensorFlow)],
      input: request,
    },
    {
      name: 'PyTorch, 1 thread',
      command: given === undefined || given === '' ? 'python3' : given,
      args: [join('test', 'bench', 'pytorch.py')],
      input: request,
    },
  ];
}

/** All measurements of an engine's rounds, by workload. */
function gathered(rounds: readonly Finished[]): ReadonlyMap<string, Measurement> {
  const all = new Map<string, Measurement>();
  for (const measurement of rounds.flatMap(({ output }) => measurementsIn(output))) {
    const before = all.get(measurement.workload)?.milliseconds ?? [];
    all.set(measurement.workload, { ...measurement, milliseconds: [...before, ...measurement.milliseconds] });
  }
  return all;
}

function machine(): string {
  const [processor] = cpus();
  const memory = `${String(Math.round(totalmem() / 2 ** 30))} GiB`;
  return `${processor?.model ?? 'unknown processor'}, ${cpus().length} cores, ${memory}, ${type()} ${release()}, Node ${process.version}`;
}

async function main(): Promise<void> {
  const [rounds, seconds] = [option('rounds', 3), option('seconds', 0.5)];
  const engines = await enginesOf(seconds);
  const finished = new Map<string, Finished[]>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const engine of engines) {
      const result = await runEngine(engine);
      finished.set(engine.name, [...(finished.get(engine.name) ?? []), result]);
      console.error(`round ${round}: ${engine.name} ${result.problem ?? 'done'}`);
    }
  }
  const results = engines.map(({ name }): EngineResult => {
    const all = finished.get(name) ?? [];
    return {
      name,
      problem: all.find(({ problem }) => problem !== null)?.problem ?? null,
      measurements: gathered(all),
    };
  });
  console.log(`${machine()}\n\n${tableOf(results)}`);
  mkdirSync(join(checkout, 'dist'), { recursive: true });
  const rows = results.map(({ name, problem, measurements }) => ({
    name,
    problem,
    rows: [...measurements.values()].map(({ workload, milliseconds }) => ({
      workload,
      median: median(milliseconds),
      best: Math.min(...milliseconds),
      runs: milliseconds.length,
    })),
  }));
  writeFileSync(
    join(checkout, 'dist', 'bench.json'),
    `${JSON.stringify({ machine: machine(), engines: rows }, null, 2)}\n`,
  );
}

void main();
