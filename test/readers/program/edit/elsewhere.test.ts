/** Rules that are silenced beside the main text of a program: in a cell of a notebook, and in a file that it imports. */
import { strict as assert } from 'node:assert';
import type { FileMissing, Source } from '../../../../src/base/source';
import { inspectAll } from '../../../../src/inspect/inspect';
import { editedSource, editedText } from '../../../../src/readers/edit/editedSource';
import { noOverrides, type Intent, type Overrides, type TextEdit } from '../../../../src/readers/reader';
import { editSource, readSource } from '../../../../src/readers/table';

const cell = (source: string): unknown => ({ cell_type: 'code', metadata: {}, outputs: [], source });

function notebook(...sources: readonly string[]): Source {
  const text = JSON.stringify({ cells: sources.map(cell), metadata: {}, nbformat: 4, nbformat_minor: 4 });
  return { path: 'study.ipynb', text };
}

const zeros = 'self.fc.weight.data.zero_()';
const net = (start: string): string =>
  `class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(4, 2)\n        ${start}\n    def forward(self, x):\n        return self.fc(torch.relu(x))`;

type Contents = ReadonlyMap<string, Uint8Array | FileMissing>;

function edited(
  source: Source,
  intent: Intent,
  files: Contents = new Map(),
  overrides: Overrides = noOverrides,
): readonly TextEdit[] {
  const edits = editSource(source, 0, [intent], { files, overrides });
  if (typeof edits === 'string') assert.fail(edits);
  return edits;
}

/** A file that others import, and what they need with it in its place. */
const block =
  'import torch\nfrom torch import nn\n\n\nclass Block(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(8, 8)\n\n    def forward(self, x):\n        return torch.sigmoid(self.fc(x))\n';

function filesFor(source: Source, text: string): Contents {
  const missing = { missing: 'not there' };
  const overrides = { ...noOverrides, network: 'Block()' };
  let files: Contents = new Map();
  for (;;) {
    const needs = readSource(source, files, overrides).needs.filter((need) => !files.has(need));
    if (needs.length === 0) return files;
    const content = (need: string): Uint8Array | FileMissing =>
      need === 'parts.py' ? new TextEncoder().encode(text) : missing;
    files = new Map([...files, ...needs.map((need) => [need, content(need)] as const)]);
  }
}

function refused(found: readonly TextEdit[] | string, why: RegExp): void {
  if (typeof found !== 'string') assert.fail('it was edited');
  assert.match(found, why);
}

describe('ignore in a cell', () => {
  const source = notebook('import torch\nfrom torch import nn', '# more\n\nx = 1', net(zeros));

  it('is a comment on the line of that cell', () => {
    const intent = { kind: 'ignore', rule: 'vanishing', line: 3, path: 'study.ipynb#cell3' } as const;
    const [edit, ...others] = edited(source, intent);
    assert.equal(others.length, 0);
    assert.equal(edit?.span.path, 'study.ipynb#cell3');
    assert.equal(edit.span.start.line, 3);
    const now = editedSource(source, [edit]);
    const { cells } = JSON.parse(now.text) as { readonly cells: readonly { readonly source: string }[] };
    assert.match(cells[2]?.source ?? '', /nn\.Linear\(4, 2\) {2}# backprop-lens: ignore\[vanishing\]\n/);
    assert.deepEqual(
      cells.slice(0, 2).map((each) => each.source),
      ['import torch\nfrom torch import nn', '# more\n\nx = 1'],
    );
  });

  it('counts there and not on the same line of another cell', () => {
    const lines = (text: Source): unknown =>
      readSource(text, new Map(), noOverrides).networks[0]?.ignoredLines;
    const comment = '  # backprop-lens: ignore[dropout]';
    const one = notebook('import torch\nfrom torch import nn', `x = 1\ny = 2${comment}`, net('pass'));
    assert.deepEqual(lines(one), [{ path: 'study.ipynb#cell2', from: 1, to: 1, rules: ['dropout'] }]);
  });

  it('is refused for a cell that is not there, or a line', () => {
    for (const [line, path] of [
      [0, 'study.ipynb#cell9'],
      [99, 'study.ipynb#cell3'],
    ] as const) {
      const found = editSource(source, 0, [{ kind: 'ignore', rule: 'vanishing', line, path }]);
      assert.equal(typeof found, 'string', `${line} ${path}`);
    }
  });
});

describe('a directive in a notebook', () => {
  it('belongs to the class below it, whatever lines other cells have', () => {
    const other = net('pass').replaceAll('Net', 'Other');
    const source = notebook(
      'import torch\nfrom torch import nn',
      `# backprop-lens: input=6,4\n${net('pass')}`,
      `# backprop-lens: input=7,4\n${other}`,
    );
    const shapeOf = (network: string): unknown =>
      readSource(source, new Map(), { ...noOverrides, network }).networks[0]?.batch;
    assert.deepEqual([shapeOf('Net()'), shapeOf('Other()')], [6, 7]);
  });
});

describe('ignore in an imported file', () => {
  const source: Source = {
    path: 'main.py',
    text: 'import torch\nfrom torch import nn\nfrom parts import Block\n\nmodel = nn.Sequential(*[Block() for _ in range(12)])\nmodel(torch.randn(8, 8))\n',
  };
  const filesWith = (text: string): Contents => filesFor(source, text);
  const rulesOf = (files: Contents): readonly string[] =>
    inspectAll(source, files).report.networks[0]?.findings.map(({ rule }) => rule) ?? [];
  const line = block.split('\n').findIndex((text) => text.includes('nn.Linear'));

  it('is a comment there, which counts for whoever imports it', () => {
    const files = filesWith(block);
    const rule = 'vanishing';
    assert.ok(rulesOf(files).includes(rule));
    for (const at of [line, null]) {
      const edits = edited(source, { kind: 'ignore', rule, line: at, path: 'parts.py' }, files);
      assert.deepEqual(
        edits.map(({ span }) => span.path),
        ['parts.py'],
      );
      const text = editedText(block, edits);
      assert.match(
        text,
        at === null ? /^# backprop-lens: ignore\[/ : /Linear\(8, 8\) {2}# backprop-lens: ig/,
      );
      assert.ok(!rulesOf(filesWith(text)).includes(rule), `${rule} at ${at}`);
    }
  });

  it('is refused in an installed package, and in a file that nothing imports', () => {
    const files = filesWith(block);
    const asked = { kind: 'ignore', rule: 'vanishing', line, path: 'lib/site-packages/parts.py' } as const;
    const packages = ['lib/site-packages'];
    const content = files.get('parts.py') ?? assert.fail();
    const found = editSource(source, 0, [asked], {
      files: new Map([[asked.path, content]]),
      overrides: { ...noOverrides, packages },
    });
    refused(found, /installed package/);
    refused(editSource(source, 0, [asked], { files, overrides: noOverrides }), /no file/);
  });
});

describe('a program that leaves torch to what it imports', () => {
  it('is edited where a network of it is asked for', () => {
    const text = 'from parts import Block\n\nmodel = Block()\n';
    const source = { path: 'main.py', text };
    const files = filesFor(source, block);
    const overrides = { ...noOverrides, network: 'Block()', inputs: ['4,8'] };
    const edits = edited(source, { kind: 'set-directive', field: 'loss', to: 'mse' }, files, overrides);
    assert.match(editedSource(source, edits).text, /# backprop-lens: .*loss=mse/);
  });
});
