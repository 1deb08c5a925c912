/** Convolution layers of network files: fans as torch.nn.init computes them from the weight, and what `same` pads. */
import { strict as assert } from 'node:assert';
import type { Node } from '../../../src/graph/network';
import { readNetworkFile } from '../check';

function nodesOf(input: string, layer: string): readonly Node[] {
  const { networks, problems } = readNetworkFile(`input: ${input}\nlayers:\n  - ${layer}\n`);
  assert.deepEqual(problems, []);
  return networks[0]?.nodes ?? [];
}

/** Input, layer, then fan-in and fan-out by torch.nn.init._calculate_fan_in_and_fan_out of the same layer in PyTorch 2. */
const fans: readonly (readonly [input: string, layer: string, fanIn: number, fanOut: number])[] = [
  ['[4, 9]', '{ conv1d: 6, kernel: 5 }', 20, 30],
  ['[4, 9, 9]', '{ conv2d: 6, kernel: [3, 2], groups: 2 }', 12, 36],
  ['[2, 4, 4, 4]', '{ conv3d: 3, kernel: 2 }', 16, 24],
  ['[4, 5]', '{ conv-transpose: 6, kernel: 3 }', 18, 12],
  ['[4, 5, 5]', '{ conv-transpose2d: 6, kernel: 3, groups: 2 }', 27, 36],
];

/** Input, layer, then places before and behind each axis: at stride 1 as torch.nn.Conv2d, beyond as keras.layers.Conv2D. */
const same: readonly (readonly [input: string, layer: string, padding: readonly number[]])[] = [
  ['[1, 9, 9]', '{ conv2d: 1, kernel: [4, 3], dilation: [2, 1], padding: same }', [3, 1, 3, 1]],
  ['[1, 9]', '{ conv1d: 1, kernel: 4, padding: same }', [1, 2]],
  ['[1, 8]', '{ conv1d: 1, kernel: 3, stride: 2, padding: same }', [0, 1]],
  ['[1, 9]', '{ conv1d: 1, kernel: 3, stride: 2, padding: same }', [1, 1]],
  ['[1, 9]', '{ conv1d: 1, kernel: 2, stride: 5, padding: same }', [0, 0]],
];

describe('convolutions in network files', () => {
  for (const [input, layer, fanIn, fanOut] of fans) {
    it(`${layer} on ${input} has the fans of PyTorch, for weight and bias`, () => {
      const parameters = nodesOf(input, layer).filter((node) => node.kind === 'parameter');
      assert.deepEqual(
        parameters.map((node) => node.fans),
        [
          { fanIn, fanOut },
          { fanIn, fanOut },
        ],
      );
    });
  }

  for (const [input, layer, padding] of same) {
    it(`${layer} on ${input} pads ${padding.join(', ')}`, () => {
      const node = nodesOf(input, layer).find(({ kind }) => kind === 'op');
      assert.ok(node?.kind === 'op' && node.call.op === 'convolution');
      assert.deepEqual(node.call.attributes.padding, padding);
    });
  }
});
