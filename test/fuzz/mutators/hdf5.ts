/** Changes of HDF5 files at the fields of their structures; our reader looks at no checksum, so none has to be mended. */
import { deflateSync, zlibSync } from 'fflate';
import type { Draw } from '../draw';
import { mutateBytes } from './bytes';
import { tellingNumbers, writeNumber, type Mutator } from './mutator';

const signatures = [
  '\x89HDF',
  'TREE',
  'SNOD',
  'HEAP',
  'GCOL',
  'OHDR',
  'OCHK',
  'FRHP',
  'FHDB',
  'FHIB',
  'BTHD',
  'BTLF',
  'BTIN',
  'FAHD',
  'FADB',
  'EAHD',
  'EAIB',
  'EASB',
  'EADB',
];

/** Changes fields near structures: sizes, counts and versions; addresses become other addresses of the file, which makes circles. */
export const mutateHdf5: Mutator = (file, draw) => {
  if (draw.chance(0.15)) return mutateBytes(file, draw);
  const bytes = file.slice();
  const changes = draw.chance(0.7) ? 1 : 2 + draw.below(3);
  const structures = structuresOf(file);
  const pointers = pointersOf(file);
  for (let change = 0; change < changes; change += 1) changeField(bytes, structures, pointers, draw);
  return bytes;
};

function changeField(
  bytes: Uint8Array,
  structures: readonly number[],
  pointers: readonly number[],
  draw: Draw,
): void {
  const near = (draw.any(structures) ?? 0) + draw.below(draw.chance(0.5) ? 16 : 128);
  const kind = draw.below(8);
  if (kind < 3) {
    const value = draw.chance(0.8) ? (draw.any(structures) ?? 0) : draw.pick(tellingNumbers);
    writeNumber(bytes, draw.any(pointers) ?? near, 8, value);
  } else if (kind < 5) writeNumber(bytes, near, draw.pick([1, 2, 4, 8]), draw.pick(tellingNumbers));
  else if (kind === 5) bytes[near] = draw.below(32);
  else if (kind === 6) {
    // One structure over another one.
    const from = draw.any(structures) ?? 0;
    bytes.copyWithin(draw.any(structures) ?? 0, from, from + 16 + draw.below(256));
  } else repack(bytes, draw);
}

/** Where structures begin: at a signature, or where an object header of version 1 may (a one, then a zero, aligned to eight). */
function structuresOf(bytes: Uint8Array): readonly number[] {
  const found: number[] = [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const signature of signatures) {
    for (
      let at = text.indexOf(signature, 0, 'latin1');
      at !== -1;
      at = text.indexOf(signature, at + 1, 'latin1')
    )
      found.push(at);
  }
  for (let at = 0; at + 16 <= bytes.length; at += 8) {
    const isHeader =
      bytes[at] === 1 && bytes[at + 1] === 0 && bytes[at + 3] === 0 && (bytes[at + 2] ?? 0) > 0;
    if (isHeader && bytes[at + 4] !== 0) found.push(at);
  }
  return found;
}

/** Places whose eight bytes are the place of a structure. */
function pointersOf(bytes: Uint8Array): readonly number[] {
  const structures = new Set(structuresOf(bytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: number[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += 1) {
    if (
      view.getUint32(at + 4, true) === 0 &&
      view.getUint32(at, true) > 0 &&
      structures.has(view.getUint32(at, true))
    )
      found.push(at);
  }
  return found;
}

/** A zlib stream in the file becomes another one that unpacks to something else, as long as there is room. */
function repack(bytes: Uint8Array, draw: Draw): void {
  const streams: number[] = [];
  for (let at = 0; at + 2 < bytes.length; at += 1) {
    const second = bytes[at + 1];
    if (bytes[at] === 0x78 && (second === 0x01 || second === 0x5e || second === 0x9c || second === 0xda))
      streams.push(at);
  }
  const at = draw.any(streams);
  if (at === undefined) return;
  const content = new Uint8Array(draw.pick([0, 1, 16, 4096, 2 ** 20]));
  const packed = draw.chance(0.8) ? zlibSync(content) : deflateSync(content);
  bytes.set(packed.subarray(0, bytes.length - at), at);
}
