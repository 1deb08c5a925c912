/** Saved models of Keras in each of their forms: parameters, weights, training, places, held against Keras itself (test/goldens/model_files.py). */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileMissing, Source } from '../../../src/base/source';
import type { BufferNode, Network, ParameterNode } from '../../../src/graph/network';
import { noOverrides, type Reading } from '../../../src/readers/reader';
import type { Tensor } from '../../../src/tensor/tensor';
import { kerasWeightsFor } from '../../../src/readers/keras-files/givenWeights';
import { kerasFilesReader } from '../../../src/readers/keras-files/reader';

const folder = join(__dirname, '../../goldens/model-files');

interface Held {
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

interface Model {
  readonly weights: Readonly<Record<string, Held & { readonly trains: boolean }>>;
  readonly count: number;
}

// Written by model_files.py beside the models.
const models = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8')) as {
  readonly pictures: Model;
  readonly branches: Model;
  readonly tfjs: { readonly scaled: Readonly<Record<string, Held>> };
};

function sourceOf(file: string): Source {
  const bytes = new Uint8Array(readFileSync(join(folder, file)));
  return file.endsWith('.json')
    ? { path: file, text: new TextDecoder().decode(bytes) }
    : { path: file, text: '', bytes };
}

function readOf(source: Source, files = new Map<string, Uint8Array | FileMissing>()): Reading {
  return kerasFilesReader.read(source, files, noOverrides);
}

function networkOf(reading: Reading): Network {
  assert.deepEqual(
    reading.problems.map(({ message }) => message),
    [],
  );
  const [network] = reading.networks;
  assert.ok(network);
  return network;
}

function placesOf({ nodes }: Network): ReadonlyMap<string, ParameterNode | BufferNode> {
  return new Map(
    nodes.flatMap((node) =>
      node.kind === 'parameter' || node.kind === 'buffer' ? [[node.name, node] as const] : [],
    ),
  );
}

/** The numbers that a parameter or buffer was given. */
function numbersOf({ initialisation, name }: ParameterNode | BufferNode): readonly number[] {
  if (initialisation.name === 'values') return Array.from(initialisation.values ?? [], Number);
  assert.fail(`${name} was given no numbers`);
}

/** Paths of weights without the name of an inner model's container, which Keras leaves out of some and we put into all. */
function wordOf(path: string): string {
  return path.split('/').slice(-2).join('/');
}

