/** Files of libraries, parsed definition by definition: the same tree as in one go, and errors where somebody looks. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { parseLibrary } from '../../../../src/readers/python/parse/parseLibrary';
import { parsePython } from '../../../../src/readers/python/parse/parsePython';

/** Makes a text long enough to be worth splitting, and different from every other one. */
function padded(text: string): string {
  return `${text}\n${'# padding\n'.repeat(60)}`;
}

/** Everything of a tree, what waits included; numbers of any size as texts. */
function whole(tree: unknown): string {
  return JSON.stringify(tree, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

const texts: Readonly<Record<string, string>> = {
  'plain definitions between statements':
    'import a\nfrom b import (c,\n  d)\nx = {1: 2}\ndef f(a, b=1):\n    """Doc."""\n    return a + b\n\ny = f(1)\nclass C(A, metaclass=M):\n    z = 1\n    def m(self): return 2\nz = 3',
  'heads over several lines, with comments, strings and brackets in them':
    'def f(\n    a,  # (:\n    b="):",\n) -> dict[str, int]:  # more\n    return a\nclass D(\n    B,\n):\n    pass',
  'decorators, with arguments and lines between':
    '@one\n@two(\n    3,\n)\n# between\ndef f():\n    return 1\n@three\nclass A:\n    @property\n    def p(self):\n        return 1',
  'definitions on one line': 'def f(): return 1\nclass A: pass\nclass B(A): x = 1; y = 2\nf2 = lambda: 0',
  coroutines: 'async def f(x):\n    await x\nasync  def g():\n    pass',
  'comments and texts in column 0 inside of bodies':
    'def f():\n    x = """\ndef no():\nclass no:\n"""\n# in column 0\n    return x\ndef g():\n    return (\n1\n)',
  'lines that go on behind a backslash': 'x = 1 + \\\n2\ndef f(a, \\\n  b):\n    return a\ny = "a\\\ndef b"',
  'definitions within conditions':
    'if a:\n    def f(): return 1\nelse:\n    def f(): return 2\ntry:\n    import x\nexcept ImportError:\n    x = None',
  'other line ends, tabs and form feeds': '\uFEFFdef f():\r\n\treturn "é😀"\r\n\f\r\nclass A:\r\n\tx = 1\r\n',
};

describe('a file of a library', () => {
  for (const [name, text] of Object.entries(texts)) {
    it(`has the tree that it has when it is parsed in one go: ${name}`, () => {
      const source = { path: 'lib.py', text: padded(text) };
      const expected = parsePython(source);
      assert.deepEqual(expected.problems, []);
      const { body, problems, lines } = parseLibrary(source);
      assert.equal(whole(body), whole(expected.body));
      assert.deepEqual([problems, lines], [[], expected.lines]);
      assert.equal(whole(parseLibrary(source).body), whole(expected.body));
    });
  }

  it('tells an error in a body once somebody looks into it, at its line, and keeps the other lines', () => {
    const text = padded('def good():\n    return 1\ndef bad():\n    x = 1\n    y = = 2\n    return x\n');
    for (const path of ['one.py', 'two.py']) {
      const { body, problems } = parseLibrary({ path, text });
      const [good, bad] = body;
      assert.ok(good?.nodeType === 'FunctionDef' && bad?.nodeType === 'FunctionDef');
      assert.equal(good.body.length, 1);
      assert.equal(problems.length, 0);
      assert.equal(bad.body.length, 3);
      assert.deepEqual(
        problems.map(({ span }) => [span.path, span.start.line]),
        [[path, 4]],
      );
    }
  });

  it('with an error outside of all bodies is read like any other file', () => {
    const source = { path: 'lib.py', text: padded('x = = 1\ndef f():\n    return 1\n') };
    const { body, problems } = parseLibrary(source);
    assert.deepEqual(problems, parsePython(source).problems);
    assert.ok(body.some((statement) => statement.nodeType === 'FunctionDef' && statement.name === 'f'));
  });
});
