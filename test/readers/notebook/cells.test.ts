/** Notebooks as cells of Python: what IPython takes for itself is blanked, as its own transformer recognises it, and nothing else moves. */
import { strict as assert } from 'node:assert';
import { cellsOf, NotebookProblem, withoutMagics } from '../../../src/readers/notebook/cells';
import { parsePython } from '../../../src/readers/python/parse/parsePython';
import { readProgram } from '../../../src/readers/python/read/program';

const notebook = (...cells: readonly (string | { readonly markdown: string })[]): string =>
  JSON.stringify({
    cells: cells.map((cell) =>
      typeof cell === 'string'
        ? { cell_type: 'code', source: cell.split(/(?<=\n)/) }
        : { cell_type: 'markdown', source: cell.markdown },
    ),
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
  });

describe('cells of a notebook', () => {
  it('are counted with those that hold no code', () => {
    const cells = cellsOf(notebook({ markdown: '# Title' }, 'x = 1\ny = 2', { markdown: '' }, 'z = 3'));
    assert.deepEqual(cells, [
      { number: 2, text: 'x = 1\ny = 2' },
      { number: 4, text: 'z = 3' },
    ]);
  });

  it('stood on worksheets before version 4', () => {
    const old = {
      worksheets: [{ cells: [{ cell_type: 'code', input: ['x = 1\n', 'y = 2'] }] }],
      nbformat: 3,
    };
    assert.deepEqual(cellsOf(JSON.stringify(old)), [{ number: 1, text: 'x = 1\ny = 2' }]);
  });

  for (const [what, text, sentence] of [
    ['no JSON', '{"cells": [', /no JSON/],
    ['no cells', '{}', /no cells/],
    ['a text', '"cells"', /no cells/],
    ['another language', '{"cells": [], "metadata": {"language_info": {"name": "R"}}}', /is R, not Python/],
  ] as const) {
    it(`are a problem in ${what}`, () => {
      assert.throws(
        () => cellsOf(text),
        (error) => error instanceof NotebookProblem && sentence.test(error.message),
      );
      const [problem] = parsePython({ path: 'a.ipynb', text }).problems;
      assert.match(problem?.message ?? '', sentence);
    });
  }

  it('of strange shapes are passed over', () => {
    assert.deepEqual(
      cellsOf('{"cells": [null, 3, {"cell_type": "code"}, {"cell_type": "code", "source": [1]}]}'),
      [
        { number: 3, text: '' },
        { number: 4, text: '' },
      ],
    );
  });
});

describe('magics', () => {
  // IPython.core.inputtransformer2.TransformerManager().transform_cell makes a call of get_ipython() of each of these lines.
  for (const [text, plain] of [
    ['%matplotlib inline\nx = 1', '\nx = 1'],
    ['!pip install torch\nx = 1', '\nx = 1'],
    ['!pip install \\\n  torch\nx = 1', '\n\nx = 1'],
    ['?print', ''],
    ['print?', ''],
    ['torch.sq? # <Tab>', ''],
    ['nn.Linear??\nx = 1', '\nx = 1'],
    ['if x:\n    !ls\ny = 2', 'if x:\n    pass\ny = 2'],
    ['files = !ls\ny = 2', 'files = None\ny = 2'],
    ['t = %timeit -o f()\ny = 2', 't = None\ny = 2'],
    ['%%bash\nls\necho hi', '\n\n'],
    ['\n%%html\n<b>', '\n\n'],
    ['%%time\nx = 1', '\nx = 1'],
    ['%%capture out\nx = 1', '\nx = 1'],
  ] as const) {
    it(`go from ${JSON.stringify(text)}`, () => assert.equal(withoutMagics(text), plain));
  }

  // And these lines it leaves as they are.
  for (const text of [
    'x = 5 % 3',
    'x = (5\n  % 3)',
    'x = 5 \\\n  % 3',
    's = """\n%matplotlib\n!ls\n"""\ny = 1',
    'x = [\n  !1 if 0 else 2]',
    'print("really?")',
    '# %matplotlib inline',
    'x != 3',
  ]) {
    it(`are none in ${JSON.stringify(text)}`, () => assert.equal(withoutMagics(text), text));
  }
});

describe('a parsed notebook', () => {
  it('has spans in its cells', () => {
    const file = parsePython({
      path: 'dir/a.ipynb',
      text: notebook({ markdown: '' }, 'x = 1\n\n', 'def f():\n    pass'),
    });
    assert.deepEqual(
      file.body.map((statement) => file.span(statement)),
      [
        { path: 'dir/a.ipynb#cell2', start: { line: 0, column: 0 }, end: { line: 0, column: 5 } },
        { path: 'dir/a.ipynb#cell3', start: { line: 0, column: 0 }, end: { line: 1, column: 8 } },
      ],
    );
    assert.equal(file.lines.length, 5);
    assert.equal(file.body[1] && file.textOf(file.body[1]), 'def f():');
  });

  it('loses only the cell that is broken', () => {
    const file = parsePython({
      path: 'a.ipynb',
      text: notebook('x = (1,\ny = """', 'z = 3', 'def f(:\n  pass\n', 'w = 4'),
    });
    const lines = file.problems.map(({ span }) => `${span.path}:${span.start.line}`);
    assert.ok(lines.length > 0 && lines.every((line) => /#cell[13]:[01]$/.test(line)), lines.join(' '));
    const kept = file.body.map((statement) => file.textOf(statement));
    assert.ok(kept.includes('z = 3') && kept.includes('w = 4'), kept.join(' | '));
  });

  it('runs its cells in order, and says in which of them a call went wrong', () => {
    const text = notebook('%pip install x\ndef f(n):\n    return 1 / n', 'a = 3', 'b = f(a)', 'c = f(0)');
    const program = readProgram({ path: 'a.ipynb', text });
    assert.deepEqual(program.main.module.attributes.get('a'), { kind: 'int', value: 3 });
    const [problem, ...others] = program.problems();
    assert.equal(others.length, 0);
    assert.equal(problem?.span.path, 'a.ipynb#cell1');
    assert.equal(problem.span.start.line, 2);
    assert.match(problem.message, /ZeroDivisionError: division by zero \(called from cell 4 line 1\)/);
  });
});
