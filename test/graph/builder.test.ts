/** The builder, the shape check and the printer, by small networks. */
import { strict as assert } from 'node:assert';
import type { Problem } from '../../src/base/problem';
import { fileStart } from '../../src/base/span';
import { networkBuilder, type NetworkBuilder } from '../../src/graph/builder';
import { addLoss } from '../../src/graph/loss';
import type { Network, Value } from '../../src/graph/network';
import { printNetwork } from '../../src/graph/printer';
import { faultsOf, typesOf } from '../../src/graph/shapes';

const span = fileStart('case');
const linear = { op: 'linear', attributes: {} } as const;
const relu = { op: 'relu', attributes: {} } as const;
const mse = { op: 'mse', attributes: {} } as const;

function finished(builder: NetworkBuilder, output: Value, loss: Network['loss'] = null): Network {
  return builder.finish({
    name: 'case',
    span,
    outputs: [output],
    loss,
    dataset: null,
    seed: 1,
    batch: null,
    ignore: [],
  });
}

function weight(builder: NetworkBuilder, layer: number, shape: readonly number[]): Value {
  return builder.parameter({
    layer,
    part: 'weight',
    role: 'weight',
    shape,
    initialisation: { name: 'zeros' },
    fans: { fanIn: 1, fanOut: 1 },
    written: null,
    span,
  });
}

function small(): Network {
  const builder = networkBuilder(() => undefined);
  const x = builder.input('x', [3], span);
  const layer = builder.layer({ kind: 'linear', span });
  const y = builder.op(linear, [x, weight(builder, layer, [2, 3])], layer, span);
  const { loss } = addLoss(builder, mse, [y], span);
  return finished(builder, y, loss);
}

describe('the builder', () => {
  it('makes a legal network that prints', () => {
    const network = small();
    assert.deepEqual(faultsOf(network), []);
    assert.equal(
      printNetwork(network),
      [
        'network case (seed 1)',
        '%0 = input x -> (N, 3)',
        'linear1: linear',
        '  %1 = weight linear1.weight zeros -> (2, 3)',
        '  %2 = linear(%0, %1) -> (N, 2)',
        '%3 = target values -> (N, 2)',
        '%4 = mse(%2, %3) -> ()',
        'outputs %2',
        'loss mse %4',
      ].join('\n'),
    );
    assert.deepEqual(typesOf(network, 7, 'float64')[2], [{ elementType: 'float64', shape: [7, 2] }]);
  });

  it('turns what does not fit into a problem and an opaque node, and goes on', () => {
    const problems: Problem[] = [];
    const builder = networkBuilder((problem) => problems.push(problem));
    const x = builder.input('x', [4], span);
    const layer = builder.layer({ kind: 'linear', span });
    const y = builder.op(linear, [x, weight(builder, layer, [2, 3])], layer, span);
    const z = builder.op(relu, [y], layer, span);
    assert.equal(builder.typeOf(y), null);
    assert.equal(builder.typeOf(z), null);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['Linear expects 3 features, the input has 4.'],
    );
    const network = finished(builder, z);
    assert.deepEqual(faultsOf(network), []);
    assert.deepEqual(typesOf(network, 2, 'float32').slice(2), [[], []]);
  });

  it('makes names unique', () => {
    const builder = networkBuilder(() => undefined);
    const names = [undefined, 'linear2', undefined, 'linear2', 'a', 'a', 'a'].map((name) =>
      builder.layerName(builder.layer({ kind: 'linear', span, name })),
    );
    assert.deepEqual(names, ['linear1', 'linear2', 'linear3', 'linear2-2', 'a', 'a-2', 'a-3']);
  });

  it('takes a hundred thousand nodes in linear time', () => {
    const builder = networkBuilder(() => undefined);
    let value = builder.input('x', [3], span);
    for (let index = 0; index < 100_000; index += 1) {
      value = builder.op(relu, [value], builder.layer({ kind: 'relu', span }), span);
    }
    const start = performance.now();
    const network = finished(builder, value);
    assert.deepEqual(faultsOf(network), []);
    assert.equal(typesOf(network, 5, 'float32').length, 100_001);
    printNetwork(network);
    assert.ok(performance.now() - start < 5000);
  });
});

describe('the shape check', () => {
  const network = small();
  const replaced = (index: number, change: object): Network => ({
    ...network,
    nodes: network.nodes.map((node, at) => (at === index ? { ...node, ...change } : node)),
  });

  for (const [title, wrong, message] of [
    ['an argument after its user', replaced(2, { args: [{ node: 4, output: 0 }] }), /does not stand before/],
    [
      'an output that a node has not',
      replaced(4, {
        args: [
          { node: 2, output: 1 },
          { node: 3, output: 0 },
        ],
      }),
      /no output 1/,
    ],
    ['shapes that do not fit', replaced(1, { shape: [2, 4] }), /expects 4 features/],
    ['an axis without elements', replaced(1, { shape: [0, 3] }), /without elements/],
    [
      'values that do not fill',
      replaced(1, { initialisation: { name: 'values', values: [1] } }),
      /do not fill/,
    ],
    ['a layer that does not exist', replaced(2, { layer: 5 }), /no layer 5/],
    ['two layers of a name', { ...network, layers: [...network.layers, ...network.layers] }, /two layers/],
    ['an output that does not exist', { ...network, outputs: [{ node: 9, output: 0 }] }, /does not exist/],
    ['a loss that is none', { ...network, loss: { node: 2, name: 'mse', span } }, /not computed by a loss/],
    ['a batch that fits by accident', replaced(3, { sampleShape: [3] }), /one shape/],
  ] as const) {
    it(`finds ${title}`, () => {
      assert.match(
        faultsOf(wrong)
          .map((fault) => fault.message)
          .join('\n'),
        message,
      );
    });
  }
});
