/** The memory of runs: what is planned is what is used, what is given back is not needed any more, and small is what can be small. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { peakBytes } from '../../src/engine/memory';
import { initialParameters } from '../../src/engine/parameters';
import { planFor, planRun } from '../../src/engine/plan';
import { drawProbe } from '../../src/engine/probe';
import { keepNothing, runNetwork, type Observer, type Trace } from '../../src/engine/trace';
import type { Network } from '../../src/graph/network';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import type { Kernels } from '../../src/tensor/kernels';
import { referenceKernels } from '../../src/tensor/reference';
import type { Tensor } from '../../src/tensor/tensor';
import type { WasmKernels } from '../../src/tensor/wasm/kernels';
import { sourceOfModel } from '../bench/models';
import { kernelsOf, variants } from '../tensor/wasmModules';

/** Of what is used at most, the share that a plan may be short of it, and beyond it. */
const bounds = { below: 0.02, beyond: 0.25 };

const sources = {
  mlp: sourceOfModel({ kind: 'mlp', widths: [200, 300, 300, 10], activation: 'relu' }),
  'deep and narrow': sourceOfModel({
    kind: 'mlp',
    widths: new Array<number>(40).fill(64),
    activation: 'sigmoid',
  }),
  convolutions: sourceOfModel({ kind: 'cnn', channels: [3, 16, 32], size: 16, classes: 10 }),
  'residual network': sourceOfModel({ kind: 'resnet18', size: 8, classes: 10 }),
  transformer: sourceOfModel({ kind: 'gpt', blocks: 2, features: 32, heads: 2, steps: 48, tokens: 65 }),
  'dropout and joins': `input: [300]
layers:
  - { linear: 256, id: first }
  - relu
  - { dropout: 0.3, id: dropped }
  - linear: 256
  - tanh
  - { add: [dropped] }
  - linear: 200
  - softmax
loss: cross-entropy
`,
  'no loss': 'input: [300]\nlayers: [{ linear: 500 }, relu, { linear: 500 }, relu, { linear: 300 }]\n',
} as const;

function networkOf(text: string): Network {
  const { networks, problems } = readSource({ path: 'a.network.yaml', text }, new Map(), noOverrides);
  const [network] = networks;
  assert.ok(network, problems.map(({ message }) => message).join(' '));
  return network;
}

const batch = 16;

function traceOf(
  network: Network,
  kernels: Kernels,
  more: { keep?: typeof keepNothing; observe?: Observer } = {},
): Trace {
  const parameters = initialParameters(network, 3, kernels);
  const probe = drawProbe(network, batch, 3, kernels);
  const options = { kernels, seed: 3, training: true, checkpoint: () => undefined, ...more };
  return runNetwork(network, parameters, probe, options);
}

/** Notes the bits of everything that it sees. */
function copying(): { readonly observer: Observer; readonly seen: Map<string, string> } {
  const seen = new Map<string, string>();
  const note =
    (what: string) =>
    (node: number, output: number, { data }: Tensor): void => {
      const key = `${what} ${node} ${output}`;
      assert.ok(!seen.has(key), `${key} is seen twice`);
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      seen.set(key, createHash('sha1').update(bytes).digest('hex'));
    };
  return { observer: { value: note('value'), gradient: note('gradient') }, seen };
}

/** Kernels that write NaN into everything that is given back. */
function poisoning(kernels: WasmKernels): Kernels {
  const tensors = new Map<object, Tensor[]>();
  return {
    ...kernels,
    allocate: (shape, elementType) => {
      const tensor = kernels.allocate(shape, elementType);
      const key = kernels.storageOf(tensor);
      tensors.set(key, [...(tensors.get(key) ?? []), tensor]);
      return tensor;
    },
    release: (key) => {
      for (const { data } of tensors.get(key) ?? []) data.fill(NaN);
      tensors.delete(key);
      kernels.release(key);
    },
  };
}

