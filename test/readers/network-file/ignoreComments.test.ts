/** Comments that silence rules: what counts as one, what each holds for, and how edits write them. */
import { strict as assert } from 'node:assert';
import type { Finding } from '../../../src/analysis/report';
import { inspectAll } from '../../../src/inspect/inspect';
import { commentsOf } from '../../../src/readers/network-file/ignoreComments';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { afterEdit, refusal } from './editLayouts';

const read = (text: string, path = 'a.network.yaml') => readSource({ path, text }, new Map(), noOverrides);

function findingsOf(text: string, path = 'a.network.yaml'): readonly Finding[] {
  const { report } = inspectAll({ path, text }, new Map(), {});
  assert.deepEqual(report.problems, []);
  return report.networks.flatMap(({ findings }) => findings);
}

/** The findings of a text: line and rule. */
function found(text: string, path?: string): readonly string[] {
  return findingsOf(text, path).map(({ span, rule }) => `${span.start.line} ${rule}`);
}

describe('comments of YAML', () => {
  it('are what the grammar calls so', () => {
    const text = [
      '# one',
      'a: "# no" # two',
      'c: word#no # three',
      'd: |',
      '  # no',
      'e: [1, # four',
      '  2]',
      'f: >- # five',
      '  text # no',
      '',
    ].join('\n');
    // By the YAML 1.2.2 specification, 6.6: a comment needs white space before it, and scalars hold none.
    assert.deepEqual(
      commentsOf(text).map(({ start, end }) => text.slice(start, end)),
      ['# one', '# two', '# three', '# four', '# five'],
    );
  });

  it('are found behind a byte order mark, a directive and carriage returns', () => {
    const text = '\uFEFF%YAML 1.2\r\n---\r\n# one\r\na: 1 # two\r\n';
    assert.deepEqual(
      commentsOf(text).map(({ start, end }) => text.slice(start, end).trim()),
      ['# one', '# two'],
    );
  });
});

/** Three findings: a softmax twice (line 8), dropout before the norm (line 6), and a learning rate of 0 (line 9). */
const lines = [
  'input: [6]',
  'batch: 8',
  'loss: cross-entropy',
  'layers:',
  '  - linear: 8',
  '  - relu',
  '  - dropout: 0.9',
  '  - linear: 4',
  '  - softmax',
  'train: { optimizer: sgd, rate: 0 }',
  '',
];
const plain = lines.join('\n');
const all = found(plain);
const without = (...gone: readonly string[]): readonly string[] => all.filter((each) => !gone.includes(each));
const comment = (...rules: readonly string[]): string => `# backprop-lens: ignore[${rules.join(', ')}]`;

