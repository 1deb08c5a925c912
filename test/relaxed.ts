/** Runs the tests of the kernels in the Node that VS Code carries, which has relaxed SIMD where ours may not; the whole unit tests run in ours. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { supports } from '../src/tensor/wasm/module';
import { fetchServer } from './vscode/fetch';

const tests = [
  'test/tensor/wasm*.test.ts',
  'test/goldens/ops.test.ts',
  'test/inspect/architectures.test.ts',
] as const;

async function main(): Promise<number> {
  const node = supports('relaxed') ? process.execPath : (await fetchServer()).node;
  const mocha = join('node_modules', 'mocha', 'bin', 'mocha.js');
  const args = [mocha, '--node-option', 'import=tsx', '--timeout', '60000', '--reporter', 'dot', ...tests];
  const child = spawn(node, args, { cwd: resolve(import.meta.dirname, '..'), stdio: 'inherit' });
  return new Promise((settle) => {
    child.on('error', ({ message }) => {
      console.error(message);
      settle(1);
    });
    child.on('close', (code) => settle(code ?? 1));
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
