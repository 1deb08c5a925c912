/** Brackets that are never closed: told where CPython 3.11 tells them (its lines and columns count from 1). */
import { strict as assert } from 'node:assert';
import { parsePython } from '../../../../src/readers/python/parse/parsePython';

/** Texts with the line and offset of CPython's SyntaxError `'(' was never closed`, or null where it says something else. */
const cases: readonly (readonly [text: string, place: readonly [number, number] | null])[] = [
  [
    'class A:\n    def f(self):\n        x = foo(1,\n        y = 2\n        return x\n\ndef g():\n    return 3\n',
    [3, 16],
  ],
  ['x = [1, 2\ny = 3\n\nz = 4\n', [1, 5]],
  ['x = (1,\n', [1, 5]],
  ['model = nn.Sequential(\n    nn.Linear(3, 4),\n    nn.ReLU(\n)\n\nopt = 3\n', [1, 22]],
  ['print(f(1)\nx = 3\n', [1, 6]],
  ["s = '(' + f(\n'''\n(\n'''\ny = 2\n", [1, 12]],
  ['def f(:\n    pass\n', null],
  ['x = (1,\n) y = 3\n', null],
];

describe('a bracket that is never closed', () => {
  for (const [text, place] of cases) {
    it(`is told at its place: ${JSON.stringify(text)}`, () => {
      const { problems } = parsePython({ path: 'half.py', text });
      const told = problems.filter(({ message }) => message.endsWith('was never closed.'));
      assert.deepEqual(
        told.map(({ span: { start } }) => [start.line + 1, start.column + 1]),
        place === null ? [] : [place],
      );
      assert.ok(problems.length > 0);
    });
  }

  it('costs nothing that stands in other definitions', () => {
    const { body } = parsePython({ path: 'half.py', text: cases[0]?.[0] ?? '' });
    assert.ok(body.some((statement) => statement.nodeType === 'FunctionDef' && statement.name === 'g'));
  });
});
