// The memory of a fresh process that inspects a network of five million parameters.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, dist } from '../host/build';

/** 784 x 1600 + 1600 x 1600 + 1600 x 800 + 800 x 10 weights and their biases: 5.1 million numbers, 20 MB. */
const source = `input: [784]
layers:
  - linear: 1600
  - relu
  - linear: 1600
  - relu
  - linear: 800
  - relu
  - linear: 10
loss: cross-entropy
`;

/**
 * Says at the end of a process how much memory it had at most, in kB. Linux counts in maxRSS what the process that started it had, so
 * there its own peak is read.
 */
const hook = `
const { existsSync, readFileSync } = require('node:fs');
const own = () => /VmHWM:\\s*(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
process.on('exit', () =>
  console.error('most', existsSync('/proc/self/status') ? own() : process.resourceUsage().maxRSS),
);`;

describe('the memory of a fresh process', function () {
  this.timeout(120_000);
  before(built);
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'backprop-lens-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('stays under 200 MB for a network of five million parameters', () => {
    const file = join(folder, 'large.network.yaml');
    writeFileSync(file, source);
    writeFileSync(join(folder, 'hook.cjs'), hook);
    const words = ['--require', join(folder, 'hook.cjs'), dist('cli.js'), 'inspect', file, '--json'];
    const { stdout, stderr } = spawnSync(process.execPath, words, {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 100_000,
    });
    assert.match(stdout, /"parameters": 5106410/, stderr);
    const megabytes = Number(/most (\d+)/.exec(stderr)?.[1]) / 1000;
    assert.ok(megabytes < 200, `${megabytes} MB`);
    console.log(`      ${megabytes.toFixed(0)} MB`);
  });
});
