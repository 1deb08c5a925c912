// Bundles the in-host suite, one CommonJS file for the entry and one for each suite file, into dist/test/integration.
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

export const checkout = resolve(import.meta.dirname, '..', '..');
export const bundleFolder = join(checkout, 'dist', 'test', 'integration');

/** Returns the path of the entry, which is what `--extensionTestsPath` wants. */
export async function bundleSuite(): Promise<string> {
  const sources = readdirSync(import.meta.dirname).filter(
    (name) => name === 'suite.ts' || name.endsWith('.suite.ts'),
  );
  rmSync(bundleFolder, { recursive: true, force: true });
  await build({
    entryPoints: sources.map((name) => join(import.meta.dirname, name)),
    outdir: bundleFolder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Mocha stays outside: every suite file must meet the same one, and it is found from dist by the usual way up.
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(bundleFolder, 'suite.cjs');
}
