// Weights and data beside a source: what is taken, what is guessed, and what is said of that which does not fit.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Overrides } from '../../../src/readers/reader';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { writeSafetensors } from '../../../src/readers/tensor-files/safetensors';
import { tensorOf } from '../../../src/tensor/tensor';
import { inspectAll } from '../../../src/inspect/inspect';

const source = {
  path: 'a.network.yaml',
  text: 'input: [2]\nlayers:\n  - { linear: 3, id: fc }\nloss: cross-entropy\n',
};
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(files: Readonly<Record<string, Uint8Array>>, overrides: Partial<Overrides>) {
  return readSource(source, new Map(Object.entries(files)), { ...noOverrides, ...overrides });
}

const table = 'id,width,height,kind\n1,1,10,b\n2,3,10,a\n3,5,40,b\n';

describe('data beside a source', () => {
  it('are asked for by their path', () => {
    assert.deepEqual(read({}, { data: { file: '../d.csv' } }).needs, ['../d.csv']);
  });

  it('guess the last column of words as classes, and leave out the one that counts the rows', () => {
    const { networks, data, problems } = read({ 'd.csv': utf8(table) }, { data: { file: 'd.csv' } });
    assert.deepEqual(problems, []);
    assert.deepEqual(data?.features, ['width', 'height']);
    assert.equal(data.target, 'kind');
    assert.deepEqual(data.classes, ['a', 'b'], 'in the order of the words, as LabelEncoder has them');
    const dataset = networks[0]?.dataset;
    assert.deepEqual([...(dataset?.inputs ?? [])], [1, 10, 3, 10, 5, 40]);
    assert.deepEqual([...(dataset?.targets ?? [])], [1, 0, 1]);
  });

  it('are standardised as StandardScaler does it', () => {
    const data = { file: 'd.csv', scaling: 'standardised' } as const;
    const { networks, data: chosen } = read({ 'd.csv': utf8(table) }, { data });
    // width 1, 3, 5: mean 3, standard deviation sqrt(8 / 3); height 10, 10, 40: mean 20, standard deviation sqrt(200).
    const expected = [-2 / Math.sqrt(8 / 3), -10 / Math.sqrt(200), 0, -10 / Math.sqrt(200)];
    const found = [...(networks[0]?.dataset?.inputs ?? [])].slice(0, 4);
    for (const [place, value] of expected.entries())
      assert.ok(Math.abs((found[place] ?? NaN) - value) < 1e-12);
    assert.match(chosen?.scaled ?? '', /width 3 ± 1.63 and height 20 ± 14.1/);
  });

  it('say how many values a sample has and how many are wanted', () => {
    const data = { file: 'd.csv', features: ['width'] };
    const { networks, problems, chosenFiles } = read({ 'd.csv': utf8(table) }, { data });
    assert.match(problems[0]?.message ?? '', /has 1 value, but the input has 2, shape \(2\)/);
    assert.equal(networks[0]?.dataset, null);
    assert.equal(chosenFiles?.data, 'd.csv');
  });

  it('say which class is out of range, and that classes count from 0', () => {
    const csv = utf8('x,y,label\n1,2,1\n3,4,3\n');
    const { problems, networks } = read({ 'd.csv': csv }, { data: { file: 'd.csv' } });
    assert.match(
      problems[0]?.message ?? '',
      /Sample 2 has the class 3, .* 3 classes apart: 0 to 2\. They count 3 classes from 1/,
    );
    assert.equal(networks[0]?.dataset?.targets, null);
    assert.equal(networks[0].dataset.count, 2, 'the inputs stay');
  });

  it('name row and column of a cell that is no number', () => {
    const csv = utf8('x,y,label\n1,2,0\n3,,1\n');
    const data = { file: 'd.csv', features: ['x', 'y'] };
    assert.match(
      read({ 'd.csv': csv }, { data }).problems[0]?.message ?? '',
      /row 3, column "y": expected a number, found nothing/,
    );
  });

  it('take images and labels of MNIST, packed or not', () => {
    const images = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 51, 102, 255);
    const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 2, 0);
    const files = {
      'train-images-idx3-ubyte.gz': gzipSync(images),
      'train-labels-idx1-ubyte.gz': gzipSync(labels),
    };
    const data = { file: 'train-images-idx3-ubyte.gz', scaling: 'pixels' } as const;
    const { networks, problems } = read(files, { data });
    assert.deepEqual(problems, []);
    assert.deepEqual([...(networks[0]?.dataset?.inputs ?? [])], [0, 0.2, 0.4, 1]);
    assert.deepEqual([...(networks[0]?.dataset?.targets ?? [])], [2, 0]);
  });

  it('take a list of objects and lists of numbers from JSON', () => {
    const rows = utf8('[{"x":1,"y":2,"label":"b"},{"x":3,"y":4,"label":"a"}]');
    const first = read({ 'd.json': rows }, { data: { file: 'd.json' } });
    assert.deepEqual([...(first.networks[0]?.dataset?.targets ?? [])], [1, 0]);
    const lists = utf8('{"x":[[1,2],[3,4]],"y":[0,2]}');
    const second = read({ 'd.json': lists }, { data: { file: 'd.json' } });
    assert.deepEqual([...(second.networks[0]?.dataset?.inputs ?? [])], [1, 2, 3, 4]);
    assert.deepEqual([...(second.networks[0]?.dataset?.targets ?? [])], [0, 2]);
  });

  for (const [what, file, content] of [
    ['lists of different lengths', 'd.json', utf8('{"x":[[1,2],[3]]}')],
    ['no JSON', 'd.json', utf8('{')],
    ['a cut-off idx file', 'a-idx3-ubyte', Uint8Array.of(0, 0, 8, 3, 0)],
    ['images that are not all there', 'a-idx3-ubyte', Uint8Array.of(0, 0, 8, 1, 0, 0, 1, 0, 7)],
    [
      'gzip that claims to be huge',
      'd.csv.gz',
      Uint8Array.from([0x1f, 0x8b, ...Array<number>(16).fill(0xff)]),
    ],
    ['an empty file', 'd.csv', new Uint8Array()],
  ] as const)
    it(`say that they cannot be used: ${what}`, () => {
      const { problems, networks } = read({ [file]: content }, { data: { file } });
      assert.equal(problems[0]?.severity, 'error');
      assert.equal(networks[0]?.dataset, null);
    });
});

