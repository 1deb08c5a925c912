/** Well-written programs: nothing in them is called an error or doubtful, whatever else is noted. */
import { strict as assert } from 'node:assert';
import { inspectAll } from '../../src/inspect/inspect';
import type { Kernels } from '../../src/tensor/kernels';
import { kernelsOf } from '../tensor/wasmModules';

/** A test for each program, by its title. */
export function describeSilent(title: string, programs: Readonly<Record<string, string>>): void {
  let kernels: Kernels;
  before(async () => {
    kernels = await kernelsOf('simd');
  });

  describe(title, () => {
    for (const [name, text] of Object.entries(programs))
      it(name, () => {
        const { report } = inspectAll({ path: 'program.py', text }, new Map(), { kernels: () => kernels });
        assert.deepEqual(
          report.problems.filter(({ severity }) => severity !== 'information').map(({ message }) => message),
          [],
        );
        const [network] = report.networks;
        assert.ok(network && network.loss, 'a network with a loss');
        assert.deepEqual(
          network.findings.filter(({ severity }) => severity !== 'information').map(({ message }) => message),
          [],
        );
      });
  });
}
