// Files that are broken, or made to break what reads them: each gives a clear sentence, none an exception or a hang.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { PbfWriter } from 'pbf';
import type { FileMissing } from '../../../src/base/source';
import { noOverrides, type Reading } from '../../../src/readers/reader';
import { within } from '../hostile/limits';
import { readModel } from './running';

/** Writes one message. */
type Message = (writer: PbfWriter) => void;

const bytesOf = (write: Message): Uint8Array => {
  const writer = new PbfWriter();
  write(writer);
  return new Uint8Array(writer.finish());
};

const nested =
  (field: number, write: Message): Message =>
  (writer) =>
    writer.writeBytesField(field, bytesOf(write));
const text =
  (field: number, value: string): Message =>
  (writer) =>
    writer.writeStringField(field, value);
const whole =
  (field: number, value: number): Message =>
  (writer) =>
    writer.writeVarintField(field, value);
const all =
  (...parts: readonly Message[]): Message =>
  (writer) =>
    parts.forEach((part) => part(writer));

const sizes = (...dims: readonly number[]): Message =>
  nested(2, all(...dims.map((size) => nested(1, whole(1, size)))));
const declared = (field: number, name: string, ...dims: readonly number[]): Message =>
  nested(field, all(text(1, name), nested(2, nested(1, all(whole(1, 1), sizes(...dims))))));
const node = (operator: string, inputs: readonly string[], outputs: readonly string[], name = ''): Message =>
  nested(
    1,
    all(
      ...inputs.map((each) => text(1, each)),
      ...outputs.map((each) => text(2, each)),
      text(3, name),
      text(4, operator),
    ),
  );
const tensor = (name: string, dims: readonly number[], ...parts: readonly Message[]): Message =>
  nested(5, all(...dims.map((size) => whole(1, size)), whole(2, 1), text(8, name), ...parts));
const raw =
  (length: number): Message =>
  (writer) =>
    writer.writeBytesField(9, new Uint8Array(length));
const external = (location: string, ...more: readonly (readonly [string, string])[]): Message =>
  all(
    ...[['location', location] as const, ...more].map(([key, value]) =>
      nested(13, all(text(1, key), text(2, value))),
    ),
    whole(14, 1),
  );

/** A model of version 17 with these parts of a graph. */
const model = (...parts: readonly Message[]): Uint8Array =>
  bytesOf(all(whole(1, 8), nested(7, all(...parts)), nested(8, all(text(1, ''), whole(2, 17)))));

const x = declared(11, 'x', 2, 3);
const y = declared(12, 'y', 2, 3);

function messagesOf({ problems }: Reading): string {
  return problems.map(({ message }) => message).join(' | ');
}

const goldens = path.resolve(import.meta.dirname, '../../goldens/onnx-networks.json');
const { cases } = JSON.parse(readFileSync(goldens, 'utf8')) as {
  cases: readonly { readonly model: string }[];
}; // written by the script
const whole1 = new Uint8Array(Buffer.from(cases[0]?.model ?? '', 'base64'));

