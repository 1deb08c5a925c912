/** A program that uses a model which nobody can see says so, at the call that would give it. */
import { strict as assert } from 'node:assert';
import type { FileContent } from '../../../../src/base/source';
import { noOverrides } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';

const cases: readonly { what: string; text: string; line: number; says: RegExp }[] = [
  {
    what: 'a download',
    text: "import torch\nmodel = torch.hub.load('a/b', 'c')\nmodel.eval()\n",
    line: 1,
    says: /^model is not known: torch\.hub\.load reaches outside/,
  },
  {
    what: 'a package that is not there, given to a trainer',
    text: "import torch\nfrom transformers import AutoModel, Trainer\nnet = AutoModel.from_pretrained('x')\nTrainer(model=net)\n",
    line: 2,
    says: /^net is not known: The module transformers is not in the workspace/,
  },
];

describe('a model that cannot be seen comes from', () => {
  for (const { what, text, line, says } of cases) {
    it(what, () => {
      const files = new Map<string, FileContent>();
      const get = files.get.bind(files);
      files.get = (path) => get(path) ?? { missing: 'the file does not exist' };
      const { networks, problems } = readSource({ path: 'm.py', text }, files, noOverrides);
      assert.deepEqual(networks, []);
      const [first = assert.fail('nothing is said')] = problems;
      assert.match(first.message, says);
      assert.deepEqual([first.severity, first.span.start.line], ['information', line]);
    });
  }
});
