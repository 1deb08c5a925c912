/** Files that are broken, endless or malicious: they give problems and unknowns, and neither throw nor hang. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { parsePython } from '../../../src/readers/python/parse/parsePython';
import { runEverything } from '../../../src/readers/python/read/policy';
import { readProgram, type Program } from '../../../src/readers/python/read/program';

function read(text: string, steps = 200_000): Program {
  return readProgram({ path: 'model.py', text }, { policy: runEverything, limits: { steps } });
}

function kindOf(program: Program, name: string): string {
  const value = program.main.module.attributes.get(name);
  return value?.kind === 'unknown' ? `unknown: ${value.reason}` : (value?.kind ?? 'missing');
}

function messages(program: Program): string {
  return program
    .problems()
    .map(({ message, span }) => `${span.start.line + 1}: ${message}`)
    .join('\n');
}

describe('hostile Python', () => {
  it('has ordinary names where JavaScript has special ones', () => {
    const program = read(
      "class A: pass\na = A(); a.__proto__ = 1; a.constructor = 2; a.toString = 3; d = {'__proto__': 5, 'constructor': 6}\nx = a.__proto__ + a.constructor + a.toString + d['__proto__'] + d['constructor']\n__proto__ = 7\ny = __proto__ + x\n",
    );
    assert.deepEqual(program.main.module.attributes.get('y'), { kind: 'int', value: 24 });
    const missing = read(
      "class A: pass\nx = hasattr(A(), 'constructor'), hasattr(A(), '__proto__'), hasattr({}, 'hasOwnProperty')\n",
    );
    const value = missing.main.module.attributes.get('x');
    assert.ok(value?.kind === 'tuple' && value.items.every((item) => item.kind === 'bool' && !item.value));
  });

  for (const [code, reason] of [
    ["import os\nx = os.system('touch /tmp/never')", 'effect'],
    ["import subprocess\nx = subprocess.run(['ls'])", 'effect'],
    ["x = __import__('os').system('ls')", 'dynamic'],
    ['x = eval(\'__import__("os")\')', 'dynamic'],
    ["x = exec('y = 1')", 'dynamic'],
    ["x = open('/etc/passwd').read()", 'effect'],
    ['x = ().__class__.__bases__[0].__subclasses__()', 'dynamic'],
    ["import importlib\nx = importlib.import_module('os')", 'effect'],
    ["import ctypes\nx = ctypes.CDLL('libc.so.6')", 'effect'],
    ["import pickle\nx = pickle.loads(b'')", 'effect'],
    ['import socket\nx = socket.socket()', 'effect'],
    ["x = eval('(lambda: 1)()')", 'dynamic'],
    ["x = eval('().__class__')", 'dynamic'],
  ] as const) {
    it(`reaches nothing by ${code.replace('\n', ' ⏎ ')}`, () =>
      assert.equal(kindOf(read(code), 'x'), `unknown: ${reason}`));
  }

  for (const code of [
    'while True: pass',
    'def f():\n    while True:\n        x = 1\nf()',
    'x = [0]\nfor i in x: x.append(i)',
    'import itertools\nx = list(itertools.count())',
    'import itertools\nx = sum(1 for _ in itertools.repeat(1))',
    'def g():\n    while 1: yield 1\nx = max(g())',
    "import re\nx = re.match('(a+)+$', 'a' * 40 + 'b')",
    'class A:\n    def __getattr__(self, n): return getattr(self, n + "x")\nA().b',
    'def f(n):\n    return f(n - 1) + f(n - 2)\nf(10)',
    'x = [1]\nfor i in range(60): x = [x, x]\ny = repr(x)',
    'x = (1,)\nfor i in range(60): x = (x, x)\ny = {x: 1}',
    'import copy\nx = []\nx.append(x)\ny = copy.deepcopy(x)\nz = x == y',
    'x = "a" * 999999\nfor i in range(10**6): n = x.count("b")',
    'x = 7 ** 60000\nfor i in range(10**6): s = str(x)',
  ]) {
    it(`ends: ${code.replaceAll('\n', ' ⏎ ')}`, () => {
      assert.ok(read(code).machine.steps < 400_000);
    });
  }

  for (const code of [
    'x = list(range(10**9))',
    'x = 10**10**10',
    "x = 'a' * 10**9",
    'x = [0] * 10**12',
    'x = 1 << 10**9',
    "x = 'a' * 1000\nfor i in range(100): x = x + x",
    "x = f'{1:1000000000}'",
    "x = '%1000000000d' % 1",
    "x = 'x'.ljust(10**10)",
    'x = 7 ** 10 ** 7',
    'x = bytes(10**10)',
    'import math\nx = math.factorial(10**7)',
    "x = ','.join('a' * 100000 for _ in range(100000))",
    'x = {}\nfor i in range(10**8): x[i] = i',
  ]) {
    it(`refuses before it allocates: ${code.replaceAll('\n', ' ⏎ ')}`, () => {
      assert.match(messages(read(code, 5_000_000)), /MemoryError|steps/);
    });
  }

  it('stops at the line that takes the steps', () => {
    assert.match(
      messages(read('x = 1\ndef f():\n    i = 0\n    while True:\n        i += 1\nf()\n')),
      /^[45]: Evaluation stopped/m,
    );
  });

  it('turns deep recursion into RecursionError at its line', () => {
    assert.match(messages(read('def f(n):\n    return f(n + 1)\nx = f(0)\n')), /^2: RecursionError/m);
    assert.match(
      messages(read('class A:\n    def __add__(self, o): return self + o\nx = A() + 1\n')),
      /^2: RecursionError/m,
    );
  });

  it('ends when the checkpoint throws, with what it threw', () => {
    const stop = new Error('newer revision');
    const checkpoint = (): void => {
      throw stop;
    };
    assert.throws(
      () =>
        readProgram(
          { path: 'm.py', text: 'try:\n    while True: pass\nexcept: pass\n' },
          { checkpoint, policy: runEverything },
        ),
      stop,
    );
  });

  it('keeps every definition but the broken one', () => {
    const program = read(
      'import math\ndef a(): return 1\nclass B(:\n    pass\ndef c(): return 3\nx = a() + c()\nclass D:\n    def f(self):\n        y = = 3\n        return 5\nz = D().f()\n',
    );
    assert.deepEqual(program.main.module.attributes.get('x'), { kind: 'int', value: 4 });
    assert.deepEqual(program.main.module.attributes.get('z'), { kind: 'int', value: 5 });
    assert.match(messages(program), /^3: Python cannot read/m);
    assert.match(messages(program), /^9: Python cannot read/m);
  });

  it('says so where a file is Python 2', () => {
    const program = read('def f():\n    print "hello"\n    return 4\nprint "x"\ny = f()\n');
    assert.match(messages(program), /^2: This is Python 2/m);
    assert.deepEqual(program.main.module.attributes.get('y'), { kind: 'int', value: 4 });
  });

  it('counts columns in UTF-16 units', () => {
    const file = parsePython({ path: 'm.py', text: '\uFEFFx = "é😀" + y\r\nz = 1\r\n' });
    const [first] = file.body;
    assert.ok(first?.nodeType === 'Assign' && first.value.nodeType === 'BinOp');
    assert.deepEqual(file.span(first.value.right), {
      path: 'm.py',
      start: { line: 0, column: 12 },
      end: { line: 0, column: 13 },
    });
  });

  const sample = [
    'import math',
    'class Net:',
    '    """A net."""',
    '    def __init__(self, width=8, *, deep=True):',
    "        self.layers = [(i, f'{i:>3}') for i in range(width) if i % 2]",
    '        try:',
    "            self.x = {'a': [1, (2, 3)], **{}}['a'][1]",
    '        except (KeyError, ValueError) as error:',
    '            raise RuntimeError("no") from error',
    '        finally:',
    '            self.y = lambda z: z ** 2 if z else -z',
    '@property',
    'def f(): return 1',
    'with open("x") as g, h: pass',
    'net = Net(width=4)',
    'for a, *b in [[1, 2]]: print(a)',
  ].join('\n');

  it('reads every half of a file', () => {
    for (let end = 0; end <= sample.length; end += 1) read(sample.slice(0, end), 20_000);
  }).timeout(60_000);

  it('reads nested, long and odd files', () => {
    for (const text of [
      '('.repeat(3000),
      `x = ${'['.repeat(2000)}${']'.repeat(2000)}`,
      `x = ${'-'.repeat(20_000)}1`,
      `x = 1${' + 1'.repeat(20_000)}`,
      `if 0: pass\n${'elif 0: pass\n'.repeat(3000)}`,
      `x = a${'.b'.repeat(20_000)}`,
      '\0\0\0',
      '"""',
      "'''\n".repeat(1001),
      '\t \t x\n y\n\tz',
      'not python at all {{{ ;;; <html>',
      '\ud800\udc00\ud800',
    ]) {
      read(text, 50_000);
    }
  }).timeout(60_000);

  it('reads 50,000 lines', () => {
    const program = read(Array.from({ length: 50_000 }, (_, index) => `x${index} = ${index}`).join('\n'));
    assert.deepEqual(program.main.module.attributes.get('x49999'), { kind: 'int', value: 49_999 });
  }).timeout(60_000);
});
