/** Reading whole programs: unknowns, what is left for later, imports across files, and evaluating in place. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { FileContent, Files } from '../../../src/base/source';
import { repr } from '../../../src/readers/python/evaluate/repr';
import { readProgram, type Program } from '../../../src/readers/python/read/program';
import { callSites, evaluateAt, evaluateText } from '../../../src/readers/python/read/sites';
import type { BuiltinModule } from '../../../src/readers/python/read/moduleTable';
import { nativeClass, builtinClasses } from '../../../src/readers/python/values/classes';
import { native } from '../../../src/readers/python/builtins/native';
import { int } from '../../../src/readers/python/values/make';
import type { Value } from '../../../src/readers/python/values/value';

function filesOf(texts: Readonly<Record<string, string>>): Files {
  return new Map(Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)]));
}

function shown(program: Program, name: string): string {
  const value = program.main.module.attributes.get(name);
  return value === undefined ? 'missing' : shownValue(program, value);
}

function shownValue(program: Program, value: Value): string {
  return value.kind === 'unknown' ? `unknown: ${value.reason}` : repr(program.machine, value);
}

/** Files beyond those that are there do not exist. */
class OthersMissing extends Map<string, FileContent> {
  override get(path: string): FileContent {
    return super.get(path) ?? absent;
  }
}

const absent = { missing: 'it does not exist' };

