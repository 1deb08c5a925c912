/** Texts that want to harm: nothing throws, nothing runs away, and every network that comes back is legal. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { faultsOf, typesOf } from '../../../src/graph/shapes';
import type { Reading } from '../../../src/readers/reader';
import { readNetworkFile } from '../check';

/** Reads within a time; generous, since the machines that run tests are shared. */
function readIn(seconds: number, text: string, name = 'case.network.yaml'): Reading {
  const start = performance.now();
  const reading = readNetworkFile(text, name);
  const taken = (performance.now() - start) / 1000;
  assert.ok(taken < seconds, `reading took ${taken.toFixed(1)} s`);
  checkReading(reading, text);
  return reading;
}

function checkReading({ networks, problems }: Reading, text: string): void {
  assert.deepEqual(networks.flatMap(faultsOf), []);
  const lines = text.split('\n');
  for (const { span, message } of problems) {
    const line = lines[span.start.line];
    assert.ok(line !== undefined, `"${message}" points behind the end`);
    assert.ok(span.start.column <= line.length, `"${message}" points behind its line`);
    const { start, end } = span;
    assert.ok(end.line > start.line || (end.line === start.line && end.column >= start.column), message);
  }
}

const messagesOf = ({ problems }: Reading): string => problems.map(({ message }) => message).join('\n');

describe('hostile network files', () => {
  it('an alias bomb is not written out', () => {
    const levels = Array.from({ length: 20 }, (_, level) => {
      const inner = level === 0 ? '1' : `*a${level - 1}`;
      return `- &a${level} [${Array(10).fill(inner).join(', ')}]`;
    });
    const reading = readIn(
      5,
      `input: [2]\nlayers: [{ linear: 2, weights: *a19 }]\nx:\n${levels.join('\n')}\n`,
    );
    assert.match(messagesOf(reading), /no anchor "a19"/);
    const bomb = readIn(5, `x:\n${levels.join('\n')}\ninput: [2]\nlayers: [{ linear: 2, weights: *a19 }]\n`);
    assert.match(messagesOf(bomb), /more than three million values/);
  });

  it('many plain aliases take linear time', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `  - &a${index} relu\n  - *a${index}\n`);
    readIn(10, `input: [2]\nlayers:\n${names.slice(0, 5000).join('')}`);
  });

  it('a circle of anchors ends', () => {
    readIn(1, 'input: &a [*a]\nlayers: &b\n  - { repeat: 2, layers: *b }\n');
  });

  for (const [name, open, format] of [
    ['flow lists', '[', 'yaml'],
    ['flow groups', '{ a: ', 'yaml'],
    ['block lists', '- ', 'yaml'],
    ['JSON lists', '[', 'json'],
    ['JSON groups', '{"a":', 'json'],
  ] as const) {
    it(`${name} nested a hundred thousand deep are refused`, () => {
      const text = `${format === 'json' ? '{"input": [2], "layers": ' : 'input: [2]\nlayers: \n '}${open.repeat(100_000)}`;
      readIn(15, text, `case.network.${format}`);
    });
  }

  it('nesting beyond the limit is said', () => {
    const reading = readIn(1, `input: [2]\nlayers: ${'['.repeat(200)}${']'.repeat(200)}`);
    assert.match(messagesOf(reading), /100 levels deep/);
  });

  it('a block repeated a billion times stops at the limit', () => {
    const reading = readIn(5, 'input: [2]\nlayers:\n  - repeat: 1000000000\n    layers: [linear: 2, relu]\n');
    assert.match(messagesOf(reading), /more than 20,000 layers/);
    assert.equal(reading.networks[0]?.layers.length, 20_000);
    assert.equal(reading.networks[0].loss, null);
  });

  it('nested repeats of nothing end at once', () => {
    const nested = (depth: number): string =>
      depth === 0 ? '[]' : `[{ repeat: 1000000000, layers: ${nested(depth - 1)} }]`;
    readIn(1, `input: [2]\nlayers: ${nested(30)}`);
  });

  it('huge layers are shapes only', () => {
    const { networks } = readIn(
      1,
      'input: [1000000]\nlayers:\n  - { linear: 1000000, weights: 0.5 }\n  - linear: 1000000000\n',
    );
    const [network] = networks;
    assert.ok(network);
    assert.deepEqual(typesOf(network, 4, 'float32')[3]?.[0]?.shape, [4, 1_000_000]);
  });

  it('twenty thousand layers that name each other take linear time', () => {
    const layers = Array.from({ length: 10_000 }, (_, index) => {
      const from = index === 0 ? 'input' : `a${index - 1}`;
      return `{"add": "${from}", "id": "a${index}"}`;
    });
    const { networks, problems } = readIn(
      10,
      `{"input": [2], "layers": [${layers.join(',')}]}`,
      'case.network.json',
    );
    assert.deepEqual(problems, []);
    assert.equal(networks[0]?.layers.length, 10_000);
  });

  it('twenty thousand mistakes are a few hundred problems', () => {
    const layers = Array.from({ length: 20_000 }, (_, index) => `{"relu": null, "from": "b${index}"}`);
    const { problems } = readIn(15, `{"input": [2], "layers": [${layers.join(',')}]}`, 'case.network.json');
    assert.equal(problems.length, 201);
    assert.match(problems.at(-1)?.message ?? '', /more problems/);
  });

  it('files that are too large get one problem', () => {
    const json = readIn(1, ' '.repeat(20_000_001), 'case.network.json');
    const yaml = readIn(1, '#'.repeat(5_000_001));
    for (const { problems, networks } of [json, yaml]) {
      assert.equal(networks.length, 0);
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? '', /too large/);
    }
  });

  it('zero bytes, byte order marks and CRLF', () => {
    assert.match(messagesOf(readIn(1, 'input: [2]\0')), /zero bytes/);
    const marked = readIn(1, '\uFEFFinput: [2]\r\nlayers:\r\n  - rely\r\n');
    assert.deepEqual(marked.problems[0]?.span.start, { line: 2, column: 4 });
    assert.deepEqual(marked.problems[0].span.end, { line: 2, column: 8 });
    const json = readIn(1, '\uFEFF{ "input": [2], "layers": ["relu"] }', 'case.network.json');
    assert.deepEqual(json.problems, []);
  });

  it('duplicate keys by the thousand take linear time', () => {
    readIn(10, `input: [2]\nlayers: [relu]\n${'seed: 1\n'.repeat(20_000)}`);
  });
});

