/** The weight gradient of Keras's kernels, whose outputs stand on the last axis: drawn with one row for each output. */
import { strict as assert } from 'node:assert';
import { inspectAll } from '../../src/inspect/inspect';

const text = `import keras

model = keras.Sequential([
    keras.Input((6, 6, 2)),
    keras.layers.Conv2D(5, 3),
    keras.layers.Flatten(),
    keras.layers.Dense(3),
])
model.compile(loss="mse", optimizer="sgd")
`;

describe('the picture of a weight gradient', () => {
  const inspection = inspectAll({ path: 'net.py', text }, new Map());
  const named = (kind: string): number =>
    inspection.report.networks[0]?.layers.findIndex(({ name }) => name.startsWith(kind)) ?? -1;

  it('has the outputs of a Keras kernel down, and its inputs across', () => {
    const heatmap = inspection.pictures(0, named('dense'))?.weightGradient;
    const kernel = [...(inspection.gradients(0)?.parameterGradients ?? [])].find(
      ([, gradient]) => gradient?.shape.join() === '80,3',
    )?.[1];
    assert.ok(heatmap && kernel);
    assert.deepEqual([heatmap.rows, heatmap.columns], [3, 80]);
    assert.equal(heatmap.rowAxis, 'output unit');
    // Row 1, column 7 is the weight from input 7 to output 1, which the kernel (80, 3) holds at 7 * 3 + 1.
    assert.equal(heatmap.values[80 + 7], kernel.data[7 * 3 + 1]);
  });

  it('counts the output channels of a convolution of Keras', () => {
    const heatmap = inspection.pictures(0, named('conv'))?.weightGradient;
    assert.deepEqual([heatmap?.rows, heatmap?.columns], [5, 18]);
    assert.equal(heatmap?.rowAxis, 'output channel');
  });
});
