/** No rule may warn of a real architecture under its framework's or library's own initialisation. */
import assert from 'node:assert/strict';
import { inspectAll } from '../../src/inspect/inspect';
import type { Finding } from '../../src/analysis/report';
import type { WasmKernels } from '../../src/tensor/wasm/kernels';
import { kernelsOf } from '../tensor/wasmModules';
import { silentSet } from './silentSet';

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
      assert.equal(alarms.length, 0, alarms.map(textOf).join('\n'));
    });
  }

  after(() =>
    console.log(`    ${silentSet.length} architectures, ${warned.length} with a warning or an error`),
  );
});

function textOf({ rule, severity, message }: Finding): string {
  return `${severity} ${rule}: ${message}`;
}