describe('weights beside a source', () => {
  const weights = (tensors: Readonly<Record<string, readonly number[]>>): Uint8Array =>
    writeSafetensors(
      new Map(
        Object.entries(tensors).map(([name, shape]) => [
          name,
          tensorOf('float32', shape, Array<number>(shape.reduce((all, size) => all * size, 1)).fill(0.5)),
        ]),
      ),
    );

  it('take the place of the first values, and the report says so', () => {
    const files = new Map([['m/w.safetensors', weights({ 'fc.weight': [3, 2], 'fc.bias': [3] })]]);
    const overrides = { ...noOverrides, weights: 'm/w.safetensors' };
    const { report } = inspectAll(source, files, { overrides });
    assert.deepEqual(report.networks[0]?.weights, { file: 'w.safetensors', given: 2, of: 2 });
    assert.deepEqual(report.problems, []);
    assert.equal(report.networks[0].layers[0]?.parameterReports[0]?.std, 0);
  });

  it('that are all equal are not blamed on a law, as the same numbers of a law are', () => {
    const text = (init: string): string =>
      `input: [2]\nlayers:\n  - { linear: 4, id: a${init} }\n  - tanh\n  - { linear: 3, id: b${init} }\nloss: cross-entropy\n`;
    const shapes = { 'a.weight': [4, 2], 'a.bias': [4], 'b.weight': [3, 4], 'b.bias': [3] };
    const files = new Map([['w.safetensors', weights(shapes)]]);
    const rulesOf = (init: string, path: string | null): readonly string[] => {
      const subject = { path: 'a.network.yaml', text: text(init) };
      const { report } = inspectAll(subject, files, { overrides: { ...noOverrides, weights: path } });
      return report.networks.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    };
    assert.ok(rulesOf(', init: { constant: 0.5 }', null).includes('symmetric-init'));
    assert.ok(!rulesOf('', 'w.safetensors').includes('symmetric-init'));
  });

  it('of another shape are told with both shapes, those without a place as a note, and what is lacking as a warning', () => {
    const file = weights({ 'fc.weight': [2, 3], extra: [1] });
    const { problems } = read({ 'w.safetensors': file }, { weights: 'w.safetensors' });
    assert.deepEqual(
      problems.map(({ severity, message }) => `${severity}: ${message}`),
      [
        'error: w.safetensors: fc.weight has the shape (3, 2), the given weights (2, 3).',
        'warning: w.safetensors lacks fc.bias, which start by their own law.',
        'information: w.safetensors holds 1 tensor that a has no place for: extra.',
      ],
    );
  });

  it('with other names altogether are told once', () => {
    const { problems } = read({ 'w.safetensors': weights({ 'a.w': [3, 2] }) }, { weights: 'w.safetensors' });
    assert.equal(problems.length, 1);
    assert.match(
      problems[0]?.message ?? '',
      /None of the 1 tensor .* the file holds a\.w, the network fc\.weight and fc\.bias/,
    );
  });

  it('under other names are compared by their sizes, with the names of both sides', () => {
    const said = (tensors: Readonly<Record<string, readonly number[]>>): string =>
      read({ 'w.safetensors': weights(tensors) }, { weights: 'w.safetensors' }).problems[0]?.message ?? '';
    // As Keras has it: the kernel is the other way round.
    assert.match(
      said({ 'dense/kernel': [2, 3], 'dense/bias': [3] }),
      /holds dense\/\w+ and dense\/\w+, the network fc\.weight and fc\.bias\. By their sizes each would have a place; nothing is guessed/,
    );
    assert.match(
      said({ 'dense/kernel': [2, 4], 'dense/bias': [3] }),
      /no place for dense\/kernel \(2, 4\), and the file has nothing for fc\.weight \(3, 2\)/,
    );
  });

  it('do not count batches', () => {
    const file = weights({ 'fc.weight': [3, 2], 'fc.bias': [3], 'bn.num_batches_tracked': [1] });
    assert.deepEqual(read({ 'w.safetensors': file }, { weights: 'w.safetensors' }).problems, []);
  });
});

describe('a file of weights as a source', () => {
  it('is listed with names, shapes, types and bytes', () => {
    const bytes = writeSafetensors(new Map([['w', tensorOf('float32', [2, 3], [1, 2, 3, 4, 5, 6])]]));
    const { networks, tensors, problems } = readSource(
      { path: 'w.safetensors', text: '', bytes },
      new Map(),
      noOverrides,
    );
    assert.deepEqual(networks, []);
    assert.deepEqual(tensors, [{ name: 'w', shape: [2, 3], type: 'float32', bytes: 24 }]);
    assert.equal(problems[0]?.severity, 'information');
  });

  it('that is none is told at its start', () => {
    const source = { path: 'w.safetensors', text: '', bytes: Uint8Array.of(1, 2, 3) };
    const { problems } = readSource(source, new Map(), noOverrides);
    assert.equal(problems[0]?.severity, 'error');
    assert.deepEqual(problems[0].span.start, { line: 0, column: 0 });
  });
});
