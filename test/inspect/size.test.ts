/** Size: deep networks and large graphs go through everything, without deep recursion and with work that grows no faster than the graph. */
import assert from 'node:assert/strict';
import { measuresOf } from '../../src/analysis/measures';
import { layerReports } from '../../src/analysis/layers';
import { rowsOf } from '../../src/analysis/rows';
import { fold } from '../../src/analysis/rules/fold';
import type { Finding } from '../../src/analysis/report';
import { jsonReport } from '../../src/cli/json';
import { textReport } from '../../src/cli/text';
import { initialParameters } from '../../src/engine/parameters';
import { drawProbe } from '../../src/engine/probe';
import { scheduleOf } from '../../src/engine/schedule';
import { runNetwork } from '../../src/engine/trace';
import type { Network } from '../../src/graph/network';
import { defaultOptions, inspect } from '../../src/inspect/inspect';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { referenceKernels } from '../../src/tensor/reference';
import { inspectText } from './sources';

const chain = (layers: number): string =>
  `input: [4]\nlayers:\n${'  - linear: 4\n  - relu\n'.repeat(layers)}  - linear: 2\nloss: mse\nbatch: 4\n`;

const residual = (blocks: number): string => {
  const block = (index: number): string =>
    `  - linear: 4\n  - tanh\n  - { add: [a${index}], id: a${index + 1} }\n`;
  const body = Array.from({ length: blocks }, (_, index) => block(index)).join('');
  return `input: [4]\nlayers:\n  - { linear: 4, id: a0 }\n${body}  - linear: 2\nloss: mse\nbatch: 4\n`;
};

function networkOf(text: string): Network {
  const [network] = readSource({ path: 'a.network.yaml', text }, new Map(), noOverrides).networks;
  assert.ok(network);
  return network;
}

/** How often something looks at a node. */
function looks(network: Network, work: (counted: Network) => void): number {
  let count = 0;
  const handler: ProxyHandler<Network['nodes']> = {
    get: (target, key, receiver): unknown => {
      if (typeof key === 'string' && /^\d/.test(key)) count += 1;
      return Reflect.get(target, key, receiver);
    },
  };
  work({ ...network, nodes: new Proxy(network.nodes, handler) });
  return count;
}

describe('large networks', function () {
  this.timeout(300_000);

  it('of a thousand layers are inspected to the end', () => {
    const { report } = inspectText(chain(1000));
    const [network] = report.networks;
    assert.equal(network?.layers.length, 1001);
    assert.ok(network.controls);
    assert.ok(textReport(report, null).length > 0);
    assert.ok(JSON.stringify(jsonReport([report], null)).length > 0);
  });

  for (const [name, text] of [
    ['a chain', chain(2500)],
    ['residual blocks', residual(2500)],
  ] as const) {
    it(`of ten thousand nodes give their first picture: ${name}`, () => {
      assert.ok(networkOf(text).nodes.length >= 10_000);
      const { value, done } = inspect({ path: 'a.network.yaml', text }, new Map(), defaultOptions).next();
      assert.equal(done, false);
      const { report } = value;
      assert.ok((report.networks[0]?.layers.length ?? 0) >= 2500);
      assert.ok(textReport(report, null).length > 0);
      assert.ok(value.deltaByUnit(0));
    });
  }

  for (const [name, make] of [
    ['a chain', chain],
    ['residual blocks', residual],
  ] as const) {
    it(`are looked at in proportion to their size: ${name}`, () => {
      const counts = [100, 400].map((size) =>
        looks(networkOf(make(size)), (network) => {
          const kernels = referenceKernels('float32');
          const options = { kernels, seed: 1, training: true, checkpoint: () => undefined };
          const rows = rowsOf(network);
          scheduleOf(network);
          const parameters = initialParameters(network, 1, kernels);
          const trace = runNetwork(network, parameters, drawProbe(network, 4, 1, kernels), options);
          layerReports(network, rows, measuresOf(trace, rows));
        }),
      );
      const [small = NaN, large = NaN] = counts;
      assert.ok(large <= 4.5 * small, counts.join(', '));
    });
  }

  it('with a finding for every layer fold them in proportion to their number', () => {
    const folded = [1000, 4000].map((size) => {
      let count = 0;
      const finding = (index: number): Finding => {
        const plain = {
          rule: 'no-gradient' as const,
          severity: 'error' as const,
          layer: index,
          message: '',
          value: 0,
          limit: 0,
          cause: index % 2 === 0 ? 'one' : 'other',
          remedies: [],
          span: networkSpan,
          consequences: [],
        };
        return new Proxy(plain, {
          get: (target, key, receiver): unknown => {
            count += 1;
            return Reflect.get(target, key, receiver);
          },
        });
      };
      const top = fold(Array.from({ length: size }, (_, index) => finding(index)));
      assert.deepEqual(
        top.map(({ consequences }) => consequences.length),
        [size / 2 - 1, size / 2 - 1],
      );
      return count;
    });
    // Sorting looks n log n times.
    assert.ok((folded[1] ?? NaN) <= 6 * (folded[0] ?? NaN), folded.join(', '));
  });
});

const networkSpan = networkOf(chain(1)).span;