describe('saved models of Keras', () => {
  for (const [file, name, weighted] of [
    ['pictures.json', 'pictures', false],
    ['pictures.keras', 'pictures', true],
    ['pictures.h5', 'pictures', true],
    ['keras-2.json', 'pictures', false],
    ['keras-2.h5', 'pictures', true],
    ['branches.json', 'branches', false],
    ['branches.keras', 'branches', true],
  ] as const) {
    it(`${file}: the weights that Keras counts${weighted ? ', with their numbers' : ''}`, () => {
      const source = sourceOf(file);
      assert.ok(kerasFilesReader.claims(source));
      const places = placesOf(networkOf(readOf(source)));
      const wanted = Object.entries(models[name].weights);
      assert.deepEqual([...places.keys()].map(wordOf).sort(), wanted.map(([path]) => wordOf(path)).sort());
      for (const [path, { shape, values, trains }] of wanted) {
        const place =
          places.get(path) ??
          [...places.values()].find((one) => one.name.endsWith(path) || wordOf(one.name) === wordOf(path));
        assert.ok(place, path);
        assert.deepEqual(place.shape, shape, path);
        assert.equal(place.kind === 'parameter' && place.trainable, trains, path);
        if (!weighted) continue;
        assert.deepEqual(numbersOf(place), values.map(Number), path);
      }
    });
  }

  it('TensorFlow.js: asks for the shards, then reads plain, quantised and half numbers', () => {
    const source = sourceOf('tfjs.json');
    assert.ok(kerasFilesReader.claims(source));
    assert.deepEqual(readOf(source).needs, ['tfjs-1of2.bin', 'tfjs-2of2.bin']);
    const files = new Map<string, Uint8Array | FileMissing>(
      ['tfjs-1of2.bin', 'tfjs-2of2.bin'].map((path) => [
        path,
        new Uint8Array(readFileSync(join(folder, path))),
      ]),
    );
    const places = placesOf(networkOf(readOf(source, files)));
    for (const [path, { values }] of Object.entries({ ...models.pictures.weights, ...models.tfjs.scaled })) {
      const place = places.get(path);
      assert.ok(place, path);
      const exact = values.map(Number);
      numbersOf(place).forEach((value, index) => {
        assert.ok(Math.abs(value - (exact[index] ?? NaN)) < 1e-6, `${path}[${index}]`);
      });
    }
  });

  it('TensorFlow.js: shards that are missing, too short or elsewhere are told', () => {
    const source = sourceOf('tfjs.json');
    const missing = new Map<string, Uint8Array | FileMissing>([
      ['tfjs-1of2.bin', { missing: 'the file does not exist' }],
      ['tfjs-2of2.bin', new Uint8Array(2)],
    ]);
    assert.match(readOf(source, missing).problems[0]?.message ?? '', /tfjs-1of2\.bin.*does not exist/);
    const short = new Map<string, Uint8Array | FileMissing>([
      ['tfjs-1of2.bin', new Uint8Array(100)],
      ['tfjs-2of2.bin', new Uint8Array(2)],
    ]);
    assert.match(readOf(source, short).problems[0]?.message ?? '', /lies outside of its files/);
    const elsewhere = { ...source, text: source.text.replace('tfjs-1of2.bin', '../../secret') };
    assert.match(readOf(elsewhere).problems[0]?.message ?? '', /outside of its folder/);
  });

  it('reads loss and optimizer of both generations', () => {
    for (const file of ['pictures.keras', 'pictures.h5', 'keras-2.h5']) {
      const { loss, training } = networkOf(readOf(sourceOf(file)));
      assert.equal(loss?.name, 'cross-entropy', file);
      assert.ok(training, file);
      assert.equal(training.optimizer.kind, 'adam', file);
      assert.ok(Math.abs(training.rate - 0.002) < 1e-8, file);
    }
    const { loss, training } = networkOf(readOf(sourceOf('branches.keras')));
    assert.equal(loss?.name, 'mse');
    assert.ok(training?.optimizer.kind === 'sgd' && Math.abs(training.optimizer.momentum - 0.9) < 1e-8);
  });

  it('layers stand at their places in the text', () => {
    const source = sourceOf('pictures.json');
    const lines = source.text.split('\n');
    for (const { name, span } of networkOf(readOf(source)).layers) {
      const text = lines.slice(span.start.line, span.end.line + 1).join('\n');
      // An activation within a layer is called conv/relu.
      assert.ok(text.includes(`"name": "${name.replace(/\/.*$/, '')}"`), `${name} in ${text}`);
      assert.ok(span.end.line - span.start.line < 100, name);
    }
  });

  it('weights alone are listed', () => {
    const { problems, networks, tensors } = readOf(sourceOf('pictures.weights.h5'));
    assert.equal(networks.length, 0);
    assert.match(problems[0]?.message ?? '', /no network/);
    assert.ok((tensors ?? []).some(({ name }) => name === 'layers/conv2d/vars/0'));
  });

  it('weights alone are given to the same network from elsewhere, by layer and place', () => {
    for (const name of ['pictures', 'branches'] as const) {
      const network = networkOf(readOf(sourceOf(`${name}.json`)));
      for (const file of [`${name}.weights.h5`, `${name}.keras`]) {
        const named =
          kerasWeightsFor(network, sourceOf(file).bytes ?? new Uint8Array()) ?? new Map<string, Tensor>();
        assert.equal(named.size, Object.keys(models[name].weights).length, file);
        for (const [path, { values }] of Object.entries(models[name].weights)) {
          const found = named.get(path) ?? [...named].find(([each]) => wordOf(each) === wordOf(path))?.[1];
          assert.deepEqual(Array.from(found?.data ?? [], Number), values.map(Number), `${file}: ${path}`);
        }
      }
    }
  });

  it('claims only what begins like a model', () => {
    const claims = (text: string, path = 'a.json'): boolean => kerasFilesReader.claims({ path, text });
    assert.ok(claims('{"class_name": "Sequential", "config": {}}'));
    assert.ok(claims('{"format": "layers-model", "modelTopology": {}}'));
    assert.ok(!claims('{"name": "package", "config": 1}'));
    assert.ok(!claims('[{"class_name": "Sequential", "config": {}}]'));
    assert.ok(!claims('{"class_name": "Sequential", "config": {}}', 'a.txt'));
  });
});

