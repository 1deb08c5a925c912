// The build script by itself, in a folder of its own: what it refuses, and what it does where esbuild is missing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkout } from './build';

describe('the build script', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-build-'));
    // The script and the one file of ours that it calls.
    for (const path of ['esbuild.js', 'src/tensor/wasm/compile.cjs']) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      copyFileSync(join(checkout, path), join(folder, path));
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  function build(...flags: string[]): { readonly code: number | null; readonly output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['esbuild.js', ...flags], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: status, output: stdout + stderr };
  }

  const installed = (): void =>
    symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'), 'junction');

  it('does nothing, and says nothing, where esbuild is not installed', () => {
    assert.deepEqual(build('--if-possible'), { code: 0, output: '' });
    assert.notEqual(build().code, 0);
  });

  it('refuses modules of Node in what runs in a browser, however they are named', () => {
    installed();
    for (const module of ['node:fs', 'fs', 'fs/promises', 'node:worker_threads']) {
      for (const entry of ['src/host/browser.ts', 'src/worker/browser.ts', 'webview/main.ts']) {
        write(entry, `import * as module from '${module}';\nconsole.log(module);\n`);
        const { code, output } = build();
        assert.notEqual(code, 0, `${module} in ${entry}`);
        assert.match(output, new RegExp(`imports ${module}`));
        rmSync(join(folder, dirname(entry)), { recursive: true });
      }
    }
  });

  it('builds what is there, with a command line that can be run', () => {
    installed();
    write('src/cli/main.ts', `export const start = () => console.log('hello');\n`);
    assert.equal(build('--production').code, 0);
    assert.ok(!existsSync(join(folder, 'dist', 'cli.js.map')));
    const { stdout } = spawnSync(process.execPath, [join('dist', 'cli.js')], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(stdout.trim(), 'hello');
  });
});
