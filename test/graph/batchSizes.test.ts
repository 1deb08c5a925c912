/** Batch sizes in attributes, constants, inputs without a batch axis, fixed batches and given names, in the graph. */
import { strict as assert } from 'node:assert';
import { batchFor, callAt } from '../../src/graph/batchSizes';
import { nominalBatch, networkBuilder } from '../../src/graph/builder';
import type { OpNode } from '../../src/graph/network';
import { printNetwork } from '../../src/graph/printer';
import { faultsOf, typesOf } from '../../src/graph/shapes';
import { linear, networkOfOps, reshape, span, weightOf } from './cases';

function opNode(scales: boolean, sizes: readonly number[]): OpNode {
  const call = { op: 'reshape', attributes: { sizes } } as const;
  return { kind: 'op', call, args: [], layer: null, span, ...(scales && { scalesWithBatch: true }) };
}

describe('batch sizes in attributes', () => {
  it('become those of the batch that is run, zeros and other sizes stay', () => {
    const sizes = [nominalBatch, 3 * nominalBatch, -nominalBatch, 0, -1, 12, nominalBatch + 1];
    assert.deepEqual(callAt(opNode(true, sizes), 4).attributes, {
      sizes: [4, 12, -4, 0, -1, 12, nominalBatch + 1],
    });
    const plain = opNode(false, sizes);
    assert.equal(callAt(plain, 4), plain.call);
    const nominal = opNode(true, sizes);
    assert.equal(callAt(nominal, nominalBatch), nominal.call);
  });

  it('are recognised where the builder is told of them, and then print as N', () => {
    const build = (batchInAttributes: boolean) =>
      networkOfOps(
        (builder) => [
          reshape(builder, linear(builder, builder.input('x', [3, 4], span), 2), 3 * nominalBatch, 2),
        ],
        { batchInAttributes },
      );
    const network = build(true);
    assert.deepEqual(faultsOf(network), []);
    assert.deepEqual(typesOf(network, 5, 'float32')[3]?.[0]?.shape, [15, 2]);
    assert.match(printNetwork(network), /%3 = reshape\[sizes 3N,2\]\(%2\) -> \(3N, 2\)/);
    // Without it the same number is a plain size, which no other batch has.
    assert.ok(faultsOf(build(false)).some(({ node }) => node === 3));
  });
});

describe('constants', () => {
  it('have their type, and may be empty', () => {
    const network = networkOfOps((builder) => {
      const mask = builder.constant({ elementType: 'bool', shape: [2], values: [1, 0], span });
      const none = builder.constant({ elementType: 'int32', shape: [0, 3], values: [], span });
      assert.equal(builder.typeOf(mask)?.elementType, 'bool');
      assert.deepEqual(builder.typeOf(none), { elementType: 'int32', shape: [0, 3] });
      const table = builder.constant({ elementType: 'float', shape: [4], values: [1, 2, 3, 4], span });
      const x = builder.input('x', [4], span);
      return [builder.op({ op: 'add', attributes: {} }, [x, table], null, span)];
    });
    assert.deepEqual(faultsOf(network), []);
    assert.equal(typesOf(network, 2, 'float64')[2]?.[0]?.elementType, 'float64');
    assert.match(printNetwork(network), /%0 = bool constant \[1, 0\] -> bool \(2\)/);
  });

  it('are at fault where their values do not fill them', () => {
    const network = networkOfOps((builder) => {
      builder.constant({ elementType: 'float', shape: [2], values: [1], span });
      return [builder.input('x', [4], span)];
    });
    assert.deepEqual(faultsOf(network), [{ message: 'the values do not fill the constant', node: 0 }]);
  });
});

describe('inputs and batches of the builder', () => {
  it('leave the batch axis away from a whole input', () => {
    const network = networkOfOps((builder) =>
      [builder.input('edges', [2, 5], span, 7, true)].map((edges) =>
        builder.op({ op: 'cast', attributes: { elementType: 'float' } }, [edges], null, span),
      ),
    );
    assert.deepEqual(faultsOf(network), []);
    assert.deepEqual(typesOf(network, 3, 'float32')[0], [{ elementType: 'int32', shape: [2, 5] }]);
    assert.match(printNetwork(network), /whole input edges below 7 -> int32 \(2, 5\)/);
  });

  it('check a graph that holds for one batch with that batch only', () => {
    const network = networkOfOps(
      (builder) => {
        const x = builder.input('x', [3, 4], span);
        assert.deepEqual(builder.typeOf(x)?.shape, [5, 3, 4]);
        return [reshape(builder, x, 15, 4)];
      },
      { batch: 5, batchInAttributes: true },
    );
    assert.equal(network.fixedBatch, 5);
    assert.deepEqual(faultsOf(network), []);
    assert.deepEqual(typesOf(network, 2, 'float32')[0]?.[0]?.shape, [5, 3, 4]);
    assert.equal(batchFor(network, 256), 5);
    assert.equal(batchFor({}, 256), 256);
    assert.match(printNetwork(network), /only for batch 5/);
  });

  it('take whole names of parameters and make them unique', () => {
    const builder = networkBuilder(() => undefined);
    const layer = builder.layer({ kind: 'linear', span, name: 'encoder' });
    weightOf(builder, layer, [2, 2], 'encoder.0.weight');
    weightOf(builder, layer, [2, 2], 'encoder.0.weight');
    weightOf(builder, layer, [2, 2]);
    builder.buffer({
      name: 'bn.running_mean',
      layer,
      part: 'x',
      shape: [1],
      initialisation: { name: 'zeros' },
      span,
    });
    const { nodes } = builder.finish({
      ...{ name: 'case', span, outputs: [], loss: null, dataset: null, seed: 1, batch: null, ignore: [] },
    });
    assert.deepEqual(
      nodes.map((node) => 'name' in node && node.name),
      ['encoder.0.weight', 'encoder.0.weight-2', 'encoder.weight', 'bn.running_mean'],
    );
    assert.ok(nodes.every((node) => !('part' in node)));
  });
});