/** What is wrong, and what must be said of it. */
const broken: readonly (readonly [what: string, bytes: Uint8Array, says: RegExp])[] = [
  ['an empty file', new Uint8Array(0), /The file is empty/],
  ['a text', new TextEncoder().encode('<!DOCTYPE html><html><body>Not found</body></html>'), /no ONNX model/],
  [
    'a zip archive',
    new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 1, 2, 3]),
    /no ONNX model|ends in the midst/,
  ],
  ['no graph', bytesOf(whole(1, 8)), /holds no graph/],
  ['an old operator set', bytesOf(all(nested(7, x), nested(8, all(text(1, ''), whole(2, 6))))), /version 6/],
  ['a graph that gives nothing', model(x), /gives nothing/],
  [
    'a circle',
    model(x, y, node('Add', ['x', 'b'], ['a']), node('Relu', ['a'], ['b'], 'r'), node('Relu', ['b'], ['y'])),
    /in a circle through/,
  ],
  ['a node that feeds itself', model(x, y, node('Relu', ['y'], ['y'])), /in a circle/],
  [
    'one name for two values',
    model(x, y, node('Relu', ['x'], ['y']), node('Tanh', ['x'], ['y'])),
    /stands for two values/,
  ],
  ['a missing value', model(x, y, node('Add', ['x', 'nowhere'], ['y'])), /Nothing gives its input "nowhere"/],
  ['a missing output', model(x, y, node('Relu', ['x'], ['z'])), /Nothing gives the output "y"/],
  ['a missing input', model(x, y, node('Conv', ['x'], ['y'])), /Conv lacks its input 2/],
  ['an unknown operator', model(x, y, node('Teleport', ['x'], ['y'])), /Teleport is not understood/],
  ['a branch', model(x, y, node('If', ['x'], ['y'])), /If is not understood/],
  [
    'an input of negative size',
    model(declared(11, 'x', 2, -3), y, node('Relu', ['x'], ['y'])),
    /an axis of size -3/,
  ],
  [
    'an input of huge size',
    model(declared(11, 'x', 1, 2 ** 50), y, node('Relu', ['x'], ['y'])),
    /axis of size/,
  ],
  [
    'a tensor of negative size',
    model(x, y, tensor('w', [-3, 4], raw(4)), node('MatMul', ['x', 'w'], ['y'])),
    /cannot have the shape/,
  ],
  [
    'a tensor of huge size',
    model(x, y, tensor('w', [2 ** 40, 2 ** 40], raw(4)), node('MatMul', ['x', 'w'], ['y'])),
    /cannot have the shape|takes/,
  ],
  [
    'a tensor whose numbers do not fill it',
    model(x, y, tensor('w', [3, 4], raw(40)), node('MatMul', ['x', 'w'], ['y'])),
    /takes 48 bytes, the file holds 40 bytes/,
  ],
  [
    'a tensor without numbers',
    model(x, y, tensor('w', [3, 4]), node('MatMul', ['x', 'w'], ['y'])),
    /needs 12 numbers/,
  ],
  [
    'a reshape that does not fit',
    model(
      x,
      y,
      nested(5, all(whole(1, 1), whole(2, 7), whole(7, 7), text(8, 's'))),
      node('Reshape', ['x', 's'], ['y']),
    ),
    /cannot give the shape/i,
  ],
  [
    'external numbers above the folder',
    model(x, y, tensor('w', [3, 4], external('../secret')), node('MatMul', ['x', 'w'], ['y'])),
    /outside of the model's folder/,
  ],
  [
    'external numbers at a root',
    model(x, y, tensor('w', [3, 4], external('/etc/passwd')), node('MatMul', ['x', 'w'], ['y'])),
    /outside of the model's folder/,
  ],
  [
    'external numbers of a drive',
    model(x, y, tensor('w', [3, 4], external('C:\\secret')), node('MatMul', ['x', 'w'], ['y'])),
    /outside of the model's folder/,
  ],
  [
    'external numbers on a server',
    model(x, y, tensor('w', [3, 4], external('https://example.com/w')), node('MatMul', ['x', 'w'], ['y'])),
    /outside of the model's folder/,
  ],
];