describe('network files while they are typed', () => {
  const folder = path.resolve(import.meta.dirname, '../../../examples');
  for (const file of readdirSync(folder).filter((name) => /\.network\.(ya?ml|json)$/.test(name))) {
    it(`${file} cut at every character`, () => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      for (let length = 0; length <= text.length; length += 1) {
        const cut = text.slice(0, length);
        checkReading(readNetworkFile(cut, file), cut);
      }
    }).timeout(60_000);
  }

  it('with any piece replaced by any other', () => {
    const text = readFileSync(path.join(folder, 'digits.network.yaml'), 'utf8');
    const place = fc.integer({ min: 0, max: text.length });
    fc.assert(
      fc.property(place, place, fc.string({ unit: 'grapheme' }), (from, to, between) => {
        const changed = text.slice(0, Math.min(from, to)) + between + text.slice(Math.max(from, to));
        checkReading(readNetworkFile(changed), changed);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('with any values in the known fields', () => {
    const fields = [
      'name',
      'input',
      'layers',
      'loss',
      'batch',
      'seed',
      'data',
      'train',
      'ignore',
      'expression',
    ];
    const words = [
      'linear',
      'relu',
      'repeat',
      'add',
      'id',
      'from',
      'init',
      'weights',
      'moons',
      'inputs',
      'file',
    ];
    const key = fc.oneof(fc.constantFrom(...words), fc.string());
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.integer(),
        fc.double(),
        fc.constantFrom(...words, 'layers', 'pytorch', 'input'),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), value), (content) => {
        const text = JSON.stringify({ input: [2], layers: ['relu'], ...content });
        checkReading(readNetworkFile(text, 'case.network.json'), text);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
