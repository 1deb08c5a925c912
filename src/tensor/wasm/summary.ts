/** Summaries over the module, in one pass. */
import { pieceSteps, type Pace } from '../pace';
import { summaryLoops, type Summary, type SummaryKernels } from '../summary';
import type { Tensor } from '../tensor';
import { allFloat32, type Storage } from './storage';

/** What the module exports for summaries; addresses and counts like those of WasmFunctions. */
export interface SummaryFunctions {
  summarise(x: number, count: number, shift: number, state: number): void;
  addSquares(x: number, parts: number, count: number, sums: number): void;
  countWithin(x: number, count: number, from: number, to: number): number;
}

/** The kernels; for other element types, and where memory is refused, the plain loops do it. */
export function summaryWasm(storage: Storage): SummaryKernels {
  const plain = summaryLoops(storage.pace);
  return {
    summary: (x) => summary(storage, x) ?? plain.summary(x),
    partNorms: (x, parts) => partNorms(storage, x, parts) ?? plain.partNorms(x, parts),
    countWithin: (x, from, to) => countWithin(storage, x, from, to) ?? plain.countWithin(x, from, to),
  };
}

/** Kernels that only look write nothing. */
const nothing: Tensor = { elementType: 'float32', shape: [0], data: new Float32Array(0) };

/** The state of a summary before the first number; the names are those of the module. */
const start = {
  ...{ notANumber: 0, infinite: 0, zeros: 0, minimum: Infinity, maximum: -Infinity },
  ...{ distance: 0, distanceSquares: 0, squares: 0 },
};
const stateLength = Object.keys(start).length;

function summary(storage: Storage, x: Tensor): Summary | null {
  if (!allFloat32(x) || x.data.length === 0) return null;
  const [first = 0] = x.data;
  const shift = Number.isFinite(first) ? first : 0;
  let found: Summary | null = null;
  storage.run([x], nothing, 8 * stateLength, ({ arena: { buffer, functions }, inputs: [from = 0], work }) => {
    const state = new Float64Array(buffer, work, stateLength);
    state.set(Object.values(start));
    inParts(x.data.length, storage.pace, (offset, count) =>
      functions.summarise(from + 4 * offset, count, shift, work),
    );
    found = summaryFrom(state, x.data.length, shift);
  });
  return found;
}

/** The variance is the mean square distance from a number among the elements, less the square of the mean distance: it loses no digits to a mean far from zero. */
function summaryFrom(state: Float64Array, count: number, shift: number): Summary {
  const [notANumber = 0, infinite = 0, zeros = 0, minimum = 0, maximum = 0, ...sums] = state;
  const [distance = 0, distanceSquares = 0, squares = 0] = sums;
  const finite = count - notANumber - infinite;
  const known = finite > 0;
  const meanDistance = distance / finite;
  const norm = notANumber > 0 ? NaN : infinite > 0 ? Infinity : Math.sqrt(squares);
  return {
    ...{ count, notANumber, infinite, zeros, norm },
    mean: known ? shift + meanDistance : NaN,
    std: known ? Math.sqrt(Math.max(0, distanceSquares / finite - meanDistance ** 2)) : NaN,
    minimum: known ? minimum : NaN,
    maximum: known ? maximum : NaN,
  };
}

function partNorms(storage: Storage, x: Tensor, parts: number): Float64Array | null {
  const width = x.data.length / parts;
  if (!allFloat32(x) || !Number.isInteger(width) || width === 0) return null;
  let norms: Float64Array | null = null;
  storage.run([x], nothing, 8 * parts, ({ arena: { buffer, functions }, inputs: [from = 0], work }) => {
    const sums = new Float64Array(buffer, work, parts).fill(0);
    const together = Math.floor(pieceSteps / width);
    for (let part = 0; part < parts; part += Math.max(1, together)) {
      const [place, into] = [part * width, work + 8 * part];
      if (together > 0) {
        const count = Math.min(together, parts - part);
        functions.addSquares(from + 4 * place, count, width, into);
        storage.pace(count * width);
      } else {
        inParts(width, storage.pace, (offset, count) =>
          functions.addSquares(from + 4 * (place + offset), 1, count, into),
        );
      }
    }
    norms = sums.map((sum) => Math.sqrt(sum));
  });
  return norms;
}

function countWithin(storage: Storage, x: Tensor, low: number, high: number): number | null {
  if (!allFloat32(x)) return null;
  let found: number | null = null;
  storage.run([x], nothing, 0, ({ arena: { functions }, inputs: [from = 0] }) => {
    let sum = 0;
    inParts(x.data.length, storage.pace, (offset, count) => {
      sum += functions.countWithin(from + 4 * offset, count, low, high);
    });
    found = sum;
  });
  return found;
}

/** An engine replaces its first, slow code of a function at a call: the first calls are short ones. */
function inParts(length: number, pace: Pace, each: (offset: number, count: number) => void): void {
  for (let offset = 0, size = 8192; offset < length; size = Math.min(2 * size, pieceSteps)) {
    const count = Math.min(size, length - offset);
    each(offset, count);
    pace(count);
    offset += count;
  }
}
