/** Two hundred random networks: no rule may call an error, and at most three of a hundred may get a warning. */
import assert from 'node:assert/strict';
import type { Severity } from '../../src/base/problem';
import { inspectAll } from '../../src/inspect/inspect';
import type { WasmKernels } from '../../src/tensor/wasm/kernels';
import { kernelsOf } from '../tensor/wasmModules';
import { randomNetworks, type RandomNetwork } from './random';

const count = 200;
const seed = 20261122;
/** Three of a hundred. */
const mostWarned = 0.03 * count;

describe('random networks', () => {
  const networks = randomNetworks(count, seed);
  const alarms: { readonly severity: Severity; readonly text: string }[] = [];
  let kernels: WasmKernels;

  before(async () => {
    kernels = await kernelsOf('simd');
  });

  for (const family of new Set(networks.map((network) => network.family))) {
    const members = networks.filter((network) => network.family === family);
    it(`${members.length} of the family ${family} can be judged and have no error`, function () {
      this.timeout(300_000);
      const found = members.flatMap((network) => alarmsOf(network, kernels));
      alarms.push(...found);
      const errors = found.filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        errors.map(({ text }) => text),
        [],
      );
    });
  }

  it(`at most ${mostWarned} of ${count} get a warning`, () => {
    const warned = alarms.map(({ text }) => text);
    console.log(`    ${count} random networks, ${warned.length} with a warning or an error`);
    for (const text of warned) console.log(`      ${text}`);
    assert.ok(warned.length <= mostWarned);
  });
});

/** The gravest finding, where one is a warning or graver. */
function alarmsOf(
  { title, source }: RandomNetwork,
  kernels: WasmKernels,
): { readonly severity: Severity; readonly text: string }[] {
  const { report } = kernels.temporarily(() =>
    inspectAll({ path: 'case.network.yaml', text: source }, new Map(), { kernels: () => kernels }),
  );
  assert.deepEqual(report.problems, [], `${title}\n${source}`);
  const [network] = report.networks;
  assert.ok(network?.controls, `${title} was too dear to be judged`);
  const [first] = network.findings.filter(({ severity }) => severity !== 'information');
  return first ? [{ severity: first.severity, text: `${title}: ${first.rule}, ${first.message}` }] : [];
}
