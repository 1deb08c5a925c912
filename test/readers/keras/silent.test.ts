/** Well-written Keras programs: nothing in them is called an error or doubtful, whatever else is noted. */
import { strict as assert } from 'node:assert';
import { inspectAll } from '../../../src/inspect/inspect';
import type { Kernels } from '../../../src/tensor/kernels';
import { kernelsOf } from '../../tensor/wasmModules';
import { silentPrograms } from './silentPrograms';

let kernels: Kernels;
before(async () => {
  kernels = await kernelsOf('simd');
});

describe('well-written Keras programs', () => {
  for (const [title, text] of Object.entries(silentPrograms))
    it(title, () => {
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
