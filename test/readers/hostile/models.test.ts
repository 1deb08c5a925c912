/** Saved models and packed data that were made to hurt whoever reads them: a problem or a network, within a second and within the memory limit. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync, strToU8, unzipSync, zipSync } from 'fflate';
import type { Files, Source } from '../../../src/base/source';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { within } from './limits';
import { zipOf } from './zipOf';

const folder = join(__dirname, '../../goldens/model-files');

function golden(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, file)));
}

function problemsOf(source: Source, what: string, files: Files = new Map()): string {
  const { problems } = within(() => readSource(source, files, noOverrides), what);
  return problems.map(({ message }) => message).join(' | ');
}

const archive = (bytes: Uint8Array): Source => ({ path: 'model.keras', text: '', bytes });
const json = (config: unknown): Source => ({
  path: 'model.json',
  text: JSON.stringify({ class_name: 'Sequential', config: { name: 's', layers: config } }),
});
const layer = (name: string, config: Readonly<Record<string, unknown>>): unknown => ({
  class_name: name,
  config: { name: name.toLowerCase(), ...config },
});
const input = layer('InputLayer', { batch_shape: [null, 4] });

describe('hostile models', () => {
  const refused: readonly (readonly [what: string, source: () => Source, says: RegExp])[] = [
    [
      'an archive whose configuration unpacks to a gigabyte',
      () =>
        archive(
          zipOf([
            {
              ...{ name: 'config.json', method: 8, size: 1_000_000_000 },
              content: deflateSync(new Uint8Array(2 ** 20)),
            },
          ]),
        ),
      /claims to unpack/,
    ],
    [
      'an archive whose configuration has 30 MB',
      () => archive(zipSync({ 'config.json': new Uint8Array(30_000_000) })),
      /config\.json is too long/,
    ],
    ['an archive of nothing', () => archive(zipSync({})), /without config\.json/],
    [
      'an archive whose weights are none',
      () => archive(zipSync({ ...unzipSync(golden('pictures.keras')), 'model.weights.h5': strToU8('none') })),
      /no HDF5 file/,
    ],
    [
      'lists within lists',
      () => ({ path: 'model.json', text: `{"class_name": "Sequential", "config": ${'['.repeat(200_000)}` }),
      /./,
    ],
    ['a layer of -1 units', () => json([input, layer('Dense', { units: -1 })]), /./],
  ];
  for (const [what, source, says] of refused) {
    it(`${what} is a problem in a sentence`, () => assert.match(problemsOf(source(), what), says));
  }

  it('numbers and names of any kind in the place of any other give a problem or a network', () => {
    const strange = [
      -1,
      1e308,
      null,
      true,
      '',
      '\u0000',
      '__proto__',
      [],
      {},
      [[[]]],
      '1e999',
      2 ** 50,
      2 ** 53,
    ];
    for (const value of strange) {
      for (const field of ['units', 'activation', 'kernel_initializer', 'use_bias', 'name', 'dtype']) {
        const source = json([input, layer('Dense', { units: 3, [field]: value })]);
        within(() => readSource(source, new Map(), noOverrides), `${field}: ${JSON.stringify(value)}`);
      }
    }
  });

  for (const file of ['pictures.keras', 'keras-2.h5']) {
    it(`${file}, cut anywhere, is a problem or reads`, () => {
      const bytes = golden(file);
      for (let part = 0; part < 40; part += 1) {
        const end = Math.floor((bytes.length * part) / 40);
        const found = problemsOf({ path: file, text: '', bytes: bytes.subarray(0, end) }, `cut at ${end}`);
        if (file.endsWith('.keras')) assert.match(found, /cannot be read/);
      }
    });
  }
});

describe('hostile data', () => {
  const program: Source = {
    path: 'model.network.yaml',
    text: 'input: [6]\nlayers:\n  - dense: 2\nloss: cross-entropy\n',
  };

  function problemsOfData(file: string, bytes: Uint8Array): string {
    const overrides = { ...noOverrides, data: { file } };
    const { problems } = within(() => readSource(program, new Map([[file, bytes]]), overrides), file);
    return problems.map(({ message }) => message).join(' | ');
  }

  const idx = (...sizes: readonly number[]): Uint8Array => {
    const bytes = new Uint8Array(4 + 4 * sizes.length + 12);
    bytes.set([0, 0, 8, sizes.length]);
    sizes.forEach((size, axis) => new DataView(bytes.buffer).setUint32(4 + 4 * axis, size));
    return bytes;
  };

  const cases: readonly (readonly [what: string, file: string, bytes: () => Uint8Array, says: RegExp])[] = [
    [
      'sizes of 2^32 each',
      'x-ubyte',
      () => idx(2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1),
      /cannot have the shape/,
    ],
    ['more images than bytes', 'x-ubyte', () => idx(2 ** 31, 28, 28), /takes .* the file holds/],
    ['gzip that claims 4 GB', 'x-ubyte.gz', () => lying(2 ** 32 - 1), /claims to unpack to 4/],
    ['gzip that claims too little', 'x-ubyte.gz', () => lying(10), /unpacks to more than it claims/],
    ['gzip that ends early', 'x-ubyte.gz', () => gzipSync(new Uint8Array(100)).subarray(0, 12), /cut off/],
    ['gzip within gzip', 'x.npy.gz', () => gzipSync(gzipSync(new Uint8Array(2 ** 20))), /cannot be read/],
  ];
  for (const [what, file, bytes, says] of cases) {
    it(`${what}: a sentence`, () => assert.match(problemsOfData(file, bytes()), says));
  }

  /** A megabyte of zeros whose last four bytes say that it is of another length (RFC 1952, 2.3.1). */
  function lying(size: number): Uint8Array {
    const bytes = gzipSync(new Uint8Array(2 ** 20));
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(bytes.length - 4, size, true);
    return bytes;
  }
});
