/** What a saved Keras model says of initialisations was chosen only where Keras's layer would have taken another (its signatures, Keras 3.15). */
import { strict as assert } from 'node:assert';
import { kerasFilesReader } from '../../../src/readers/keras-files/reader';
import { noOverrides } from '../../../src/readers/reader';

/** Whether the kernel and the bias of a dense layer count as chosen. */
function chosen(settings: Readonly<Record<string, unknown>>): readonly boolean[] {
  const layer = {
    class_name: 'Dense',
    config: { name: 'd', units: 2, batch_input_shape: [null, 3], ...settings },
  };
  const text = JSON.stringify({ class_name: 'Sequential', config: { name: 'm', layers: [layer] } });
  const { networks, problems } = kerasFilesReader.read({ path: 'm.json', text }, new Map(), noOverrides);
  assert.deepEqual(problems, []);
  const nodes = networks[0]?.nodes ?? [];
  return nodes.flatMap((node) => (node.kind === 'parameter' ? [node.written !== null] : []));
}

describe('initialisations in saved models of Keras', () => {
  const start = (name: string, config: unknown): unknown => ({ class_name: name, config });
  for (const [what, kernel, isChosen] of [
    ['as Keras 3 writes the default', start('GlorotUniform', { seed: null, input_axes: null }), false],
    ['as Keras 2.3 writes the default', start('GlorotUniform', { seed: null, dtype: 'float32' }), false],
    [
      'as Keras 2.2 writes the default',
      start('VarianceScaling', { scale: 1.0, mode: 'fan_avg', distribution: 'uniform', seed: null }),
      false,
    ],
    ['with a seed', start('GlorotUniform', { seed: 7 }), true],
    ['another law', start('HeNormal', { seed: null }), true],
    [
      'another scale',
      start('VarianceScaling', { scale: 2.0, mode: 'fan_in', distribution: 'uniform' }),
      true,
    ],
    ['a class whose settings are left out', start('VarianceScaling', {}), true],
    ['zeros, which is the default of another weight', start('Zeros', {}), true],
  ] as const) {
    it(`${what}: ${isChosen ? 'chosen' : 'by default'}`, () => {
      assert.deepEqual(chosen({ kernel_initializer: kernel, bias_initializer: start('Zeros', {}) }), [
        isChosen,
        false,
      ]);
    });
  }

  it('of a bias that starts at ones: chosen', () => {
    assert.deepEqual(chosen({ bias_initializer: start('Ones', {}) }), [false, true]);
  });
});
