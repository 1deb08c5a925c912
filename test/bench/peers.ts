/** Peers from npm that the benchmark compares with: installed once into a cache, never into the project. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runToEnd } from '../vscode/fetch';

const cache = resolve(__dirname, '..', '..', 'node_modules', '.cache', 'backprop-lens');

/** The packages of every peer with their versions. */
const packages = {
  tfjs: ['@tensorflow/tfjs@4.22.0', '@tensorflow/tfjs-backend-wasm@4.22.0'],
  'jax-js': ['@jax-js/jax@0.1.25'],
} as const;

/** The folder that has a peer's packages, or why there is none, as one sentence. */
export async function peerFolder(peer: keyof typeof packages): Promise<string | Error> {
  const wanted = packages[peer];
  const folder = join(cache, wanted[0].replace(/^@/, '').replace('/', '-'));
  if (existsSync(folder)) return folder;
  const scratch = `${folder}.${String(process.pid)}`;
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  try {
    await mkdir(scratch, { recursive: true });
    await writeFile(join(scratch, 'package.json'), '{ "private": true }\n');
    await runToEnd('npm', ['install', ...quiet, ...wanted], scratch);
    await rename(scratch, folder);
    return folder;
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    return error instanceof Error ? error : new Error(String(error));
  }
}
