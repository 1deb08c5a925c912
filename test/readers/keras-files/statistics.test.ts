/** What `adapt` has found of the data, and a saved model keeps, is what its Normalization computes with. */
import { strict as assert } from 'node:assert';
import { defaultOptions, inspect } from '../../../src/inspect/inspect';
import { kerasFilesReader } from '../../../src/readers/keras-files/reader';
import { noOverrides } from '../../../src/readers/reader';

const layers = [
  {
    class_name: 'Normalization',
    config: { name: 'adapted', batch_input_shape: [null, 2], axis: [-1], mean: null, variance: null },
  },
  { class_name: 'Dense', config: { name: 'dense', units: 1, use_bias: false } },
];
const text = JSON.stringify({
  format: 'layers-model',
  modelTopology: { class_name: 'Sequential', config: { name: 'm', layers } },
  weightsManifest: [
    {
      paths: ['weights.bin'],
      weights: [
        { name: 'adapted/mean', shape: [2], dtype: 'float32' },
        { name: 'adapted/variance', shape: [2], dtype: 'float32' },
        { name: 'adapted/count', shape: [], dtype: 'int32' },
        { name: 'dense/kernel', shape: [2, 1], dtype: 'float32' },
      ],
    },
  ],
});

function weights(): Uint8Array {
  const bytes = new Uint8Array(28);
  const view = new DataView(bytes.buffer);
  [-3, -4, 4, 16].forEach((value, index) => {
    view.setFloat32(4 * index, value, true);
  });
  view.setInt32(16, 9, true);
  view.setFloat32(20, 1, true);
  view.setFloat32(24, 0.5, true);
  return bytes;
}

const files = new Map([['weights.bin', weights()]]);

describe('the statistics of a saved Normalization', () => {
  it('are buffers of the network with the numbers of the file', () => {
    const { networks, problems } = kerasFilesReader.read({ path: 'model.json', text }, files, noOverrides);
    assert.deepEqual(problems, []);
    const nodes = networks[0]?.nodes ?? [];
    const buffers = nodes.flatMap((node) =>
      node.kind === 'buffer' ? [[node.name, Array.from(node.initialisation.values ?? [])] as const] : [],
    );
    assert.deepEqual(Object.fromEntries(buffers), {
      'adapted/mean': [-3, -4],
      'adapted/variance': [4, 16],
      'adapted/count': [9],
    });
  });

  it('are what the network computes with', () => {
    const { value } = inspect({ path: 'model.json', text }, files, {
      ...defaultOptions,
      overrides: { ...noOverrides, loss: 'output-energy' },
      given: { weights: null, data: null, fill: { by: 'sine', batch: 1 } },
    }).next();
    // The fill: x = sin(i / 2), kernel = sin(i) / sqrt(2). The layer: (x - mean) / sqrt(variance).
    const [first, second] = [(Math.sin(0.5) + 3) / 2, (Math.sin(1) + 4) / 4];
    const output = (first * Math.sin(1) + second * Math.sin(2)) / Math.SQRT2;
    const loss = value.report.networks[0]?.loss?.value ?? NaN;
    assert.ok(Math.abs(loss - output ** 2) < 1e-6 * output ** 2, `${String(loss)}, ${String(output ** 2)}`);
  });
});
