/** Models of keras.applications from what `to_json()` writes: their parameters as Keras counts them (test/corpus/keras/reference.py). */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { kerasFilesReader } from '../../../src/readers/keras-files/reader';
import { noOverrides } from '../../../src/readers/reader';
import { sizeOf } from '../../../src/tensor/tensor';

const folder = join(__dirname, '../../corpus/keras');

// Written by reference.py beside the models.
const { models } = JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8')) as {
  readonly models: Readonly<
    Record<string, { readonly whole: { readonly parameters: number; readonly trainable: number } }>
  >;
};

describe('what to_json() of keras.applications writes', () => {
  for (const name of ['ResNet50', 'MobileNetV3Small', 'EfficientNetB0']) {
    it(`${name} has as many parameters as Keras says, trainable and not`, () => {
      const text = gunzipSync(readFileSync(join(folder, 'saved', `${name}.json.gz`))).toString('utf8');
      const { networks, problems } = kerasFilesReader.read(
        { path: `${name}.json`, text },
        new Map(),
        noOverrides,
      );
      assert.deepEqual(problems, []);
      const nodes = networks[0]?.nodes ?? [];
      const weights = nodes.filter((node) => node.kind === 'parameter' || node.kind === 'buffer');
      const count = (which: typeof weights): number =>
        which.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
      const trained = weights.filter((node) => node.kind === 'parameter' && node.trainable);
      assert.deepEqual({ parameters: count(weights), trainable: count(trained) }, models[name]?.whole);
      assert.ok(nodes.every(({ kind }) => kind !== 'opaque'));
    });
  }
});
