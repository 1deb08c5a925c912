/** The whole job in a fresh process: our command line inspects a file; PyTorch is imported, builds the same network and runs it once. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runToEnd } from '../vscode/fetch';
import type { Engine } from './engines';
import { sourceOf, type JobWorkload } from './workloads';

const checkout = resolve(__dirname, '..', '..');
const folder = join(checkout, 'dist', 'bench');

/** Builds the command line that users run. */
export async function buildCommandLine(): Promise<void> {
  await runToEnd(process.execPath, ['esbuild.js', '--production'], checkout);
}

/** What does the job on an engine, measured from outside where it is ours. */
export function jobCommand(
  engine: Engine,
  workload: JobWorkload,
): { readonly command: string; readonly args: readonly string[] } {
  if (!engine.name.endsWith('SIMD')) return engine;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${workload.model.kind}.network.yaml`);
  writeFileSync(file, sourceOf(workload));
  const job = [engine.command, join(checkout, 'dist', 'cli.js'), 'inspect', file, '--fail-on', 'never'];
  return { command: process.execPath, args: [join('test', 'bench', 'jobClock.cjs'), ...job] };
}
