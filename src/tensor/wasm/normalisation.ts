/** The passes of normalisation over the module. */
import { normalisationLoops, type NormalisationKernels, type Per } from '../normalisation';
import type { Tensor } from '../tensor';
import type { Arena } from './arena';
import { inRows } from './rows';
import { allFloat32, type Storage } from './storage';

/** What the module exports for normalisations; addresses, counts and steps like those of WasmFunctions, lists of float64 unless said. */
export interface NormalisationFunctions {
  rowMoments(x: number, rows: number, columns: number, means: number, variances: number): void;
  columnMoments(
    ...places: [x: number, rowStep: number, rows: number, columns: number, means: number, variances: number]
  ): void;
  standardiseRows(
    ...places: [x: number, rows: number, columns: number, centres: number, apart: number, out: number]
  ): void;
  standardiseColumns(x: number, rows: number, columns: number, lists: number, out: number): void;
  splitDoubles(x: number, count: number, high: number, low: number): void;
  rowDeviationSums(
    ...places: [
      dy: number,
      x: number,
      rows: number,
      columns: number,
      centres: number,
      flows: number,
      products: number,
    ]
  ): void;
  columnDeviationSums(
    ...places: [
      dy: number,
      x: number,
      rowStep: number,
      rows: number,
      columns: number,
      centres: number,
      flows: number,
      products: number,
    ]
  ): void;
  combineRows(
    ...places: [
      dy: number,
      x: number,
      rows: number,
      columns: number,
      centres: number,
      apart: number,
      out: number,
    ]
  ): void;
  combineColumns(
    ...places: [dy: number, x: number, rows: number, columns: number, lists: number, out: number]
  ): void;
  normaliseRows(
    ...places: [
      x: number,
      scale: number,
      shift: number,
      rows: number,
      columns: number,
      centred: boolean,
      epsilon: number,
      out: number,
      centres: number,
      factors: number,
    ]
  ): void;
  normaliseRowsGradient(
    ...places: [
      dy: number,
      x: number,
      scale: number,
      rows: number,
      columns: number,
      centred: boolean,
      centres: number,
      factors: number,
      dx: number,
      sums: number,
    ]
  ): void;
}

/** The kernels; where memory is refused, the plain loops do it. */
export function normalisationWasm(storage: Storage): NormalisationKernels {
  const plain = normalisationLoops(storage.pace);
  return {
    moments: (per, x, out) => {
      if (!moments(storage, per, x, out)) plain.moments(per, x, out);
    },
    standardise: (per, x, coefficients, out) => {
      if (!standardise(storage, per, x, coefficients, out)) plain.standardise(per, x, coefficients, out);
    },
    deviationSums: (per, dy, x, centres, out) => {
      if (!deviationSums(storage, per, [dy, x, centres], out)) plain.deviationSums(per, dy, x, centres, out);
    },
    combine: (per, dy, x, coefficients, out) => {
      if (!combine(storage, per, [dy, x, coefficients], out)) plain.combine(per, dy, x, coefficients, out);
    },
    normaliseRows: (...call) => {
      if (!normaliseRows(storage, ...call)) plain.normaliseRows(...call);
    },
    normaliseRowsGradient: (...call) => {
      if (!normaliseRowsGradient(storage, ...call)) plain.normaliseRowsGradient(...call);
    },
  };
}

function sizesOf({ shape }: Tensor): readonly [rows: number, columns: number] {
  const [rows = 0, columns = 0] = shape;
  return [rows, columns];
}

/** Visits the columns in parts of whole cache lines that take a few milliseconds at most, as far as whole columns allow. */
function inColumns(
  rows: number,
  columns: number,
  storage: Storage,
  each: (first: number, count: number) => void,
): void {
  // 16 neighbours take as many rows of one cache line; parts of them are as good as whole ones.
  const groups = Math.ceil(columns / 16);
  inRows(groups, Math.max(1, rows * 16), storage.pace, (first, count) =>
    each(16 * first, Math.min(columns - 16 * first, 16 * count)),
  );
}

function moments(storage: Storage, per: Per, x: Tensor, out: Tensor): boolean {
  if (!allFloat32(x) || x.data.length === 0) return false;
  const [rows, columns] = sizesOf(x);
  return storage.run([x], out, 0, ({ arena: { functions }, inputs: [from = 0], out: into }) => {
    if (per === 'column') {
      inColumns(rows, columns, storage, (first, count) =>
        functions.columnMoments(
          from + 4 * first,
          4 * columns,
          rows,
          count,
          into + 8 * first,
          into + 8 * (columns + first),
        ),
      );
      return;
    }
    inRows(rows, columns, storage.pace, (first, count) =>
      functions.rowMoments(
        from + 4 * first * columns,
        count,
        columns,
        into + 8 * first,
        into + 8 * (rows + first),
      ),
    );
  });
}

/** Writes lists of float64 as lists of float32, the first one as two: what float32 holds of it, and the rest. */
function splitLists(arena: Arena, from: number, lists: number, columns: number, into: number): void {
  const { functions } = arena;
  functions.splitDoubles(from, columns, into, into + 4 * columns);
  functions.roundDoubles(from + 8 * columns, into + 8 * columns, (lists - 1) * columns);
}

