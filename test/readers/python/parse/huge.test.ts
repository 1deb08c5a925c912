/** Files that nobody wrote by hand: they are read as far as they can be, at a cost that does not grow out of hand, with a problem at the line. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { FileMissing } from '../../../../src/base/source';
import { parsePython } from '../../../../src/readers/python/parse/parsePython';
import type { ParsedFile } from '../../../../src/readers/python/parse/parsedFile';
import { readProgram } from '../../../../src/readers/python/read/program';

/** Files beyond those that are there do not exist. */
class OthersMissing extends Map<string, Uint8Array | FileMissing> {
  override get(path: string): Uint8Array | FileMissing {
    return super.get(path) ?? { missing: 'it does not exist' };
  }
}

const before = 'def before():\n    return 1\n';
const after = '\ndef after():\n    return 2\n';

function definitions({ body }: ParsedFile): readonly string[] {
  return body.flatMap((statement) => (statement.nodeType === 'FunctionDef' ? [statement.name] : []));
}

/** Texts that stand between two functions. Each keeps both, and has its first problem on the line that is named, from 1; null: it has none. */
const between: Readonly<Record<string, readonly [text: string, line: number | null]>> = {
  'a line of a million characters: a list': [`x = [${'1,'.repeat(500_000)}]`, 3],
  'a line of a million characters: a name': [`x = ${'a'.repeat(1_000_000)}`, 3],
  'a line of a million characters: a text': [`x = "${'a'.repeat(1_000_000)}"`, 3],
  'a line of a million characters: no Python': [`x = ${'a '.repeat(500_000)}`, 3],
  'a line of seven million characters': [`x = [${'1,'.repeat(3_500_000)}]`, 3],
  'a line of 100,000 characters': [`x = [${'1,'.repeat(50_000)}]`, null],
  'a comment of a million characters': ['#'.repeat(1_000_000), null],
  '50,000 lines': ['x = 1\n'.repeat(50_000), null],
  '50,000 lines, one of them broken': [
    `${'x = 1\n'.repeat(25_000)}y = = 1\n${'x = 1\n'.repeat(25_000)}`,
    25_003,
  ],
  '20,000 broken lines': ['x = = 1\n'.repeat(20_000), 3],
  '30,000 broken lines in one class': [`class B:\n${'    x = = 1\n'.repeat(30_000)}`, 4],
  '25,000 broken functions': ['def f(:\n  pass\n'.repeat(25_000), 3],
  '50,000 brackets that are never closed': ['x = (\n'.repeat(50_000), 4],
  '200,000 nested brackets': [`x = ${'['.repeat(200_000)}${']'.repeat(200_000)}`, 3],
  '200,000 brackets that stay open': [`x = ${'('.repeat(200_000)}`, 3],
  '50,000 nested calls': [`x = ${'f('.repeat(50_000)}${')'.repeat(50_000)}`, 3],
  '100,000 conditions on one line': [`${'if x: '.repeat(100_000)}pass`, 3],
  '1,000 nested conditions': [
    Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}if x:`).join('\n'),
    3,
  ],
  '30,000 alternatives': [`if x: pass\n${'elif x: pass\n'.repeat(30_000)}`, 3],
  '400,000 signs': [`x = ${'-'.repeat(400_000)}1`, 3],
  '50,000 lambdas in each other': [`x = ${'lambda: '.repeat(50_000)}1`, 3],
  '1,000 texts in each other': [`x = ${'f"{'.repeat(1000)}1${'}"'.repeat(1000)}`, 3],
  '50,000 decorators of an assignment': [`${'@a\n'.repeat(50_000)}x = 1`, 3],
  'null bytes': ['x = 1\0\n\0', 3],
  'lone surrogates': ['x = "\ud800"\ny\udc00 = 1', 4],
  'a lone surrogate in a text': ['x = "\ud800"', null],
  'carriage returns and line feeds': ['x = 1\r\nif x:\r\n\ty = 2\r\n', null],
  'carriage returns alone': ['x = 1\rif x:\r\ty = 2\r', null],
  'form feeds': ['\f\nx = 1\n\fy = 2\n', null],
  'tabs for eight spaces': ['if x:\n\ty = 1\n        z = 2', null],
  'a byte order mark in the middle': ['\uFEFFx = 1', 3],
};

describe('files that nobody wrote by hand', () => {
  for (const [name, [text, line]] of Object.entries(between)) {
    it(`keep what stands before and behind, and have problems at lines: ${name}`, () => {
      const file = parsePython({ path: 'm.py', text: `${before}${text}${after}` });
      assert.deepEqual(
        definitions(file).filter((each) => ['before', 'after'].includes(each)),
        ['before', 'after'],
      );
      const [first] = file.problems;
      assert.equal(first === undefined ? null : first.span.start.line + 1, line, first?.message);
      assert.ok(file.problems.length <= 50);
      for (const { message } of file.problems) assert.match(message, /^[\x20-\x7e]{5,200}$/);
    }).timeout(120_000);
  }

  it('may begin with a byte order mark, and end without a line end', () => {
    const file = parsePython({ path: 'm.py', text: `\uFEFF${before}x = 1` });
    assert.deepEqual([file.problems, file.body.length], [[], 2]);
  });

  it('are put together statement by statement where they are long, to the same tree', () => {
    const statement =
      'class A:\n    """Text."""\n    def f(self, x):\n        return [x, (1,\n2)]\n\nx = {"a": 1}\n';
    const short = parsePython({ path: 'm.py', text: statement.repeat(10) });
    const long = parsePython({ path: 'm.py', text: statement.repeat(5000) });
    assert.deepEqual([long.problems, long.body.length], [[], 10_000]);
    assert.deepEqual(long.body.slice(0, 20), short.body);
    assert.deepEqual(long.lines.length, 7 * 5000 + 1);
    const last = long.body.at(-1);
    assert.equal(last && long.span(last).start.line, 7 * 5000 - 1);
  }).timeout(60_000);

  it('have columns in UTF-16 units on long lines too, whichever node is asked for first', () => {
    const file = parsePython({ path: 'm.py', text: `x = ["é", "😀", ${'a, '.repeat(1000)}"é", b]\n` });
    const [assign] = file.body;
    assert.ok(assign?.nodeType === 'Assign' && assign.value.nodeType === 'List');
    const { elts } = assign.value;
    const order = [elts.length - 1, 0, 500, 1, elts.length - 1, 2];
    assert.deepEqual(
      order.map((index) => {
        const node = elts[index];
        return node && file.textOf(node);
      }),
      ['b', '"é"', 'a', '"😀"', 'b', 'a'],
    );
  });
});

describe('a reading that nobody waits for any longer', () => {
  /** Time is up after it was asked for so often. */
  function timeUpAfter(count: number): () => number | null {
    let asked = 0;
    return () => ((asked += 1) > count ? 2 : null);
  }

  it('ends between two statements of a long file, with those before it', () => {
    const text = 'def f():\n    return 1\n'.repeat(20_000);
    const { body, problems } = parsePython({ path: 'm.py', text }, { timeUp: timeUpAfter(100) });
    assert.equal(body.length, 100);
    assert.deepEqual(
      problems.map(({ message, span }) => [message, span.start.line]),
      [['Reading was broken off after 2 s; from this line on nothing is read.', 200]],
    );
  });

  it('ends between two definitions of a library', () => {
    const text = 'def f():\n    return 1\nx = 1\n'.repeat(12_000);
    const files = new OthersMissing([
      ['site/lib/__init__.py', new Uint8Array()],
      ['site/lib/m.py', new TextEncoder().encode(text)],
    ]);
    const options = { files, packages: ['site'], timeUp: timeUpAfter(50) };
    const program = readProgram({ path: 'm.py', text: 'from lib import m\n' }, options);
    const [problem] = program.problems();
    assert.match(problem?.message ?? '', /^Reading was broken off after 2 s/);
    assert.equal(problem?.span.path, 'site/lib/m.py');
  });

  it('ends in the middle of a long file when the checkpoint throws', () => {
    const stop = new Error('newer revision');
    let asked = 0;
    const checkpoint = (): void => {
      if ((asked += 1) > 10) throw stop;
    };
    const text = 'def f():\n    return 1\n'.repeat(20_000);
    assert.throws(() => readProgram({ path: 'm.py', text }, { checkpoint }), stop);
    assert.equal(asked, 11);
  });
});