describe('broken ONNX files', () => {
  for (const [what, bytes, says] of broken) {
    it(`${what} is a problem in a sentence`, () =>
      assert.match(messagesOf(within(() => readModel(bytes), what)), says));
  }

  it('a file that ends anywhere is a problem, and nothing else', () => {
    const step = Math.max(1, Math.floor(whole1.length / 400));
    for (let end = 0; end < whole1.length; end += step) {
      const reading = readModel(whole1.subarray(0, end));
      assert.ok(reading.problems.length > 0, `cut at ${end}`);
    }
  });

  it('external numbers are asked for, and taken from their place', () => {
    const bytes = model(
      x,
      declared(12, 'y', 2, 4),
      tensor('w', [3, 4], external('w.bin', ['offset', '8'], ['length', '48'])),
      node('MatMul', ['x', 'w'], ['y']),
    );
    assert.deepEqual(readModel(bytes).needs, ['w.bin']);
    const read = (file: Uint8Array | FileMissing): Reading =>
      readModel(bytes, noOverrides, new Map([['w.bin', file]]));
    assert.equal(messagesOf(read(new Uint8Array(56))), '');
    assert.match(messagesOf(read(new Uint8Array(55))), /beyond the end of w\.bin/);
    assert.match(messagesOf(read({ missing: 'the file does not exist' })), /does not exist/);
  });

  for (const [key, value] of [
    ['offset', '-8'],
    ['offset', String(2 ** 53)],
    ['offset', '1e300'],
    ['offset', 'eight'],
    ['length', '-48'],
    ['length', String(2 ** 60)],
    ['length', ''],
  ] as const) {
    it(`external numbers with the ${key} "${value}" lie beyond their file`, () => {
      const bytes = model(
        x,
        declared(12, 'y', 2, 4),
        tensor('w', [3, 4], external('w.bin', [key, value])),
        node('MatMul', ['x', 'w'], ['y']),
      );
      const files = new Map([['w.bin', new Uint8Array(40)]]);
      const reading = within(() => readModel(bytes, noOverrides, files), value);
      assert.match(messagesOf(reading), /beyond the end of w\.bin|the file holds/);
    });
  }

  it('external numbers are read by range: of 4 GiB only what belongs to the tensor', () => {
    const offset = 3 * 1024 ** 3;
    const bytes = model(
      x,
      declared(12, 'y', 2, 4),
      tensor('w', [3, 4], external('w.bin', ['offset', String(offset)], ['length', '48'])),
      node('MatMul', ['x', 'w'], ['y']),
    );
    const ranges: (readonly [from: number, to: number])[] = [];
    const read = (from: number, to: number): Uint8Array => {
      ranges.push([from, to]);
      return new Uint8Array(to - from);
    };
    const reading = readModel(bytes, noOverrides, new Map([['w.bin', { size: 4 * 1024 ** 3, read }]]));
    assert.equal(messagesOf(reading), '');
    assert.ok(ranges.length > 0 && ranges.every(([from, to]) => from === offset && to === offset + 48));
  });

  it('names that are no UTF-8 are read', () => {
    const bytes = model(x, y, node('Relu', ['x'], ['y'], 'name'));
    const at = Buffer.from(bytes).indexOf('name');
    const { networks } = readModel(bytes.with(at, 0xff).with(at + 1, 0xfe));
    assert.equal(networks.length, 1);
  });

  it('a million nodes are refused with the number', () => {
    const one = bytesOf(node('Relu', ['a'], ['a']));
    const many = new Uint8Array(one.length * 1_000_000);
    for (let at = 0; at < many.length; at += one.length) many.set(one, at);
    const bytes = model((writer) => {
      writer.realloc(many.length);
      writer.buf.set(many, writer.pos);
      writer.pos += many.length;
    });
    assert.match(messagesOf(within(() => readModel(bytes), 'a million nodes')), /more than 100000 nodes/);
  });

  it('a long chain of nodes is no recursion', () => {
    const length = 20_000;
    const chain = Array.from({ length }, (_, at) =>
      node('Identity', [at === 0 ? 'x' : `v${at}`], [at === length - 1 ? 'y' : `v${at + 1}`]),
    );
    const bytes = model(x, y, ...chain.toReversed());
    assert.equal(messagesOf(within(() => readModel(bytes), 'a chain')), '');
  });

  it('messages nested in each other without end are not entered', () => {
    let inner: Message = all();
    for (let depth = 0; depth < 2000; depth += 1) {
      const before = bytesOf(inner);
      // A graph in an attribute of a node of a graph, as branches have it.
      inner = (writer) =>
        nested(
          1,
          all(
            text(4, 'If'),
            text(2, 'y'),
            nested(
              5,
              all(text(1, 'then_branch'), (part) => part.writeBytesField(6, before)),
            ),
          ),
        )(writer);
    }
    assert.match(messagesOf(readModel(model(x, y, inner))), /If is not understood/);
  });

  it('models that are changed at random never throw', () => {
    const change = fc.record({
      at: fc.nat(),
      value: fc.nat(255),
      kind: fc.constantFrom('set', 'drop', 'double'),
    });
    fc.assert(
      fc.property(
        fc.nat(cases.length - 1),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (which, changes) => {
          let bytes = Buffer.from(cases[which]?.model ?? '', 'base64');
          for (const { at, value, kind } of changes) {
            const place = at % bytes.length;
            const size = kind === 'set' ? 0 : 1 + (value % 8);
            const middle =
              kind === 'set'
                ? Buffer.of(value)
                : kind === 'drop'
                  ? Buffer.alloc(0)
                  : bytes.subarray(place, place + size);
            bytes = Buffer.concat([
              bytes.subarray(0, place),
              middle,
              bytes.subarray(kind === 'double' ? place : place + Math.max(1, size)),
            ]);
          }
          const { networks, problems } = readModel(new Uint8Array(bytes));
          return networks.length + problems.length > 0;
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});
