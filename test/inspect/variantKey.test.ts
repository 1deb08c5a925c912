/** Controls that are shared between edits of one network: those of the same variant, and of no other. */
import { strict as assert } from 'node:assert';
import { variantKey } from '../../src/inspect/variantKey';
import { geometryControl } from '../../src/inspect/variants';
import { noOverrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';

/** The key of the geometry control of a network file. */
function keyOf(layers: string, rest = 'loss: mse', size: object = { seeds: 7, batch: 32 }): string {
  const text = `input: [4]\nlayers: [${layers}]\n${rest}\n`;
  const [network] = readSource({ path: 'a.network.yaml', text }, new Map(), noOverrides).networks;
  assert.ok(network);
  return variantKey(geometryControl(network), { first: 0, last: 1 }, size) ?? assert.fail('no key');
}

const plain = 'linear: 8, sigmoid, linear: 1';

describe('what runs of a control depend on', () => {
  it('is neither the activation nor the start of the network, which the control replaces', () => {
    assert.equal(keyOf('linear: 8, tanh, linear: 1'), keyOf(plain));
    assert.equal(keyOf('{ linear: 8, init: { normal: 1 } }, sigmoid, linear: 1'), keyOf(plain));
  });

  it('is its shape, its layers, its data, its seed and the size of the runs', () => {
    const data = (first: number): string =>
      `loss: mse\ndata: { inputs: [[${first}, 2, 3, 4]], targets: [[1]] }`;
    const keys = [
      keyOf(plain),
      keyOf('linear: 9, sigmoid, linear: 1'),
      keyOf('linear: 8, layer-norm, sigmoid, linear: 1'),
      keyOf(plain, 'loss: mse\nseed: 1'),
      keyOf(plain, data(1)),
      keyOf(plain, data(0.5)),
      keyOf(plain, 'loss: mse', { seeds: 7, batch: 16 }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });
});
