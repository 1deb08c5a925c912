/** The examples: read without a problem, and the same network whether in YAML or JSON, with or without comments and layout. */
import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { printNetwork } from '../../src/graph/printer';
import { faultsOf } from '../../src/graph/shapes';
import type { Reading } from '../../src/readers/reader';
import { readExample, readNetworkFile } from './check';

const printed = ({ networks }: Reading): string => networks.map(printNetwork).join('\n');

describe('the examples', () => {
  const folder = path.resolve(import.meta.dirname, '../../examples');
  for (const file of readdirSync(folder).filter((name) => /\.network\.(ya?ml|json)$/.test(name))) {
    it(`${file} reads without a problem and says what to look at and what to change`, () => {
      const { text, reading } = readExample(file);
      assert.deepEqual(reading.problems, []);
      assert.deepEqual(reading.needs, []);
      assert.equal(reading.networks.length, 1);
      assert.deepEqual(reading.networks.flatMap(faultsOf), []);
      assert.ok(reading.networks[0]?.loss);
      assert.match(text, /Look at: /);
      assert.match(text, /Change: /);
    });

    it(`${file} is the same network in the other format and in another layout`, () => {
      const { text, reading } = readExample(file);
      const content: unknown = parse(text);
      const stem = file.replace(/\.network\.\w+$/, '');
      const others = [
        readExample(`${stem}.network.json`, JSON.stringify(content)),
        readExample(
          `${stem}.network.yml`,
          stringify(content, { collectionStyle: 'flow', flowCollectionPadding: false }),
        ),
        readExample(`${stem}.network.yaml`, `# a comment\n\n${stringify(content, { indent: 6 })}\n# an end`),
      ];
      for (const other of others) assert.equal(printed(other.reading), printed(reading));
    });
  }

  it('digits has the shapes and the samples that the lesson says', () => {
    const { reading } = readExample('digits.network.yaml');
    const [network] = reading.networks;
    assert.ok(network?.dataset?.targets);
    assert.equal(network.dataset.count, 1797);
    assert.equal(network.dataset.testing.length, 360);
    assert.equal(Math.max(...network.dataset.inputs), 1);
    assert.deepEqual(new Set(network.dataset.targets).size, 10);
  });
});

describe('what others say over the head of a file', () => {
  const text = 'input: [2]\nlayers: [linear: 2]\nloss: mse\n';

  it('another shape and another loss', () => {
    const reading = readNetworkFile(text, undefined, undefined, { sampleShape: [5], loss: 'cross-entropy' });
    assert.match(printed(reading), /%1 = weight linear1.weight pytorch -> \(2, 5\)/);
    assert.match(printed(reading), /loss cross-entropy/);
    assert.deepEqual(reading.problems, []);
  });

  it('a loss that does not exist leaves the file its own', () => {
    const reading = readNetworkFile(text, undefined, undefined, { sampleShape: null, loss: 'mss' });
    assert.equal(reading.problems[0]?.message, 'There is no loss "mss"; did you mean "mse"?');
    assert.equal(reading.networks[0]?.loss?.name, 'mse');
  });
});