describe('ignore comments', () => {
  it('have something to silence', () =>
    assert.deepEqual([...all].sort(), ['6 dropout', '8 loss-mismatch', '9 learning-rate']));

  it('hold for their line, be it a layer or not', () => {
    const behind = (line: number, rule: string): string =>
      lines.with(line, `${lines[line] ?? ''}  ${comment(rule)}`).join('\n');
    assert.deepEqual(found(behind(8, 'loss-mismatch')), without('8 loss-mismatch'));
    assert.deepEqual(found(behind(9, 'learning-rate')), without('9 learning-rate'));
    assert.deepEqual(found(behind(6, 'loss-mismatch')), all);
    assert.deepEqual(found(behind(8, 'dropout')), all);
  });

  it('hold for the line below, across others and empty lines', () => {
    const text = lines.toSpliced(6, 0, `  ${comment('dropout')}`, '  # more', '').join('\n');
    assert.deepEqual(
      found(text).map((each) => each.replace(/^\d+ /, '')),
      without('6 dropout').map((each) => each.replace(/^\d+ /, '')),
    );
  });

  it('hold for the file above its content, for several rules', () => {
    const text = `# A net.\n${comment('dropout', 'learning-rate')}\n${plain}`;
    assert.deepEqual(found(text), ['10 loss-mismatch']);
  });

  it('hold for a block on its first line', () => {
    const text = lines.with(3, `layers: ${comment('dropout', 'loss-mismatch')}`).join('\n');
    assert.deepEqual(found(text), ['9 learning-rate']);
  });

  it('silence the activation that is merged into the layer before it', () => {
    const deep = (mark: string): string =>
      `input: [8]\nloss: mse\nlayers:\n  - { linear: 8, init: { normal: 30 } }\n  - tanh ${mark}\n  - linear: 1\n`;
    const saturated = (text: string): boolean =>
      findingsOf(text).some(({ rule, consequences }) =>
        [rule, ...consequences.map((each) => each.rule)].includes('saturation'),
      );
    assert.equal(saturated(deep('')), true);
    assert.equal(saturated(deep(comment('saturation'))), false);
  });

  it('name rules, and say at which place they do not', () => {
    const { problems } = read(lines.with(5, `  - relu ${comment('dropout', 'vanishin')}`).join('\n'));
    const [problem, ...others] = problems;
    assert.deepEqual(others, []);
    assert.match(problem?.message ?? '', /"vanishin".*vanishing/);
    assert.deepEqual(problem?.span.start, { line: 5, column: 42 });
  });

  it('are nothing in a text, and nothing without the mark', () => {
    const { networks, problems } = read(
      `name: "${comment('dropout')}" # ignore[dropout]\nlayers: [relu]\ninput: [1]\n`,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual([networks[0]?.ignore, networks[0]?.ignoredLines], [[], undefined]);
  });
});

describe('edits that silence', () => {
  const once = (line: number | null, rule = 'dropout') => [{ kind: 'ignore', line, rule }] as const;

  it('put a comment behind a line, behind another comment, and into one', () => {
    const first = afterEdit(plain, once(6));
    assert.equal(first, lines.with(6, `  - dropout: 0.9  ${comment('dropout')}`).join('\n'));
    assert.deepEqual(found(first), without('6 dropout'));
    const second = afterEdit(first, once(6, 'vanishing'));
    assert.equal(second, lines.with(6, `  - dropout: 0.9  ${comment('dropout', 'vanishing')}`).join('\n'));
    assert.equal(afterEdit(second, once(6)), second);
    const beside = lines.with(6, '  - dropout: 0.9 # high');
    assert.equal(
      afterEdit(beside.join('\r\n'), once(6)),
      beside.with(6, `  - dropout: 0.9 # high  ${comment('dropout')}`).join('\r\n'),
    );
  });

  it('put one above the file, or into the one there', () => {
    const first = afterEdit(`\uFEFF${plain}`, once(null));
    assert.equal(first, `\uFEFF${comment('dropout')}\n${plain}`);
    assert.equal(afterEdit(first, once(null, 'vanishing')), first.replace(']', ', vanishing]'));
    assert.deepEqual(found(afterEdit(plain, once(null))), ['9 loss-mismatch', '10 learning-rate']);
  });

  it('refuse a line that ends within a text, and a word that is no rule', () => {
    const text = `name: "a\n  b"\n${plain}`;
    assert.match(refusal(text, once(0)), /No comment can stand/);
    assert.match(refusal(plain, once(6, 'nothing')), /name of a rule/);
    assert.match(refusal(plain, once(99)), /no such line/);
  });

  it('use the fields in JSON', () => {
    const name = 'a.network.json';
    const json =
      '{\n  "input": [6],\n  "loss": "mse",\n  "layers": [\n    { "linear": 8 },\n    "relu",\n    { "dropout": 0.9 },\n    { "linear": 1 }\n  ]\n}\n';
    assert.deepEqual(found(json, name), ['6 dropout']);
    const layer = afterEdit(json, once(6), name);
    assert.equal(layer, json.replace('0.9 }', '0.9, "ignore": ["dropout"] }'));
    assert.deepEqual(found(layer, name), []);
    const more = afterEdit(layer, once(6, 'vanishing'), name);
    assert.equal(more, layer.replace('"dropout"]', '"dropout", "vanishing"]'));
    assert.match(afterEdit(json, once(5), name), /\{ "relu": null, "ignore": \["dropout"\] \}/);
    const file = afterEdit(json, once(null), name);
    assert.deepEqual(found(file, name), []);
    assert.match(refusal(json, once(1), name), /whole file/);
  });
});