/** A functional model of one layer between x and y. */
function around(layer: string, inbound = '[[["x", 0, 0, {}]]]'): string {
  return `{"class_name": "Functional", "config": {"name": "m", "layers": [
    {"class_name": "InputLayer", "name": "x", "config": {"batch_input_shape": [null, 3], "name": "x"}, "inbound_nodes": []},
    {"name": "y", ${layer}, "inbound_nodes": ${inbound}},
    {"class_name": "Dense", "name": "z", "config": {"name": "z", "units": 2}, "inbound_nodes": [[["y", 0, 0, {}]]]}],
    "input_layers": [["x", 0, 0]], "output_layers": [["z", 0, 0]]}}`;
}

describe('what saved models of Keras cannot say', () => {
  function problemsOf(text: string): readonly string[] {
    return readOf({ path: 'model.json', text }).problems.map(({ message }) => message);
  }

  for (const [what, layer] of [
    ['a registered class', '"class_name": "Mine>Mixer", "config": {"name": "y", "size": 3}'],
    [
      'a class of Keras 3',
      '"module": null, "registered_name": "Mixer", "class_name": "Mixer", "config": {"name": "y"}',
    ],
  ] as const) {
    it(`${what} is a grey layer with its name`, () => {
      const reading = readOf({ path: 'model.json', text: around(layer) });
      const grey = reading.networks[0]?.nodes.find(({ kind }) => kind === 'opaque');
      assert.ok(grey?.kind === 'opaque');
      assert.match(grey.reason, /class Mixer is not one of Keras, and its code is not in the file/);
      assert.equal(grey.span.start.line, 2);
    });
  }

  it('compiled code in a Lambda is not run', () => {
    const layer =
      '"class_name": "Lambda", "config": {"name": "y", "function": ["4wEAAAA=", null, null], "function_type": "lambda"}';
    const { networks, problems } = readOf({ path: 'model.json', text: around(layer) });
    const says = /code of this Lambda layer stands in the file compiled, and nothing from a file is run/;
    assert.ok(networks[0]?.nodes.some((node) => node.kind === 'opaque' && says.test(node.reason)));
    assert.match(problems[0]?.message ?? '', says);
  });

  for (const [what, text, problem] of [
    [
      'broken JSON',
      '{"class_name": "Sequential", "config": {"layers": [',
      /no JSON that can be read to its end/,
    ],
    [
      'a subclass',
      '{"class_name": "MyModel", "config": {"size": 3}}',
      /layers that stand in Python code are not saved/,
    ],
    [
      'a graph',
      '{"format": "graph-model", "modelTopology": {"node": []}}',
      /graph of TensorFlow operations.*tfjs_layers_model/,
    ],
    [
      'a list',
      '{"modelTopology": {"model_config": {"class_name": "Model", "config": {"layers": 3}}}}',
      /not saved/,
    ],
    ['deep nesting', `{"class_name": "Model", "config": ${'['.repeat(5000)}`, /nested too deeply/],
    [
      'a cycle',
      around('"class_name": "Dense", "config": {"name": "y", "units": 3}', '[[["z", 0, 0, {}]]]'),
      /takes what no layer before it gives, or its own output/,
    ],
    [
      'a layer that does not exist',
      around('"class_name": "Dense", "config": {"name": "y", "units": 3}', '[[["nobody", 0, 0, {}]]]'),
      /takes what no layer before it gives/,
    ],
    [
      'something that is no layer',
      '{"class_name": "Sequential", "config": {"layers": [3, null, "Dense"]}}',
      /A layer is expected here/,
    ],
  ] as const) {
    it(`${what} is told in a sentence`, () => {
      assert.match(problemsOf(text).join('\n'), problem);
    });
  }

  it('names of layers are text to us, whatever they hold', () => {
    const name = 'x"); import os; os.system("boom") #\\n\u2028\ud83d\ude00\\\\';
    const text = JSON.stringify({
      class_name: 'Sequential',
      config: {
        name,
        layers: [{ class_name: 'Dense', config: { name, units: 2, batch_input_shape: [null, 3] } }],
      },
    });
    const [network] = readOf({ path: 'model.json', text }).networks;
    assert.ok(network?.layers.some((layer) => layer.name.includes('import os')));
  });
});