describe('reading a Python program', () => {
  it('gives an unknown with the module as its cause, and all that is made from it is the same', () => {
    const files = new Map(
      [...['', '../', '../../'].flatMap((root) => [`${root}cv2.py`, `${root}cv2/__init__.py`])].map(
        (path) => [path, absent] as const,
      ),
    );
    const program = readProgram(
      { path: 'm.py', text: 'import cv2\nx = cv2.imread("a")[0].shape + 1\ny = [1, x]\nz = len(y)\n' },
      { files },
    );
    const value = program.main.module.attributes.get('x');
    assert.ok(value?.kind === 'unknown' && value.reason === 'module' && value.message.includes('cv2'));
    assert.equal(shown(program, 'z'), '2');
    assert.deepEqual(program.needs(), []);
  });

  it('knows nothing of containers that a loop over an unknown fills, nor of empty ones that are filled where nothing runs', () => {
    const text = [
      'import os',
      'words = os.urandom(1)',
      'rows, counts, seen, kept, first = [], {"a": 1}, set(), [1], [2]',
      'def build(words):',
      '    out = []',
      '    for word in words:',
      '        out.append(word)',
      '        counts[word] = 1',
      '        kept[0].x = 2',
      '    return out',
      'built = build(words)',
      'for word in words:',
      '    rows.append([word])',
      '    seen.add(word)',
      'losses, settings = [], {"rate": 1}',
      'for epoch in range(3):',
      '    losses.append(train())',
      '    settings["rate"] = 2',
      '    loss.backward()',
      'first.append(3)',
    ];
    const program = readProgram({ path: 'm.py', text: `${text.join('\n')}\n` });
    assert.deepEqual(
      ['built', 'counts', 'kept', 'rows', 'seen', 'losses', 'settings', 'first'].map((name) =>
        shown(program, name),
      ),
      [
        ...['unknown: effect', 'unknown: effect', '[1]', 'unknown: effect', 'unknown: effect'],
        ...['unknown: deferred', "{'rate': 1}", '[2, 3]'],
      ],
    );
  });

  it('knows nothing of what a generator yields behind a loop over an unknown, and not that it yields nothing', () => {
    const text =
      'import cv2\ndef rows():\n    yield 1\n    for row in cv2.rows:\n        yield row\nit = iter(rows())\nfirst = next(it)\nsecond = next(it)\nall = list(rows())\nlast = 0\nfor row in rows():\n    last = row\n';
    const program = readProgram({ path: 'm.py', text }, { files: new OthersMissing() });
    assert.deepEqual(
      ['first', 'second', 'all', 'last'].map((name) => shown(program, name)),
      ['1', 'unknown: module', 'unknown: module', 'unknown: module'],
    );
    assert.deepEqual(
      program.problems().filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('knows nothing of what the command line must give', () => {
    const text = [
      'import argparse',
      'parser = argparse.ArgumentParser()',
      "parser.add_argument('data')",
      "parser.add_argument('--model', required=True)",
      "parser.add_argument('rest', nargs='*')",
      "parser.add_argument('--width', type=int)",
      'args = parser.parse_args()',
      'data, model, rest, width = args.data, {1: 2}[args.model], args.rest, args.width',
    ].join('\n');
    const program = readProgram({ path: 'm.py', text });
    assert.deepEqual(
      ['data', 'model', 'rest', 'width'].map((name) => shown(program, name)),
      ['unknown: effect', 'unknown: effect', '[]', 'None'],
    );
    assert.deepEqual(program.problems(), []);
  });

  it('gives up a loop before a place that goes on and on, and knows what it does not touch', () => {
    const text =
      'def answer(k): return k + 1\nif __name__ == "__main__":\n    size, other = 3, 4\n    if size == 3:\n        while True:\n            try:\n                other = input()\n            except KeyError:\n                continue\n    for other in range(10_000_000):\n        pass\n    y = answer(size)\n    z = answer(other)\n';
    const program = readProgram({ path: 'm.py', text }, { files: new OthersMissing() });
    const sites = callSites(program.main).filter(({ callee }) => callee === 'answer');
    const values = sites.map((site) => evaluateAt(program, site, site.node));
    assert.deepEqual(
      values.map((outcome) => ('value' in outcome ? shownValue(program, outcome.value) : 'raised')),
      ['4', 'unknown: parameter'],
    );
    assert.ok(program.machine.steps < 1_000_000, String(program.machine.steps));
  });

  it('takes the arm that does not raise, and makes what either arm assigns unknown', () => {
    const text =
      'import os\nflag = os.urandom(1)\ndef f():\n    if flag: raise ValueError\n    return 1\na = f()\nb = 2\nif flag: b = 3\nelse: c = 4\ndef g():\n    if flag: return 1\n    return 2\nd = g()\nfor e in flag: h = 1\nk = 5\n';
    const program = readProgram({ path: 'm.py', text });
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e', 'h', 'k'].map((name) => shown(program, name)),
      [
        '1',
        'unknown: effect',
        'unknown: effect',
        'unknown: effect',
        'unknown: effect',
        'unknown: effect',
        '5',
      ],
    );
    assert.ok(program.problems().some(({ span }) => span.start.line === 7));
  });

  it('leaves training, starting and the main block for later', () => {
    const text =
      'def main(): return 1\nnet = [1]\nfor epoch in range(10):\n    loss = net.step()\n    loss.backward()\nmain()\nif __name__ == "__main__":\n    other = 2\nx = 3\n';
    const program = readProgram({ path: 'm.py', text });
    assert.deepEqual(
      program.main.deferred.map(({ statement }) => statement.lineno),
      [3, 6, 7],
    );
    assert.deepEqual(
      ['net', 'loss', 'other', 'x'].map((name) => shown(program, name)),
      ['[1]', 'unknown: deferred', 'unknown: deferred', '3'],
    );
    assert.deepEqual(program.problems(), []);
  });

  it('goes on behind an exception, which is a problem at its line with the calls that led there', () => {
    const program = readProgram({ path: 'm.py', text: 'def f(x):\n    return x.foo\ny = f(1)\nz = 2\n' });
    const [problem] = program.problems();
    assert.equal(
      problem?.message,
      "AttributeError: 'int' object has no attribute 'foo' (called from line 3)",
    );
    assert.deepEqual(problem.span.start, { line: 1, column: 11 });
    assert.deepEqual([shown(program, 'y'), shown(program, 'z')], ['unknown: raised', '2']);
  });

  it('asks for files and reads them: packages, relative and star imports, cycles', () => {
    const text =
      'from layers import *\nfrom pkg.sub import deep\nimport pkg.sub as s, pkg\nx = a, deep(), s.name, pkg.top, pkg.sub.name\n';
    assert.ok(readProgram({ path: '/w/m.py', text }).needs().includes('layers.py'));
    const files = filesOf({
      'layers.py': "__all__ = ['a']\na = 1\nb = 2\n",
      'pkg/__init__.py': 'from .sub import name as top\n',
      'pkg/sub.py': "from . import other\nname = 'sub'\ndef deep(): return other.value\n",
      'pkg/other.py': 'from .sub import __name__ as n\nimport m\nvalue = n\n',
      'layers/__init__.py': '',
      'pkg.py': '',
    });
    const others = new Map([...files].filter(([path]) => !['layers/__init__.py', 'pkg.py'].includes(path)));
    const missing = new OthersMissing(others);
    const program = readProgram({ path: '/w/m.py', text }, { files: missing });
    assert.equal(shown(program, 'x'), "(1, 'sub', 'sub', 'sub', 'sub')");
    assert.equal(shown(program, 'b'), 'missing');
    assert.deepEqual([...program.modules.keys()].sort(), [
      '/w/m.py',
      'layers.py',
      'pkg/__init__.py',
      'pkg/other.py',
      'pkg/sub.py',
    ]);
  });

  it('loads a file once, whichever way leads to it', () => {
    const files = new OthersMissing(filesOf({ 'b.py': 'from models.a import A\n', '../models/b.py': '' }));
    const text =
      'class A: pass\nimport b\nsame = b.A is A\nimport types\nkind = isinstance(b, types.ModuleType)\n';
    const program = readProgram({ path: '/w/models/a.py', text }, { files });
    assert.equal(shown(program, 'same'), 'True');
    assert.equal(shown(program, 'kind'), 'True');
  });

  it('runs the own file of an installed package, or of one around the source, only when something in it is asked for', () => {
    const files = new OthersMissing(
      filesOf({
        'site/library/__init__.py': 'from .heavy import big\n',
        'site/library/heavy.py': "big = 'big'\n",
        'site/library/part/__init__.py': "name = 'part'\n",
        'site/library/part/deep.py': 'from ..light import small\n',
        'site/library/light.py': "small = 'small'\n",
        '__init__.py': 'from .net import Net\n',
        'b.py': 'from . import c\n',
        'c.py': 'value = 3\n',
      }),
    );
    const read = (text: string): Program =>
      readProgram({ path: '/w/models/net.py', text }, { files, packages: ['site'] });
    const light = read('from library.part.deep import small\nfrom . import b\nx = small, b.c.value\n');
    assert.equal(shown(light, 'x'), "('small', 3)");
    assert.ok(!light.modules.has('site/library/heavy.py') && !light.modules.has('__init__.py'));
    const whole = read('import library\nx = library.part.name, library.big\n');
    assert.equal(shown(whole, 'x'), "('part', 'big')");
    assert.equal(shown(read('from library import *\nx = big\n'), 'x'), "'big'");
    assert.equal(shown(read('import library\nx = library.__dict__["big"]\n'), 'x'), "'big'");
  });

  it("finds a folder of a package by its whole name only, as Python does, and a notebook's own names", () => {
    const files = new OthersMissing(
      filesOf({ '__init__.py': '', '../__init__.py': '', 'near.py': 'value = 1\n' }),
    );
    const text = 'import triton, near\nfrom ops.triton import near as same\nx = near.value, same is near\n';
    const program = readProgram({ path: '/w/ops/triton/m.py', text }, { files });
    assert.equal(shown(program, 'triton'), 'unknown: module');
    assert.equal(shown(program, 'x'), '(1, True)');
    const cell = { cell_type: 'code', source: ['x = display(3)\n', 'y = get_ipython().config'] };
    const notebook = JSON.stringify({ cells: [cell], nbformat: 4 });
    const shows = readProgram({ path: '/w/a.ipynb', text: notebook });
    assert.deepEqual([shown(shows, 'x'), shown(shows, 'y')], ['None', 'unknown: effect']);
    const plain = readProgram({ path: '/w/a.py', text: 'display(3)\n' });
    assert.deepEqual(
      plain.problems().map(({ message }) => message),
      ["NameError: name 'display' is not defined"],
    );
  });

  it('reads no installed package that holds no networks, and nothing behind a name of a table', () => {
    const files = new OthersMissing(
      filesOf({
        'site/numpy/__init__.py': 'x = 1\n',
        'site/math/deep.py': 'x = 1\n',
        'numpy.py': 'own = 2\n',
      }),
    );
    const installed = { path: '/w/m.py', text: 'import numpy\nimport math.deep\nown = numpy.own\n' };
    const program = readProgram(installed, { files, packages: ['site'] });
    assert.deepEqual([...program.modules.keys()].sort(), ['/w/m.py', 'numpy.py']);
    assert.equal(shown(program, 'own'), '2');
  });

  it('finds calls and evaluates them where they stand', () => {
    const text =
      'width = 4\nclass Net:\n    def __init__(self, n, k=1): self.n, self.k = n, k\ndef main(depth=3, *, flag=None):\n    size = width * depth\n    train(size)\n    if flag:\n        net = Net(size, k=size + 1)\nif __name__ == "__main__":\n    other = 7\n    net = Net(other)\n';
    const program = readProgram({ path: 'm.py', text });
    const sites = callSites(program.main).filter(({ callee }) => callee === 'Net');
    assert.deepEqual(
      sites.map(({ within }) => within),
      [{ function: 'main' }, 'main'],
    );
    const made = sites.map((site) => {
      const outcome = evaluateAt(program, site, site.node);
      assert.ok('value' in outcome && outcome.value.kind === 'instance');
      return ['n', 'k'].map((name) =>
        repr(program.machine, program.machine.getAttribute(outcome.value, name)),
      );
    });
    assert.deepEqual(made, [
      ['12', '13'],
      ['7', '1'],
    ]);
    assert.equal(shown(program, 'other'), 'unknown: deferred');
  });

  it('evaluates a text, and says what is wrong with it', () => {
    const program = readProgram({ path: 'm.py', text: 'def f(x): return x * 2\n' });
    const outcome = evaluateText(program, 'f(21)');
    assert.ok(typeof outcome === 'object' && 'value' in outcome);
    assert.deepEqual(outcome.value, int(42));
    const wrong = evaluateText(program, 'f()');
    assert.ok(typeof wrong === 'object' && 'failure' in wrong);
    assert.equal(wrong.failure.text, "TypeError: f() missing 1 required positional argument: 'x'");
    assert.equal(typeof evaluateText(program, 'f('), 'string');
  });

  it('takes modules, classes and values from elsewhere', () => {
    const cls = nativeClass('Dim', [builtinClasses.object], false);
    const dim = (size: number): Value => ({
      kind: 'host',
      host: {
        type: cls,
        getAttribute: (_, name) => (name === 'size' ? int(size) : undefined),
        binary: (_, operator, other) =>
          operator === 'Add' && other.kind === 'int' ? dim(size + Number(other.value)) : undefined,
        repr: () => `Dim(${size})`,
      },
    });
    const lib: BuiltinModule = {
      values: () => [
        ['Dim', cls],
        [
          'dim',
          native('dim', 'size, *, scale=1', (_, size: Value) =>
            dim(size.kind === 'int' ? Number(size.value) : 0),
          ),
        ],
      ],
    };
    const program = readProgram(
      {
        path: 'm.py',
        text: 'from lib import dim, Dim\nx = dim(size=3) + 4\ny = x.size, isinstance(x, Dim), hasattr(x, "foo"), type(x).__name__\nz = dim()\n',
      },
      { modules: new Map([['lib', lib]]) },
    );
    assert.deepEqual([shown(program, 'x'), shown(program, 'y')], ['Dim(7)', "(7, True, False, 'Dim')"]);
    assert.match(
      program.problems()[0]?.message ?? '',
      /^TypeError: dim\(\) missing 1 required positional argument: 'size'/,
    );
  });

  it('records where things were made', () => {
    const program = readProgram({ path: 'm.py', text: 'class A: pass\nx = [\n  1]\ny = A()\n' });
    const lines = ['x', 'y', 'A'].map((name) => {
      const value = program.main.module.attributes.get(name);
      return value && 'origin' in value ? value.origin?.node.lineno : undefined;
    });
    assert.deepEqual(lines, [2, 4, 1]);
  });
});
