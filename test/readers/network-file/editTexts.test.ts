/** The text of network files after edits, line by line, and what is refused. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Intent } from '../../../src/readers/reader';
import { editSource } from '../../../src/readers/table';
import { afterEdit, refusal } from './editLayouts';

describe('the text after an edit', () => {
  const text = [
    'input: [2] # two',
    'layers:',
    '  # the first',
    "  - 'relu' # quoted",
    '  - linear: 3 # wide',
    '    init:',
    '      normal: 10 # much',
    '',
    '  - {sigmoid: , id: a}',
    'loss: # none yet',
    '',
  ].join('\r\n');
  const after = (...intents: readonly Intent[]): readonly string[] => afterEdit(text, intents).split('\r\n');

  it('keeps quotes, comments, line ends and the layout of what stands around', () => {
    const lines = text.split('\r\n');
    const swapped = after({ kind: 'activate', layers: [0], to: 'tanh' });
    assert.deepEqual(swapped, lines.with(3, "  - 'tanh' # quoted"));
    const started = after({ kind: 'initialise', layers: [1], to: 'he-normal' });
    assert.deepEqual(started, lines.with(6, '      he-normal # much'));
    const named = after({ kind: 'activate', layers: [2], to: { 'leaky-relu': 0.1 } });
    assert.deepEqual(named, lines.with(8, '  - {leaky-relu: 0.1, id: a}'));
    const lost = after({ kind: 'set-loss', to: 'mse' });
    assert.deepEqual(lost, lines.with(9, 'loss: mse # none yet'));
  });

  it('adds and takes whole lines', () => {
    const lines = text.split('\r\n');
    assert.deepEqual(after({ kind: 'remove', layers: [1] }), lines.toSpliced(4, 3));
    const beside = after({ kind: 'insert', layers: [1], side: 'after', layer: { 'leaky-relu': 0.1 } });
    assert.deepEqual(beside, lines.toSpliced(7, 0, '  - leaky-relu: 0.1'));
    const trained = after({ kind: 'set-training', field: 'rate', to: 0.1 });
    assert.deepEqual(trained, lines.toSpliced(10, 0, 'train: { rate: 0.1 }'));
  });

  it('leaves comment lines with the layer that they stand above, or that they are indented under', () => {
    const lines = [
      'input: [2]',
      'layers:',
      '  # the first',
      '  # of two',
      '  - linear: 3',
      '    # wide enough',
      '  # the second',
      '  - relu',
    ];
    const beside = (layer: number, side: 'before' | 'after'): readonly string[] =>
      afterEdit(lines.join('\n'), [{ kind: 'insert', layers: [layer], side, layer: 'tanh' }]).split('\n');
    assert.deepEqual(beside(0, 'before'), lines.toSpliced(2, 0, '  - tanh'));
    assert.deepEqual(beside(0, 'after'), lines.toSpliced(6, 0, '  - tanh'));
    assert.deepEqual(beside(1, 'before'), lines.toSpliced(6, 0, '  - tanh'));
    assert.deepEqual(beside(1, 'after'), [...lines, '  - tanh']);
    const listed = 'input: [2]\nlayers: [\n  # first\n  linear: 3,\n  # second\n  relu,\n]\n';
    assert.equal(
      afterEdit(listed, [{ kind: 'insert', layers: [1], side: 'before', layer: 'tanh' }]),
      listed.replace('  # second', '  tanh,\n  # second'),
    );
  });

  it('leaves commas in JSON where they must be', () => {
    const json = '{\n  "input": [2],\n  "layers": [\n    "relu",\n    { "linear": 3 }\n  ]\n}';
    const name = 'a.network.json';
    assert.equal(
      afterEdit(json, [{ kind: 'remove', layers: [1] }], name),
      json.replace(',\n    { "linear": 3 }', ''),
    );
    assert.equal(
      afterEdit(json, [{ kind: 'insert', layers: [1], side: 'after', layer: 'tanh' }], name),
      json.replace('3 }', '3 },\n    "tanh"'),
    );
    assert.equal(
      afterEdit(json, [{ kind: 'set-option', layers: [1], option: 'bias', to: false }], name),
      json.replace('3 }', '3, "bias": false }'),
    );
    JSON.parse(afterEdit(json, [{ kind: 'set-training', field: 'rate', to: 1 }], name));
  });

  it('changes a block once for all its turns', () => {
    const blocks = 'input: [2]\nlayers:\n  - repeat: 3\n    layers: [linear: 2, relu]\n';
    assert.equal(
      afterEdit(blocks, [{ kind: 'activate', layers: [1, 3, 5], to: 'tanh' }]),
      blocks.replace('relu', 'tanh'),
    );
  });

  it('sets the variables of a circuit', () => {
    const circuit = 'expression: x * y\nat: { x: 1, y: 2 } # here\n';
    assert.equal(
      afterEdit(circuit, [{ kind: 'set-variable', variable: 'y', to: -3.5 }]),
      circuit.replace('y: 2', 'y: -3.5'),
    );
  });
});

describe('what cannot be edited is refused with the reason', () => {
  const shared = 'input: [2]\nlayers:\n  - &l { linear: 2 }\n  - relu\n  - *l\n';

  it('anchors that other places share', () => {
    for (const layer of [0, 2]) {
      assert.match(refusal(shared, [{ kind: 'initialise', layers: [layer], to: 'zeros' }]), /anchor &l/);
    }
    assert.match(afterEdit(shared, [{ kind: 'activate', layers: [1], to: 'tanh' }]), /- tanh\n/);
  });

  it('layers of the wrong kind, unknown words, values that do not fit', () => {
    const text = 'input: [2]\nlayers: [linear: 2, relu]\n';
    const says = (intent: Intent): string => refusal(text, [intent]);
    assert.equal(
      says({ kind: 'initialise', layers: [1], to: 'zeros' }),
      'relu1 has no weights whose start can be chosen.',
    );
    assert.equal(says({ kind: 'activate', layers: [0], to: 'relu' }), 'linear1 is no activation.');
    assert.match(says({ kind: 'activate', layers: [1], to: 'rello' }), /"rello" is no activation/);
    assert.match(
      says({ kind: 'initialise', layers: [0], to: 'he-norml' }),
      /no initialisation "he-norml"; did you mean/,
    );
    assert.match(says({ kind: 'set-training', field: 'rat', to: 1 }), /no field "rat"; did you mean "rate"/);
    assert.equal(says({ kind: 'remove', layers: [7] }), 'There is no such layer.');
    assert.match(
      says({ kind: 'set-option', layers: [0], option: 'units', to: null }),
      /linear1 needs its units/,
    );
  });

  it('a layer that the file refers to by a running number which would shift', () => {
    const text = 'input: [2]\nlayers:\n  - relu\n  - linear: 2\n  - { add: , from: [relu1, linear1] }\n';
    assert.match(
      refusal(text, [{ kind: 'insert', layers: [0], side: 'before', layer: 'relu' }]),
      /relu1 would then be another/,
    );
    assert.match(refusal(text, [{ kind: 'remove', layers: [0] }]), /no layer "relu1"/);
  });

  it('two changes of one word', () => {
    const text = 'input: [2]\nlayers: [relu]\n';
    const twice: readonly Intent[] = [
      { kind: 'activate', layers: [0], to: 'tanh' },
      { kind: 'activate', layers: [0], to: 'elu' },
    ];
    assert.equal(refusal(text, twice), 'relu1 is already changed.');
  });

  it('any text at all: an answer, never an exception', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('layers', ...Array.from(':-[]{}&*"\'\n #|>?!, '), 'relu'),
          maxLength: 60,
        }),
        (tail) => {
          const text = `input: [2]\nlayers:\n  - relu\n${tail}`;
          for (const kind of ['remove', 'activate'] as const) {
            editSource({ path: 'a.network.yaml', text }, 0, [{ kind, layers: [0], to: 'tanh' }]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
