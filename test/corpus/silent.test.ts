/** No rule may warn of a real architecture under its framework's or library's own initialisation. */
import assert from 'node:assert/strict';
import { inspectAll } from '../../src/inspect/inspect';
import type { Finding } from '../../src/analysis/report';
import type { WasmKernels } from '../../src/tensor/wasm/kernels';
import { kernelsOf } from '../tensor/wasmModules';
import { doubtful, leftOut, silentSet } from './silentSet';

describe('the silent set', () => {
  const warned: string[] = [];
  let kernels: WasmKernels;

  before(async () => {
    kernels = await kernelsOf('simd');
  });

  for (const { title, source } of silentSet) {
    it(title, function () {
      this.timeout(120_000);
      const { report } = kernels.temporarily(() =>
        inspectAll({ path: 'case.network.yaml', text: source }, new Map(), { kernels: () => kernels }),
      );
      assert.deepEqual(report.problems, []);
      const [network] = report.networks;
      assert.ok(network?.controls, 'it was too dear to be judged');
      const alarms = network.findings.filter(({ severity }) => severity !== 'information');
      if (alarms.length > 0) warned.push(title);
      const wrong = doubtful.has(title) ? alarms.filter(({ severity }) => severity === 'error') : alarms;
      assert.equal(wrong.length, 0, wrong.map(textOf).join('\n'));
    });
  }

  it('has at most 3 % with a warning', () => {
    assert.ok(warned.length <= 0.03 * silentSet.length, warned.join(', '));
  });

  after(() => {
    console.log(
      `    ${silentSet.length} architectures, ${warned.length} with a warning: ${warned.join(', ')}`,
    );
    console.log(`    left out, with an error: ${leftOut.join('; ')}`);
  });
});

function textOf({ rule, severity, message }: Finding): string {
  return `${severity} ${rule}: ${message}`;
}
