/** The JSON Schema: current, true of every example, and of one mind with the reader. `UPDATE_SCHEMA=1` writes it anew. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import { networkSchema } from '../../../src/readers/network-file/schema';
import { readNetworkFile } from '../check';

const root = path.resolve(import.meta.dirname, '../../..');
const schemaPath = path.join(root, 'src/readers/network-file/network.schema.json');

// Written out at every reference, the definitions would be megabytes of code.
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, inlineRefs: false });
ajv.addVocabulary(['enumDescriptions']);
const validate = ajv.compile(networkSchema());

/** What stands under `layers:`, in YAML flow style, and whether it is right. */
const layerCases: readonly (readonly [yaml: string, right: boolean])[] = [
  ['[]', true],
  ['[linear: 3]', true],
  ['[relu]', true],
  ['[{ relu: null }]', true],
  ['[linear]', false],
  ['[{ linear: null }]', false],
  ['[{ linear: "3" }]', false],
  ['[{ linear: 0 }]', false],
  ['[{ linear: 2.5 }]', false],
  ['[{ linear: { units: 3 } }]', true],
  ['[{ linear: { units: 3, bias: false } }]', true],
  ['[{ linear: { bias: false } }]', false],
  ['[{ linear: 3, bias: false }]', true],
  ['[{ linear: 3, bias: no }]', false],
  ['[{ linear: 3, biass: false }]', false],
  ['[{ linear: 3, init: he-normal }]', true],
  ['[{ linear: 3, init: he }]', false],
  ['[{ linear: 3, init: { normal: 0.1 } }]', true],
  ['[{ linear: 3, init: { normal: -0.1 } }]', false],
  ['[{ linear: 3, init: { normal: { std: 0.1 } } }]', true],
  ['[{ linear: 3, init: { zeros: 1 } }]', false],
  ['[{ linear: 3, init: constant }]', false],
  ['[{ linear: 3, init: { constant: 2 }, bias-init: ones }]', true],
  ['[{ linear: 1, weights: [[1, 2]], biases: [0.5] }]', true],
  ['[{ linear: 1, weights: [[1, two]] }]', false],
  ['[{ linear: 1, weights: [] }]', false],
  ['[leaky-relu]', true],
  ['[leaky-relu: 0.1]', true],
  ['[leaky-relu: { slope: 0.1 }]', true],
  ['[{ leaky-relu: null, slope: 0.1 }]', true],
  ['[leaky-relu: steep]', false],
  ['[hardtanh: { minimum: -2, maximum: 2 }]', true],
  ['[{ softplus: 1, threshold: 20 }]', true],
  ['[{ threshold: 0.1, value: 20 }]', true],
  ['[sigmod]', false],
  ['[{ relu: 3 }]', false],
  ['[{ relu: null, sigmoid: null }]', false],
  ['[3]', false],
  ['[dropout: 0.2]', true],
  ['[dropout: 2]', false],
  ['[repeat: { times: 2, layers: [linear: 2, relu] }]', true],
  ['[{ repeat: 2, layers: [linear: 2, { repeat: 2, layers: [relu] }] }]', true],
  ['[{ repeat: 2, layers: [linear: two] }]', false],
  ['[{ linear: 2, id: a }, relu, { linear: 2, id: b }, { add: a }]', true],
  ['[{ linear: 2, id: 7 }]', false],
  ['[{ relu: null, from: input, ignore: [vanishing] }]', true],
  ['[{ relu: null, ignore: vanish }]', false],
];

/** Whole files in YAML, and whether they are right. */
const fileCases: readonly (readonly [yaml: string, right: boolean])[] = [
  ['{ layers: [relu], input: [2] }', true],
  ['{ input: [2] }', false],
  ['{ layers: relu, input: [2] }', false],
  ['{ layers: [relu], input: 2 }', false],
  ['{ layers: [relu], input: [0] }', false],
  ['{ layers: [relu], input: [] }', true],
  ['{ layers: [relu], input: [1, 1, 1, 1, 1, 1, 1, 1, 1] }', false],
  ['{ layers: [relu], input: [2], loss: mse }', true],
  ['{ layers: [relu], input: [2], loss: { huber: 2 } }', true],
  ['{ layers: [relu], input: [2], loss: { huber: 0 } }', false],
  ['{ layers: [relu], input: [2], loss: mean }', false],
  ['{ layers: [relu], input: [2], loss: [mse] }', false],
  ['{ layers: [relu], input: [2], seed: -1 }', false],
  ['{ layers: [relu], input: [2], seed: 9, batch: 4, name: n }', true],
  ['{ layers: [relu], input: [2], batch: 0 }', false],
  ['{ layers: [relu], data: moons }', true],
  ['{ layers: [relu], data: { moons: 40, noise: 0.1, seed: 3, test: 10 } }', true],
  ['{ layers: [relu], data: { moons: 40, classes: 3 } }', false],
  ['{ layers: [relu], data: { spiral: 40, classes: 3 } }', true],
  ['{ layers: [relu], data: moon }', false],
  ['{ layers: [relu], data: file }', false],
  ['{ layers: [relu], data: { file: a.csv, target: [a, b], scale: 2, test: 1 } }', true],
  ['{ layers: [relu], data: { file: a.csv, targets: a } }', false],
  ['{ layers: [relu], data: { inputs: [[1]], targets: [1] } }', true],
  ['{ layers: [relu], input: [2], train: { optimizer: adam, rate: 0.1, clip-norm: null } }', true],
  ['{ layers: [relu], input: [2], train: { optimizer: adamax } }', false],
  ['{ layers: [relu], input: [2], train: 3 }', false],
  ['{ layers: [relu], input: [2], ignore: [vanishing, dead-relu] }', true],
  ['{ layers: [relu], input: [2], inputs: [3] }', false],
];

describe('the schema of network files', () => {
  it('is current', async () => {
    const options = await resolveConfig(schemaPath);
    const current = await format(JSON.stringify(networkSchema()), { ...options, filepath: schemaPath });
    if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(schemaPath, current);
    assert.equal(readFileSync(schemaPath, 'utf8'), current, 'run the tests with UPDATE_SCHEMA=1');
  });

  const folder = path.join(root, 'examples');
  for (const file of readdirSync(folder).filter((name) => /\.network\.(ya?ml|json)$/.test(name))) {
    it(`holds for ${file}`, () => {
      assert.ok(
        validate(parse(readFileSync(path.join(folder, file), 'utf8'))),
        JSON.stringify(validate.errors),
      );
    });
  }

  const cases = [
    ...layerCases.map(([yaml, right]) => [`{ input: [2], layers: ${yaml} }`, right] as const),
    ...fileCases,
  ];
  for (const [yaml, right] of cases) {
    it(`${right ? 'takes' : 'refuses'} ${yaml}, as the reader does`, () => {
      assert.equal(validate(parse(yaml)), right, JSON.stringify(validate.errors));
      const { problems } = readNetworkFile(yaml);
      assert.equal(problems.length === 0, right, problems.map(({ message }) => message).join('\n'));
    });
  }
});