for (const variant of variants.slice(-1)) {
  describe(`the memory of a run, ${variant}`, function () {
    this.timeout(60_000);
    for (const [name, text] of Object.entries(sources)) {
      for (const keepsAll of [true, false]) {
        it(`${name}: is what was planned, ${keepsAll ? 'with everything kept' : 'with nothing kept'}`, async () => {
          const kernels = await kernelsOf(variant);
          const network = networkOf(text);
          const planned = peakBytes(network, planFor(network, batch, 'float32'), keepsAll);
          traceOf(network, kernels, keepsAll ? {} : { keep: keepNothing });
          const { most } = kernels.usage();
          assert.ok(planned >= (1 - bounds.below) * most, `planned ${planned}, used ${most}`);
          assert.ok(planned <= (1 + bounds.beyond) * most, `planned ${planned}, used ${most}`);
        });
      }

      it(`${name}: nothing that was given back is needed any more`, async () => {
        const network = networkOf(text);
        const [all, lean] = [copying(), copying()];
        const trace = traceOf(network, await kernelsOf(variant), { observe: all.observer });
        const short = traceOf(network, poisoning(await kernelsOf(variant)), {
          keep: keepNothing,
          observe: lean.observer,
        });
        assert.equal(short.loss, trace.loss);
        assert.deepEqual(lean.seen, all.seen);
        const kept = trace.gradients.flatMap((outputs, node) =>
          outputs.flatMap((tensor, output) => (tensor ? [`gradient ${node} ${output}`] : [])),
        );
        assert.deepEqual(
          [...all.seen.keys()].filter((key) => key.startsWith('gradient')).sort(),
          kept.sort(),
        );
      });
    }

    it('keeps what is asked for, and gives all else back', async () => {
      const network = networkOf(sources.mlp);
      const kernels = await kernelsOf(variant);
      const whole = traceOf(network, await kernelsOf(variant));
      const node = network.nodes.findIndex(({ kind }) => kind === 'op');
      const before = kernels.usage().now;
      const trace = traceOf(network, kernels, {
        keep: { values: new Set([node]), gradients: new Set([node]) },
      });
      assert.deepEqual(trace.values[node]?.[0]?.data, whole.values[node]?.[0]?.data);
      assert.deepEqual(trace.gradients[node]?.[0]?.data, whole.gradients[node]?.[0]?.data);
      const given = [...trace.parameters.values(), ...trace.probe.inputs];
      const bytes = given.reduce((sum, { data }) => sum + Math.ceil(data.byteLength / 64) * 64, 0);
      const kept = 2 * Math.ceil((whole.values[node]?.[0]?.data.byteLength ?? 0) / 64) * 64;
      assert.equal(kernels.usage().now - before, bytes + kept);
    });
  });
}

describe('the memory of a run', () => {
  it('is at most twice the parameters and the activations that backprop needs', () => {
    for (const [name, text] of Object.entries(sources)) {
      const network = networkOf(text);
      const plan = planFor(network, batch, 'float32');
      const values = plan.types
        .flat()
        .reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
      const planned = peakBytes(network, plan, false);
      assert.ok(planned <= 2 * values, `${name}: ${planned} bytes for ${values}`);
    }
  });

  it('is planned in time that grows no faster than the graph', () => {
    const reads = [1000, 4000].map((depth) => {
      const layers = '  - linear: 4\n  - relu\n'.repeat(depth);
      const network = networkOf(`input: [4]\nlayers:\n${layers}loss: mse\n`);
      let count = 0;
      const nodes = new Proxy(network.nodes, {
        get: (target, key, receiver): unknown => {
          count += 1;
          return Reflect.get(target, key, receiver);
        },
      });
      planFor({ ...network, nodes }, 4, 'float32');
      return count;
    });
    assert.ok((reads[1] ?? NaN) <= 4.5 * (reads[0] ?? NaN), reads.join(', '));
  });

  it('decides whether a run is refused', () => {
    const network = networkOf(sources.mlp);
    const needed = planFor(network, batch, 'float32').bytes;
    const budget = { batch, floatType: 'float32' } as const;
    assert.ok('refusal' in planRun(network, { ...budget, memoryLimit: needed - 1 }));
    assert.ok(!('refusal' in planRun(network, { ...budget, memoryLimit: needed })));
  });

  it('runs the same with loops that leave their storage to the garbage collector', () => {
    const network = networkOf(sources['dropout and joins']);
    const [all, lean] = [copying(), copying()];
    traceOf(network, referenceKernels('float32'), { observe: all.observer });
    traceOf(network, referenceKernels('float32'), { keep: keepNothing, observe: lean.observer });
    assert.deepEqual(lean.seen, all.seen);
  });
});
