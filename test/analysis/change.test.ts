/** What changed between two reports: which layer is which, what became of findings, and the numbers in words. */
import assert from 'node:assert/strict';
import { networkChange, numberChange } from '../../src/analysis/change/change';
import { matchedLayers } from '../../src/analysis/change/layers';
import { inspected } from './rules/check';
import { perceptron, stack } from './rules/networks';

const named = (...names: readonly string[]): { name: string; kind: string }[] =>
  names.map((name) => ({ name, kind: name.replace(/\d*$/, '') }));

/** Pairs as old>new, with - for none. */
const pairs = (before: readonly { name: string; kind: string }[], after: typeof before): string =>
  matchedLayers(before, after)
    .map((match) => `${before[match.before ?? -1]?.name ?? '-'}>${after[match.after ?? -1]?.name ?? '-'}`)
    .join(' ');

describe('what changed: layers', () => {
  it('are the same where they have the same name', () => {
    assert.equal(pairs(named('linear1', 'relu1'), named('linear1', 'relu1')), 'linear1>linear1 relu1>relu1');
    assert.equal(pairs([], []), '');
  });

  it('are renamed where kind and place fit', () => {
    const before = [...named('linear1'), { name: 'a', kind: 'conv' }, ...named('linear2')];
    const after = [...named('linear1'), { name: 'b', kind: 'conv' }, ...named('linear2')];
    assert.equal(pairs(before, after), 'linear1>linear1 a>b linear2>linear2');
    const moved = [...named('linear1', 'linear2'), { name: 'b', kind: 'conv' }];
    assert.equal(pairs(before, moved), 'linear1>linear1 a>- linear2>linear2 ->b');
  });

  it('are added and removed where nothing fits', () => {
    assert.equal(
      pairs(named('linear1', 'relu1'), named('linear1', 'tanh1')),
      'linear1>linear1 relu1>- ->tanh1',
    );
    assert.equal(pairs([], named('linear1')), '->linear1');
    assert.equal(pairs(named('linear1', 'linear2'), []), 'linear1>- linear2>-');
  });

  it('follow the longest common subsequence of their kinds', () => {
    // Between c v c and c c v c: the longest is c v c, so that the second c is new.
    const before = ['c', 'v', 'c'].map((kind, index) => ({ kind, name: `old${index}` }));
    const after = ['c', 'c', 'v', 'c'].map((kind, index) => ({ kind, name: `new${index}` }));
    const matches = matchedLayers(before, after);
    assert.equal(matches.filter((match) => match.before !== null && match.after !== null).length, 3);
    const kept = matches.flatMap(({ before: old, after: now }) =>
      old === null || now === null ? [] : [[old, now]],
    );
    for (const [index, [old = 0, now = 0]] of kept.entries()) {
      assert.equal(before[old]?.kind, after[now]?.kind);
      const [lastOld = -1, lastNow = -1] = kept[index - 1] ?? [];
      assert.ok(old > lastOld && now > lastNow);
    }
  });

  it('are matched in a moment however many there are', () => {
    const many = (prefix: string): { name: string; kind: string }[] =>
      Array.from({ length: 20_000 }, (_, index) => ({ name: `${prefix}${index}`, kind: 'linear' }));
    assert.equal(matchedLayers(many('a'), many('b')).length, 40_000);
  });
});

describe('what changed: numbers', () => {
  it('are decades', () => {
    assert.equal(numberChange(1e-3, 10).decades, 4);
    assert.equal(numberChange(5, 5).decades, 0);
    assert.equal(numberChange(0, 0).decades, 0);
    assert.equal(numberChange(1, 0).decades, -Infinity);
    assert.equal(numberChange(0, 1).decades, Infinity);
    assert.equal(numberChange(Infinity, Infinity).decades, 0);
    assert.equal(numberChange(null, 1).decades, null);
    assert.equal(numberChange(NaN, 1).decades, null);
    assert.equal(numberChange(-1, 2).decades, null);
    // The quotient overflows, its logarithm does not.
    assert.ok(Math.abs((numberChange(1e-300, 1e300).decades ?? 0) - 600) < 1e-9);
  });
});

