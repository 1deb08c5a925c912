/** Changes of files that begin with a header of text and its length: npy's Python dict and safetensors' JSON; the length fits afterwards. */
import type { Draw } from '../draw';
import { mutateBytes } from './bytes';
import { mutateJson } from './json';
import { joined, tellingNumbers, writeNumber, type Mutator } from './mutator';

/** Changes the header of a safetensors file, or what stands behind it. */
export const mutateSafetensors: Mutator = (file, draw) => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.length < 8 ? Infinity : Number(view.getBigUint64(0, true));
  if (8 + length > file.length || draw.chance(0.15)) return mutateBytes(file, draw);
  const header = mutateJson(file.subarray(8, 8 + length), draw);
  const start = new Uint8Array(8);
  writeNumber(start, 0, 8, header.length);
  return joined(start, header, file.subarray(8 + length));
};

const types = [
  '<f8',
  '>f4',
  '|b1',
  '<i8',
  '<u2',
  'f2',
  '|O',
  '<c16',
  '<U5',
  '',
  '<f99',
  'constructor',
] as const;

/** Changes the header of an npy file: its type, its order, its sizes. */
export const mutateNpy: Mutator = (file, draw) => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.length < 12 || file[6] !== 1 ? Infinity : view.getUint16(8, true);
  if (10 + length > file.length || draw.chance(0.2)) return mutateBytes(file, draw);
  const text = new TextDecoder('latin1').decode(file.subarray(10, 10 + length));
  const header = new TextEncoder().encode(changedDict(text, draw));
  const start = file.slice(0, 10);
  writeNumber(start, 8, 2, header.length);
  return joined(start, header, file.subarray(10 + length));
};

function changedDict(text: string, draw: Draw): string {
  switch (draw.below(5)) {
    case 0:
      return text.replace(/'descr': '[^']*'/, `'descr': '${draw.pick(types)}'`);
    case 1:
      return text.replace(/\((.*?)\)/, () => `(${sizes(draw)})`);
    case 2:
      return text.replace(/True|False/, draw.pick(['True', 'False', 'None', '1']));
    case 3:
      return text.replace(/'descr'|'shape'|'fortran_order'/, draw.pick(["'shape'", "'descr'", "'x'", '']));
    default:
      return text.replace(/\d+/g, (digits) =>
        draw.chance(0.5) ? String(draw.pick(tellingNumbers)) : digits,
      );
  }
}

function sizes(draw: Draw): string {
  const count = draw.pick([0, 1, 2, 3, 33, 1000]);
  return Array.from({ length: count }, () =>
    draw.pick<string | number>([0, 1, 2, 12, -1, '3L', '1e3', '', 'x', draw.pick(tellingNumbers)]),
  ).join(', ');
}

/** Changes the header of an idx file: its type, its axes and sizes stand in its first bytes. */
export const mutateIdx: Mutator = (file, draw) => {
  if (draw.chance(0.3)) return mutateBytes(file, draw);
  const bytes = file.slice();
  const at = 2 + draw.below(18);
  if (at < 4 || draw.chance(0.4)) bytes[at] = draw.pick([0, 1, 2, 3, 4, 8, 9, 11, 12, 13, 14, 255]);
  else
    new DataView(bytes.buffer).setUint32(
      Math.min(bytes.length - 4, at & ~3),
      draw.pick([0, 1, 2, 3, 28, 2 ** 31, 2 ** 32 - 1]),
    );
  return bytes;
};
