/** Peers from npm that the benchmark compares with: installed once into a cache, never into the project. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runToEnd } from '../vscode/fetch';

const tensorFlowVersion = '4.22.0';
const cache = resolve(__dirname, '..', '..', 'node_modules', '.cache', 'backprop-lens');

/** The folder that has TensorFlow.js with its WASM backend, or why there is none, as one sentence. */
export async function tensorFlowFolder(): Promise<string | Error> {
  const folder = join(cache, `tfjs-${tensorFlowVersion}`);
  if (existsSync(folder)) return folder;
  const scratch = `${folder}.${String(process.pid)}`;
  const packages = ['tfjs', 'tfjs-backend-wasm'].map((name) => `@tensorflow/${name}@${tensorFlowVersion}`);
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  try {
    await mkdir(scratch, { recursive: true });
    await writeFile(join(scratch, 'package.json'), '{ "private": true }\n');
    await runToEnd('npm', ['install', ...quiet, ...packages], scratch);
    await rename(scratch, folder);
    return folder;
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    return error instanceof Error ? error : new Error(String(error));
  }
}
