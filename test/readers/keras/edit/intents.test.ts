/** Edits of Keras programs: the arguments that Keras documents, in the call that makes the layer or the optimizer. */
import { strict as assert } from 'node:assert';
import { editSource, readSource } from '../../../../src/readers/table';
import { noOverrides, type Intent } from '../../../../src/readers/reader';

const text = `import keras
from keras import layers
model = keras.Sequential()
model.add(layers.Dense(16, activation='sigmoid', input_shape=(4,)))
model.add(layers.Dense(3))
model.add(layers.Activation('softmax'))
model.compile(keras.optimizers.SGD(lr=0.1), 'categorical_crossentropy')
model.fit(x, y, batch_size=8)
`;
const source = { path: 'program.py', text };
const [network] = readSource(source, new Map(), noOverrides).networks;

function layer(name: string): number {
  return network?.layers.findIndex((one) => one.name === name) ?? -1;
}

/** The lines that differ after an edit, or why there is none. */
function changed(intent: Intent): readonly string[] | string {
  const edits = editSource(source, 0, [intent]);
  if (typeof edits === 'string') return edits;
  const lines = text.split('\n');
  for (const { span, text: put } of [...edits].reverse()) {
    const { line, column } = span.start;
    const own = lines[line] ?? '';
    lines[line] = own.slice(0, column) + put + own.slice(span.end.column);
  }
  return lines
    .join('\n')
    .split('\n')
    .filter((one) => !text.split('\n').includes(one));
}

describe('edits of Keras source', () => {
  it('let weights start otherwise', () => {
    assert.deepEqual(changed({ kind: 'initialise', layers: [layer('dense')], to: 'he-normal' }), [
      "model.add(layers.Dense(16, activation='sigmoid', input_shape=(4,), kernel_initializer='he_normal'))",
    ]);
  });

  it('put another activation in the place of one within a layer, or of a layer', () => {
    assert.deepEqual(changed({ kind: 'activate', layers: [layer('dense/sigmoid')], to: 'leaky-relu' }), [
      "model.add(layers.Dense(16, activation='leaky_relu', input_shape=(4,)))",
    ]);
    assert.deepEqual(changed({ kind: 'activate', layers: [layer('activation')], to: 'sigmoid' }), [
      "model.add(layers.Activation('sigmoid'))",
    ]);
  });

  it('add an activation as an argument, and take it away by its name', () => {
    const insert = { kind: 'insert', side: 'after', layer: 'sigmoid' } as const;
    assert.deepEqual(changed({ ...insert, layers: [layer('dense_1')] }), [
      "model.add(layers.Dense(3, activation='sigmoid'))",
    ]);
    assert.deepEqual(changed({ kind: 'remove', layers: [layer('dense/sigmoid')] }), [
      'model.add(layers.Dense(16, input_shape=(4,)))',
    ]);
  });

  it('set the loss that compile is told', () => {
    assert.deepEqual(changed({ kind: 'set-loss', to: 'mse' }), [
      "model.compile(keras.optimizers.SGD(lr=0.1), 'mean_squared_error')",
    ]);
    assert.match(String(changed({ kind: 'set-loss', to: 'ctc' })), /no word/);
  });

  it('set options by the names of Keras', () => {
    assert.deepEqual(changed({ kind: 'set-option', layers: [layer('dense_1')], option: 'units', to: 5 }), [
      'model.add(layers.Dense(5))',
    ]);
    assert.deepEqual(changed({ kind: 'set-option', layers: [layer('dense_1')], option: 'bias', to: false }), [
      'model.add(layers.Dense(3, use_bias=False))',
    ]);
  });

  it('set the rate under the name that is written, clipping and the batch', () => {
    const compile = (given: string): string =>
      `model.compile(keras.optimizers.SGD(${given}), 'categorical_crossentropy')`;
    assert.deepEqual(changed({ kind: 'set-training', field: 'rate', to: 0.01 }), [compile('lr=0.01')]);
    assert.deepEqual(changed({ kind: 'set-training', field: 'clip-norm', to: 1 }), [
      compile('lr=0.1, clipnorm=1'),
    ]);
    assert.deepEqual(changed({ kind: 'set-training', field: 'batch', to: 32 }), [
      'model.fit(x, y, batch_size=32)',
    ]);
  });

  it('say so where there is no word for what is asked', () => {
    assert.match(String(changed({ kind: 'initialise', layers: [layer('dense')], to: 'sparse' })), /no word/);
    assert.match(String(changed({ kind: 'remove', layers: [layer('dense')] })), /shape the input has/);
  });
});