function standardise(storage: Storage, per: Per, x: Tensor, coefficients: Tensor, out: Tensor): boolean {
  if (!allFloat32(x, out) || x.data.length === 0) return false;
  const [rows, columns] = sizesOf(x);
  const workBytes = per === 'column' ? 4 * 4 * columns : 0;
  return storage.run(
    [x, coefficients],
    out,
    workBytes,
    ({ arena, inputs: [from = 0, lists = 0], out: into, work }) => {
      if (per === 'column') splitLists(arena, lists, 3, columns, work);
      inRows(rows, columns, storage.pace, (first, count) => {
        const [place, target] = [from + 4 * first * columns, into + 4 * first * columns];
        if (per === 'column') arena.functions.standardiseColumns(place, count, columns, work, target);
        else arena.functions.standardiseRows(place, count, columns, lists + 8 * first, 8 * rows, target);
      });
    },
  );
}

type Three = readonly [dy: Tensor, x: Tensor, lists: Tensor];

function deviationSums(storage: Storage, per: Per, [dy, x, centres]: Three, out: Tensor): boolean {
  if (!allFloat32(dy, x) || x.data.length === 0) return false;
  const [rows, columns] = sizesOf(x);
  return storage.run(
    [dy, x, centres],
    out,
    0,
    ({ arena: { functions }, inputs: [flow = 0, from = 0, middle = 0], out: into }) => {
      if (per === 'column') {
        inColumns(rows, columns, storage, (first, count) =>
          functions.columnDeviationSums(
            flow + 4 * first,
            from + 4 * first,
            4 * columns,
            rows,
            count,
            middle + 8 * first,
            into + 8 * first,
            into + 8 * (columns + first),
          ),
        );
        return;
      }
      inRows(rows, columns, storage.pace, (first, count) =>
        functions.rowDeviationSums(
          flow + 4 * first * columns,
          from + 4 * first * columns,
          count,
          columns,
          middle + 8 * first,
          into + 8 * first,
          into + 8 * (rows + first),
        ),
      );
    },
  );
}

function combine(storage: Storage, per: Per, [dy, x, coefficients]: Three, out: Tensor): boolean {
  if (!allFloat32(dy, x, out) || x.data.length === 0) return false;
  const [rows, columns] = sizesOf(x);
  const workBytes = per === 'column' ? 4 * 5 * columns : 0;
  return storage.run(
    [dy, x, coefficients],
    out,
    workBytes,
    ({ arena, inputs: [flow = 0, from = 0, lists = 0], out: into, work }) => {
      const { functions } = arena;
      if (per === 'column') splitLists(arena, lists, 4, columns, work);
      inRows(rows, columns, storage.pace, (first, count) => {
        const offset = 4 * first * columns;
        const places = [flow + offset, from + offset, count, columns] as const;
        if (per === 'column') functions.combineColumns(...places, work, into + offset);
        else functions.combineRows(...places, lists + 8 * first, 8 * rows, into + offset);
      });
    },
  );
}

type RowsCall = Parameters<NormalisationKernels['normaliseRows']>;

function normaliseRows(
  storage: Storage,
  ...[x, { scale, shift }, { centred, epsilon }, out, statistics]: RowsCall
): boolean {
  const affine = [scale, shift].filter((tensor) => tensor !== null);
  if (!allFloat32(x, out, ...affine) || x.data.length === 0) return false;
  const [rows, columns] = sizesOf(x);
  return storage.run(
    [x, out, ...affine],
    statistics,
    0,
    ({ arena, inputs: [from = 0, target = 0, first = 0, second = 0], out: into }) => {
      const [scaleAt, shiftAt] = [scale ? first : 0, scale ? second : first];
      inRows(rows, columns, storage.pace, (row, count) =>
        arena.functions.normaliseRows(
          from + 4 * row * columns,
          scaleAt,
          shift ? shiftAt : 0,
          count,
          columns,
          centred,
          epsilon,
          target + 4 * row * columns,
          into + 8 * row,
          into + 8 * (rows + row),
        ),
      );
      bringBack(arena, target, out);
    },
  );
}

/** Copies what was written into the stead of a tensor that lies outside the arena. */
function bringBack(arena: Arena, place: number, { data }: Tensor): void {
  if (data.buffer !== arena.buffer) data.set(new Float32Array(arena.buffer, place, data.length));
}

type GradientCall = Parameters<NormalisationKernels['normaliseRowsGradient']>;

function normaliseRowsGradient(
  storage: Storage,
  ...[dy, x, scale, { centred }, statistics, { dx, columns: sums }]: GradientCall
): boolean {
  const [rows, columns] = sizesOf(x);
  const optional = [scale, dx].filter((tensor) => tensor !== null);
  // The place that the run brings back; without column sums it is the input's gradient.
  const last = sums ?? dx;
  if (!last || !allFloat32(dy, x, ...optional) || x.data.length === 0) return false;
  const inputs = [dy, x, statistics, ...(scale ? [scale] : []), ...(dx && sums ? [dx] : [])];
  return storage.run(
    inputs,
    last,
    0,
    ({ arena, inputs: [flow = 0, from = 0, found = 0, ...others], out: into }) => {
      const scaleAt = scale ? (others[0] ?? 0) : 0;
      const dxAt = dx && sums ? (others.at(-1) ?? 0) : into;
      if (sums) arena.functions.fillDoubles(0, into, 2 * columns);
      inRows(rows, columns, storage.pace, (row, count) =>
        arena.functions.normaliseRowsGradient(
          flow + 4 * row * columns,
          from + 4 * row * columns,
          scaleAt,
          count,
          columns,
          centred,
          found + 8 * row,
          found + 8 * (rows + row),
          dx ? dxAt + 4 * row * columns : 0,
          sums ? into : 0,
        ),
      );
      if (dx && sums) bringBack(arena, dxAt, dx);
    },
  );
}
