/** The reader's words against the ops: every activation and every loss can be written, and its documented numbers are those of its op. */
import { strict as assert } from 'node:assert';
import { activationDefaults } from '../../../src/ops/activations/table';
import { losses } from '../../../src/ops/losses/table';
import { initialisationNames } from '../../../src/tensor/initialisations';
import { ruleNames } from '../../../src/readers/network-file/ruleNames';
import { readNetworkFile } from '../check';

/** What losses need besides their name: the ids of other layers. */
const needed: Readonly<Record<string, string>> = {
  'gaussian-nll': 'a',
  'margin-ranking': 'a',
  'cosine-embedding': 'a',
  'triplet-margin': '{ positive: a, negative: b }',
};

describe('the words of network files', () => {
  for (const [name, defaults] of Object.entries(activationDefaults)) {
    it(`${name} is a layer with its default numbers`, () => {
      const { networks, problems } = readNetworkFile(`input: [4]\nlayers: [${name}]`);
      assert.deepEqual(problems, []);
      const node = networks[0]?.nodes.find((each) => each.kind === 'op');
      assert.ok(node?.kind === 'op' && node.call.op === name);
      assert.deepEqual(node.call.attributes, defaults);
    });
  }

  for (const name of Object.keys(losses)) {
    it(`${name} is a loss`, () => {
      const shape = name === 'ctc' ? '6, 4' : '4';
      const { networks, problems } = readNetworkFile(
        `input: [${shape}]\nlayers: [{ linear: 3, id: a }, { linear: 3, id: b }, linear: 3]\nloss: { ${name}: ${needed[name] ?? ''} }`,
      );
      assert.deepEqual(problems, []);
      assert.equal(networks[0]?.loss?.name, name);
    });
  }

  for (const name of initialisationNames) {
    it(`${name} is an initialisation`, () => {
      const word = name === 'constant' ? '{ constant: 2 }' : name;
      const { networks, problems } = readNetworkFile(`input: [4]\nlayers: [{ linear: 3, init: ${word} }]`);
      assert.deepEqual(problems, []);
      const weight = networks[0]?.nodes.find((node) => node.kind === 'parameter');
      assert.ok(weight?.kind === 'parameter' && weight.initialisation.name === name && weight.written);
    });
  }

  it('names rules in kebab-case', () => {
    for (const name of ruleNames) assert.match(name, /^[a-z]+(-[a-z]+)*$/);
  });
});