describe('what changed: networks', () => {
  const deep = perceptron({
    ...{ input: 16, hidden: stack(7, 16), outputs: 4, batch: 64 },
    ...{ activation: 'sigmoid', init: 'xavier-normal', loss: 'cross-entropy' },
  });
  const relu = deep.replaceAll('sigmoid', 'relu').replaceAll('xavier-normal', 'he-normal');

  it('is nothing between a report and itself', () => {
    const change = networkChange(inspected(deep), inspected(`# the same\n${deep}`));
    assert.equal(change.nothing, true);
    assert.equal(change.sentence, 'Nothing changed.');
    assert.deepEqual(change.findings, []);
    for (const { fate, delta } of change.layers) assert.deepEqual([fate, delta.decades], ['kept', 0]);
  });

  it('says that a fault is gone, and how far delta has come', () => {
    const [before, after] = [inspected(deep), inspected(relu)];
    const { layers, findings, nothing, sentence } = networkChange(before, after);
    assert.equal(nothing, false);
    assert.deepEqual(
      findings.filter(({ rule }) => rule === 'vanishing').map(({ fate, layer }) => [fate, layer]),
      [['gone', 'linear1']],
    );
    const [first] = layers;
    const factor = (after.layers[0]?.delta ?? NaN) / (before.layers[0]?.delta ?? NaN);
    assert.ok(factor > 30, `delta grows ${factor}-fold`);
    assert.ok(Math.abs((first?.delta.decades ?? NaN) - Math.log10(factor)) < 1e-12);
    assert.equal(first?.kind, 'linear + relu');
    assert.equal(first.formerKind, 'linear + sigmoid');
    const gradient = after.layers[0]?.parameterReports.find(({ role }) => role === 'weight')?.gradientRms;
    assert.deepEqual(
      first.weights.map(({ name, after: now }) => [name, now]),
      [['weight', gradient]],
    );
    assert.match(sentence, /^delta of linear1 × [\d.,e]+, vanishing is gone/);
    const back = networkChange(after, before);
    assert.match(back.sentence, /vanishing is new at linear1/);
  });

  it('says which layers came and went, and how the parameters count', () => {
    const shorter = perceptron({
      input: 16,
      hidden: stack(2, 16),
      outputs: 4,
      activation: 'relu',
      batch: 64,
    });
    const longer = shorter.replace(
      '  - { linear: 4 }',
      '  - { linear: 16, id: extra }\n  - relu\n  - { linear: 4 }',
    );
    const { layers, parameters, sentence } = networkChange(inspected(shorter), inspected(longer));
    assert.deepEqual(
      layers.map(({ fate, name }) => `${fate} ${name}`),
      ['kept linear1', 'kept linear2', 'added extra', 'kept linear3'],
    );
    // 16 x 16 weights and 16 biases more.
    assert.equal((parameters.after ?? 0) - (parameters.before ?? 0), 272);
    assert.match(sentence, /1 layer added, .*612 → 884 parameters/);
  });

  it('calls a fault that has moved or grown neither gone nor new', () => {
    const mild = inspected(deep);
    const error = mild.findings.find(({ rule }) => rule === 'vanishing');
    assert.ok(error);
    const other = {
      ...mild,
      findings: [{ ...error, severity: 'warning' as const, layer: 2, consequences: [] }],
    };
    const changes = networkChange(other, { ...mild, findings: [error] }).findings;
    assert.deepEqual(
      changes
        .filter(({ rule }) => rule === 'vanishing')
        .map(({ fate, before, after }) => [fate, before, after]),
      [['graver', 'warning', 'error']],
    );
  });

  it('is told of a network that could not be computed', () => {
    const after = inspected(deep);
    const refused = { ...after, refusal: 'too large', layers: [], findings: [], loss: null };
    assert.equal(networkChange(refused, after).sentence, 'It can be computed now.');
    assert.equal(networkChange(after, refused).sentence, 'It cannot be computed any more.');
  });
});
