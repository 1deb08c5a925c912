// Builds what is shipped, once for all tests that look at it.
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const checkout = resolve(__dirname, '..', '..');
export const dist = (...parts: string[]): string => join(checkout, 'dist', ...parts);

let building: Promise<unknown> | undefined;

/** Settles when dist/ holds the minified bundles of the source as it is; in `npm test` they have been made before. */
export async function built(): Promise<void> {
  if (process.env['BACKPROP_LENS_BUILT'] !== undefined) return;
  building ??= promisify(execFile)(process.execPath, ['esbuild.js', '--production'], { cwd: checkout });
  await building;
}
