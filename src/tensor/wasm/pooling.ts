/** Pooling and resampling over the module. */
import { stepsPerQuestion, pieceSteps } from '../pace';
import { placesOf, poolingLoops, type PoolingKernels, type Windows } from '../pooling';
import { resamplingLoops, type Around, type ResamplingKernels, type Taps } from '../resampling';
import type { Tensor } from '../tensor';
import { allFloat32, type Storage } from './storage';

type Fold = (...places: [x: number, planes: number, table: number, divisor: number, out: number]) => void;
type Resample = (
  ...places: [
    x: number,
    outer: number,
    before: number,
    after: number,
    inner: number,
    taps: number,
    places: number,
    weights: number,
    out: number,
  ]
) => void;

/** What the module exports for pools and resampling; addresses and counts like those of WasmFunctions. */
export interface PoolingFunctions {
  maximumOfWindows(x: number, planes: number, table: number, out: number, indices: number): void;
  readonly meanOfWindows: Fold;
  readonly spreadOverWindows: Fold;
  readonly resample: Resample;
  readonly resampleGradient: Resample;
}

/** The kernels; for other element types, for planes that take long, and where memory is refused, the plain loops do it. */
export function poolingWasm(storage: Storage): PoolingKernels & ResamplingKernels {
  const plain = { ...poolingLoops(storage.pace), ...resamplingLoops(storage.pace) };
  return {
    maximumOfWindows: (x, windows, out, indices) => {
      if (!maximum(storage, x, windows, out, indices)) plain.maximumOfWindows(x, windows, out, indices);
    },
    meanOfWindows: (x, windows, divisor, out) => {
      if (!folded(storage, 'meanOfWindows', { x, windows, divisor, out }))
        plain.meanOfWindows(x, windows, divisor, out);
    },
    spreadOverWindows: (dy, windows, divisor, dx) => {
      if (!folded(storage, 'spreadOverWindows', { x: dy, windows, divisor, out: dx }))
        plain.spreadOverWindows(dy, windows, divisor, dx);
    },
    resample: (x, around, taps, out) => {
      if (!resampled(storage, 'resample', x, around, taps, out)) plain.resample(x, around, taps, out);
    },
    resampleGradient: (dy, around, taps, dx) => {
      if (!resampled(storage, 'resampleGradient', dy, around, taps, dx))
        plain.resampleGradient(dy, around, taps, dx);
    },
  };
}

/** The windows as the module reads them. */
function tableOf(windows: Windows): Int32Array {
  return Int32Array.from([
    ...windows.flatMap(({ starts, step, places }) => [starts.length, step, places]),
    ...windows.flatMap(({ starts, ends, counts }) => [...starts, ...ends, ...counts]),
  ]);
}

/** Windows of one plane, and steps of folding it: one for each place of each window, and one for each window. */
function sizesOf(windows: Windows): { readonly perPlane: number; readonly steps: number } {
  const perPlane = windows.reduce((product, { starts }) => product * starts.length, 1);
  const steps = windows.reduce((product, { steps: ofAxis }) => product * ofAxis, 1);
  return { perPlane, steps: perPlane + Math.max(0, steps) };
}

/** Calls `each` with parts of the planes that take a few milliseconds at most. */
function inPlanes(
  storage: Storage,
  planes: number,
  steps: number,
  each: (first: number, count: number) => void,
): void {
  const most = Math.max(1, Math.floor(pieceSteps / steps));
  for (let first = 0; first < planes; first += most) {
    const count = Math.min(most, planes - first);
    each(first, count);
    storage.pace(count * steps);
  }
}

function maximum(storage: Storage, x: Tensor, windows: Windows, out: Tensor, indices: Tensor): boolean {
  const { perPlane, steps } = sizesOf(windows);
  const places = placesOf(windows);
  if (!allFloat32(x, out) || !(steps <= stepsPerQuestion) || places === 0) return false;
  const table = tableOf(windows);
  // The indices lie outside of every arena.
  const bytes = 4 * out.data.length + table.byteLength;
  return storage.run(
    [x],
    out,
    bytes,
    ({ arena: { buffer, functions }, inputs: [from = 0], out: into, work }) => {
      const tableAt = work + 4 * out.data.length;
      new Int32Array(buffer, tableAt, table.length).set(table);
      inPlanes(storage, x.data.length / places, steps, (first, count) => {
        const target = 4 * first * perPlane;
        functions.maximumOfWindows(from + 4 * first * places, count, tableAt, into + target, work + target);
      });
      indices.data.set(new Int32Array(buffer, work, out.data.length));
    },
  );
}

function folded(
  storage: Storage,
  name: 'meanOfWindows' | 'spreadOverWindows',
  {
    x,
    windows,
    divisor,
    out,
  }: { readonly x: Tensor; readonly windows: Windows; readonly divisor: number | null; readonly out: Tensor },
): boolean {
  const { perPlane, steps } = sizesOf(windows);
  const places = placesOf(windows);
  if (!allFloat32(x, out) || !(steps <= stepsPerQuestion) || places === 0) return false;
  const table = tableOf(windows);
  const [given, taken] = name === 'meanOfWindows' ? [places, perPlane] : [perPlane, places];
  return storage.run(
    [x],
    out,
    table.byteLength,
    ({ arena: { buffer, functions }, inputs: [from = 0], out: into, work }) => {
      new Int32Array(buffer, work, table.length).set(table);
      inPlanes(storage, out.data.length / taken, steps, (first, count) =>
        functions[name](from + 4 * first * given, count, work, divisor ?? 0, into + 4 * first * taken),
      );
    },
  );
}

function resampled(
  storage: Storage,
  name: 'resample' | 'resampleGradient',
  x: Tensor,
  { outer, before, after, inner }: Around,
  { count, places, weights }: Taps,
  out: Tensor,
): boolean {
  const steps = count * after * inner;
  if (!allFloat32(x, out) || !(steps <= stepsPerQuestion)) return false;
  const [given, taken] =
    name === 'resample' ? [before * inner, after * inner] : [after * inner, before * inner];
  const bytes = weights.byteLength + places.byteLength;
  return storage.run(
    [x],
    out,
    bytes,
    ({ arena: { buffer, functions }, inputs: [from = 0], out: into, work }) => {
      const placesAt = work + weights.byteLength;
      new Float64Array(buffer, work, weights.length).set(weights);
      new Int32Array(buffer, placesAt, places.length).set(places);
      inPlanes(storage, outer, steps, (first, rows) =>
        functions[name](
          ...([from + 4 * first * given, rows, before, after, inner, count, placesAt, work] as const),
          into + 4 * first * taken,
        ),
      );
    },
  );
}
