/** The example of one network in every format that holds weights: on the same samples all have the loss and the gradients that PyTorch computes. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Source } from '../../src/base/source';
import { inspectAll } from '../../src/inspect/inspect';
import { noOverrides } from '../../src/readers/reader';
import { examples, float64, near, onlyNetwork } from './sources';

interface Expected {
  readonly samples: number;
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

const { samples, loss, gradients } = JSON.parse(
  readFileSync(path.resolve(__dirname, '../goldens/example-models.json'), 'utf8'),
) as Expected; // as its script writes it

const contentOf = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(examples, name)));

/** The file with all that it needs, its samples among them. */
function inspected(name: string): ReturnType<typeof inspectAll> {
  const bytes = contentOf(name);
  const isText = /\.(?:json|yaml)$/.test(name);
  const source: Source = isText
    ? { path: path.basename(name), text: new TextDecoder().decode(bytes) }
    : { path: name, text: '', bytes };
  const data = { file: 'two-classes.csv', target: 'class' };
  const overrides = name.endsWith('.yaml') ? noOverrides : { ...noOverrides, data };
  const options = { ...float64, overrides, batch: samples };
  const files = new Map([['two-classes.csv', contentOf('two-classes.csv')]]);
  const { needs } = inspectAll(source, files, options).report;
  for (const need of needs) files.set(need, contentOf(path.join(path.dirname(name), need)));
  return inspectAll(source, files, options);
}

describe('the example of a network in every format', () => {
  const names = ['two-classes.keras', 'two-classes.h5', 'two-classes.onnx', 'two-classes.network.yaml'];
  for (const name of [...names, 'two-classes-tfjs/model.json'])
    it(`${name} has the loss and the gradients of PyTorch`, () => {
      const inspection = inspected(name);
      const network = onlyNetwork(inspection);
      assert.equal(network.parameters, 3 * 8 + 9);
      assert.equal(network.batch, samples);
      assert.equal(network.weights?.given, 4);
      assert.deepEqual(network.findings, []);
      near(network.loss?.value, loss, 1e-12, 'loss');
      const found = [...(inspection.gradients(0)?.parameterGradients.values() ?? [])];
      // Keras keeps kernels the other way round, so that their numbers stand in another order.
      const sorted = (values: Iterable<number>): readonly number[] => [...values].sort((a, b) => a - b);
      for (const expected of Object.values(gradients)) {
        const own = found.find(
          (tensor) => tensor && Math.abs(distance(sorted(tensor.data), sorted(expected))) < 1e-12,
        );
        assert.ok(own, `no gradient of ${name} is ${expected.join(' ')}`);
      }
    });
});

function distance(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) return Infinity;
  return one.reduce((most, value, index) => Math.max(most, Math.abs(value - (other[index] ?? NaN))), 0);
}
