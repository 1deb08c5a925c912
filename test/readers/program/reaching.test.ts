/** What a program can reach: no file outside of its folders and the named packages is asked for, and nothing of the machine answers. */
import { strict as assert } from 'node:assert';
import path from 'node:path';
import { describe, it } from 'mocha';
import { noOverrides, type Reading } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';

const folder = '/home/somebody/projects/one/space/models';
const packages = '../.venv/site-packages';

/** Reads until nothing more is asked for; every asked file is answered with the same few words. Gives all paths that were asked for. */
function readAll(text: string): { readonly asked: readonly string[]; readonly last: Reading } {
  const files = new Map<string, Uint8Array>();
  const overrides = { ...noOverrides, packages: [packages] };
  for (let round = 0; ; round += 1) {
    const last = readSource({ path: `${folder}/model.py`, text }, files, overrides);
    const open = last.needs.filter((need) => !files.has(need));
    if (open.length === 0 || round > 8) return { asked: [...files.keys()], last };
    for (const need of open) files.set(need, new TextEncoder().encode('x = 1\n'));
  }
}

const net = `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 2)
    def forward(self, x):
        return self.layer(x)
`;

const attacks = [
  "import os\nos.system('touch /tmp/never')",
  "import subprocess\nsubprocess.run(['ls'])",
  "from subprocess import check_output\nx = check_output(['id'])",
  "x = open('/etc/passwd').read()",
  "x = open('../../../../../../etc/passwd').read()",
  "import torch\nw = torch.load('/etc/shadow')",
  "import torch\nw = torch.hub.load('a/b', 'c')",
  'x = eval(\'__import__("os").system("ls")\')',
  "exec('import socket')",
  "x = __import__('etc.passwd')",
  "import importlib\nx = importlib.import_module('....etc')",
  "import importlib.util\nx = importlib.util.spec_from_file_location('a', '/etc/a.py')",
  'x = ().__class__.__bases__[0].__subclasses__()',
  "x = getattr(getattr((), '__class__'), '__base__').__subclasses__()",
  "x = (lambda: 0).__globals__['__builtins__']",
  'x = (lambda: 0).__code__.__class__',
  "x = len.__self__.__dict__['open']('/etc/passwd')",
  "class A:\n    __class__ = property(lambda self: open('/etc/passwd'))\nx = A().__class__",
  "import sys\nsys.path.insert(0, '/etc')\nimport passwd",
  "import sys\nsys.path.append('../../../../../..')\nimport etc.passwd",
  "import pickle\nx = pickle.loads(b'cos\\nsystem\\n')",
  'import ctypes\nx = ctypes.CDLL(None)',
  "from urllib.request import urlopen\nx = urlopen('http://localhost')",
  'import constructor\nimport __proto__\nfrom . import toString',
];

describe('what a program can reach', () => {
  for (const attack of attacks) {
    it(`keeps to its folders: ${attack.replaceAll('\n', ' ⏎ ')}`, () => {
      const { asked, last } = readAll(`${attack}\n${net}`);
      for (const one of asked) {
        const whole = path.posix.normalize(`${folder}/${one}`);
        assert.ok(!path.posix.isAbsolute(one), one);
        assert.match(whole, /\.py$/);
        assert.doesNotMatch(whole, /^\/etc|\/etc\/passwd(?!\.py|\/__init__\.py)/);
      }
      assert.equal(last.networks[0]?.name, 'Net');
    });
  }

  it('asks for no more than the folders above, whatever an import climbs to', () => {
    const { asked } = readAll(
      `from ........................ import secret\nimport secrets_of_others\n${net}`,
    );
    const above = asked.map((one) => one.split('/').filter((part) => part === '..').length);
    assert.ok(Math.max(0, ...above) <= 24);
    assert.ok(asked.every((one) => one.endsWith('.py')));
  });
});
