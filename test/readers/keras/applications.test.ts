/** Models of keras.applications by import alone, against the counts and the names of layers that Keras gives them (test/goldens/keras_applications.py). */
import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sizeOf } from '../../../src/tensor/tensor';
import type { Network } from '../../../src/graph/network';
import { noOverrides } from '../../../src/readers/reader';
import { programReader } from '../../../src/readers/program/reader';

interface Described {
  readonly parameters: number;
  readonly trainable: number;
  /** A digest of the names of the layers that train, sorted. */
  readonly layers: string;
}

// The script of the goldens writes it.
const { models } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'applications.json'), 'utf8')) as {
  readonly models: Readonly<Record<string, Described>>;
};

function networkOf(expression: string): Network {
  const text = `import keras\nmodel = keras.applications.${expression}\n`;
  const { networks, problems } = programReader.read({ path: 'program.py', text }, new Map(), noOverrides);
  const [network] = networks;
  assert.ok(network, problems.map(({ message }) => message).join('; '));
  return network;
}

describe('keras.applications', function () {
  this.timeout(60_000);
  for (const [expression, { parameters, trainable, layers }] of Object.entries(models)) {
    it(expression, () => {
      const held = networkOf(expression.replace('(', '(weights=None, ')).nodes.flatMap((node) =>
        node.kind === 'parameter' || node.kind === 'buffer' ? [node] : [],
      );
      const trained = held.filter((node) => node.kind === 'parameter' && node.trainable);
      const names = [...new Set(trained.map(({ name }) => name.slice(0, name.indexOf('/'))))].sort();
      const count = (nodes: typeof held): number => nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
      const digest = createHash('sha256').update(names.join(' ')).digest('hex').slice(0, 16);
      assert.deepEqual(
        { parameters: count(held), trainable: count(trained), layers: digest },
        { parameters, trainable, layers },
      );
    });
  }
});
