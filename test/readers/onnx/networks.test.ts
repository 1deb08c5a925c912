// Networks from ONNX files compute what PyTorch computes of the same network with the same weights (test/goldens/onnx_networks.py and onnx_exports.py).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { valueOf } from '../../../src/engine/trace';
import type { Network } from '../../../src/graph/network';
import { noOverrides } from '../../../src/readers/reader';
import { readModel, run, type PlainTensor } from './running';

interface NetworkCase {
  readonly name: string;
  /** In base64. */
  readonly model: string;
  readonly input: PlainTensor;
  readonly output: Pick<PlainTensor, 'shape' | 'values'>;
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

const goldens = path.resolve(import.meta.dirname, '../../goldens');
const cases = ['onnx-networks.json', 'onnx-exports.json'].flatMap((name) => {
  const file = readFileSync(path.join(goldens, name), 'utf8');
  return (JSON.parse(file) as { readonly cases: readonly NetworkCase[] }).cases; // written by the scripts
});

function read(model: string, sampleShape: readonly number[] | null): Network {
  const bytes = new Uint8Array(Buffer.from(model, 'base64'));
  const { networks, problems } = readModel(bytes, { ...noOverrides, sampleShape, loss: 'output-energy' });
  assert.deepEqual(problems, []);
  const [network] = networks;
  assert.ok(network);
  return network;
}

function near(found: ArrayLike<number>, wanted: readonly number[], what: string): void {
  assert.equal(found.length, wanted.length, what);
  const scale = Math.max(1e-12, ...wanted.map(Math.abs));
  const at = wanted.findIndex((value, place) => !(Math.abs((found[place] ?? NaN) - value) <= 1e-6 * scale));
  assert.equal(at, -1, `${what} at ${at}: ${found[at] ?? ''}, not ${wanted[at] ?? ''}`);
}

describe('networks of ONNX files', () => {
  for (const { name, model, input, output, loss, gradients, shapes } of cases) {
    it(`${name}: outputs, loss and gradients are PyTorch's`, () => {
      const network = read(model, input.shape.slice(1));
      assert.equal(network.fixedBatch, undefined);
      const trace = run(network, [input], true, network.loss);
      const [first] = network.outputs;
      near((first && valueOf(trace, first)?.data) ?? [], output.values.map(Number), 'output');
      near([trace.loss ?? NaN], [loss], 'loss');
      for (const [parameter, wanted] of Object.entries(gradients)) {
        const found = trace.parameterGradients.get(parameter);
        assert.deepEqual(found?.shape, shapes[parameter], parameter);
        near(found?.data ?? [], wanted, parameter);
      }
      assert.equal(trace.parameterGradients.size, Object.keys(gradients).length);
    });
  }

  it('call layers as their modules are called', () => {
    const layers = (name: string): readonly string[] => {
      const found = cases.find((one) => one.name === name);
      return read(found?.model ?? '', found?.input.shape.slice(1) ?? null).layers.map((layer) => layer.name);
    };
    assert.deepEqual(layers('cnn'), ['conv', 'norm', 'relu1', 'pool', 'head']);
    assert.deepEqual(layers('lstm'), ['embed', 'lstm', 'fc']);
    assert.deepEqual(layers('mlp'), ['0', '1', '2']);
    const ofTransformer = ['norm1', 'qkv', 'softmax1', 'out', 'norm2', 'up', 'act', 'down'];
    assert.deepEqual(layers('transformer'), ofTransformer);
  });

  it('have attention, norms and GELU in one piece, by the names of their modules', () => {
    const block = cases.find(({ name }) => name === 'exported block, version 16');
    const { nodes, layers } = read(block?.model ?? '', [5, 8]);
    const calls = nodes.flatMap((node) => (node.kind === 'op' ? [node.call] : []));
    const attentions = calls.filter(({ op }) => op === 'scaled-dot-product-attention');
    // The one of PyTorch's layer, and the one that takes only what came before.
    assert.deepEqual(
      attentions.map(({ attributes }) => attributes),
      [false, true].map((causal) => ({ causal, scale: null, dropout: 0 })),
    );
    assert.equal(calls.filter(({ op }) => op === 'layer-norm').length, 2);
    assert.equal(calls.filter(({ op }) => op === 'gelu-tanh').length, 1);
    const others = ['softmax', 'tanh', 'sqrt', 'divide', 'constant-power'];
    assert.deepEqual(
      calls.filter(({ op }) => others.includes(op)),
      [],
    );
    const kinds = layers.map(({ name, kind }) => `${name}: ${kind}`);
    assert.ok(kinds.includes('attention: multi-head-attention'), kinds.join());
  });

  it('say what is taken for trained, and which weights are shared', () => {
    const said = (name: string): readonly string[] => {
      const found = cases.find((one) => one.name === name);
      const { assumptions } = read(found?.model ?? '', found?.input.shape.slice(1) ?? null);
      return assumptions.filter(({ about }) => about === 'training').map(({ message }) => message);
    };
    assert.deepEqual(said('exported tied weights'), [
      'ONNX does not say what is trained: 3 tensors of floats are taken for weights.',
      'A matrix of the file is "embedding.weight" turned round; one weight is taken for both.',
    ]);
    assert.match(
      said('exported norms that begin alike')[0] ?? '',
      /9 tensors .* but not 6 running statistics/,
    );
  });

  it('have the activation that was written as several nodes', () => {
    const found = cases.find(({ name }) => name === 'transformer');
    const { nodes } = read(found?.model ?? '', [5, 8]);
    const calls = nodes.flatMap((node) => (node.kind === 'op' ? [node.call.op] : []));
    assert.ok(calls.includes('gelu'));
    assert.ok(!calls.includes('erf'));
    const product = read(cases.find(({ name }) => name === 'silu')?.model ?? '', [3]);
    assert.deepEqual(
      product.layers.map(({ name, kind }) => [name, kind]),
      [
        ['0', 'linear'],
        ['1', 'silu'],
        ['2', 'linear'],
      ],
    );
  });
});
