/** The recurrent kernels over the module: products by a matrix that is packed once, and the steps of cells. */
import type { RecurrentKernels } from '../recurrent';
import { recurrentLoops } from '../recurrent';
import type { Tensor } from '../tensor';
import { allFloat32, type Placed, type Storage } from './storage';

/** What the module exports for recurrent ops; addresses, counts and steps like those of WasmFunctions. */
export interface RecurrentFunctions {
  packColumns(
    b: number,
    bInnerStep: number,
    bColumnStep: number,
    columns: number,
    inner: number,
    into: number,
  ): void;
  multiplyPacked(
    a: number,
    packed: number,
    out: number,
    rows: number,
    columns: number,
    inner: number,
    work: number,
  ): void;
  lstmForward(
    ...operands: [
      gates: number,
      recurrent: number,
      before: number,
      cell: number,
      hidden: number,
      rows: number,
      units: number,
    ]
  ): void;
  lstmBackward(
    ...operands: [
      gates: number,
      before: number,
      cell: number,
      dHidden: number,
      dCell: number,
      dGates: number,
      rows: number,
      units: number,
    ]
  ): void;
  gruForward(
    gates: number,
    recurrent: number,
    before: number,
    hidden: number,
    rows: number,
    units: number,
  ): void;
  gruBackward(
    ...operands: [
      gates: number,
      before: number,
      recurrent: number,
      dHidden: number,
      dGates: number,
      dRecurrent: number,
      rows: number,
      units: number,
    ]
  ): void;
  rnnTanh(input: number, recurrent: number, hidden: number, count: number): void;
  rnnTanhBack(dHidden: number, hidden: number, out: number, count: number): void;
  rnnRelu(input: number, recurrent: number, hidden: number, count: number): void;
  rnnReluBack(dHidden: number, hidden: number, out: number, count: number): void;
}

/** Floating-point operations in the time of one step of a plain loop (see Pace): of products, and of one unit of a cell. */
const operationsPerStep = 64;
const unitSteps = 4;

/** The kernels; where memory is refused, the plain loops do it. */
export function recurrentWasm(storage: Storage): RecurrentKernels {
  const plain = recurrentLoops(storage.pace);
  return {
    multiplier: (b, options) =>
      packedMultiplier(storage, b, options?.transposeB === true) ?? plain.multiplier(b, options),
    ...rnnSteps(storage, plain),
    ...lstmSteps(storage, plain),
    ...gruSteps(storage, plain),
  };
}

function rnnSteps(
  storage: Storage,
  plain: RecurrentKernels,
): Pick<RecurrentKernels, 'rnnForward' | 'rnnBackward'> {
  return {
    rnnForward: (f, input, recurrent, hidden) => {
      const name = f === 'tanh' ? 'rnnTanh' : 'rnnRelu';
      const count = hidden.data.length;
      const done = run(storage, [input, recurrent], [hidden], ({ arena }, [x = 0, u = 0, out = 0]) =>
        arena.functions[name](x, u, out, count),
      );
      if (done) storage.pace(unitSteps * count);
      else plain.rnnForward(f, input, recurrent, hidden);
    },
    rnnBackward: (f, dHidden, hidden, out) => {
      const name = f === 'tanh' ? 'rnnTanhBack' : 'rnnReluBack';
      const count = hidden.data.length;
      const done = run(storage, [dHidden, hidden], [out], ({ arena }, [dh = 0, h = 0, into = 0]) =>
        arena.functions[name](dh, h, into, count),
      );
      if (done) storage.pace(count);
      else plain.rnnBackward(f, dHidden, hidden, out);
    },
  };
}

function lstmSteps(
  storage: Storage,
  plain: RecurrentKernels,
): Pick<RecurrentKernels, 'lstmForward' | 'lstmBackward'> {
  return {
    lstmForward: (step) => {
      const { gates, recurrent, before, cell, hidden } = step;
      const [rows = 0, units = 0] = cell.shape;
      const done = run(
        storage,
        [recurrent, before],
        [gates, cell, hidden],
        ({ arena }, [u = 0, b = 0, g = 0, c = 0, h = 0]) =>
          arena.functions.lstmForward(g, u, b, c, h, rows, units),
      );
      if (done) storage.pace(unitSteps * rows * units);
      else plain.lstmForward(step);
    },
    lstmBackward: (step) => {
      const { gates, before, cell, dHidden, dCell, dGates } = step;
      const [rows = 0, units = 0] = cell.shape;
      const done = run(
        storage,
        [gates, before, cell, dHidden],
        [dCell, dGates],
        ({ arena }, [g = 0, b = 0, c = 0, dh = 0, dc = 0, dg = 0]) =>
          arena.functions.lstmBackward(g, b, c, dh, dc, dg, rows, units),
      );
      if (done) storage.pace(unitSteps * rows * units);
      else plain.lstmBackward(step);
    },
  };
}

function gruSteps(
  storage: Storage,
  plain: RecurrentKernels,
): Pick<RecurrentKernels, 'gruForward' | 'gruBackward'> {
  return {
    gruForward: (step) => {
      const { gates, recurrent, before, hidden } = step;
      const [rows = 0, units = 0] = hidden.shape;
      const done = run(
        storage,
        [recurrent, before],
        [gates, hidden],
        ({ arena }, [u = 0, b = 0, g = 0, h = 0]) => arena.functions.gruForward(g, u, b, h, rows, units),
      );
      if (done) storage.pace(unitSteps * rows * units);
      else plain.gruForward(step);
    },
    gruBackward: (step) => {
      const { gates, before, recurrent, dHidden, dGates, dRecurrent } = step;
      const [rows = 0, units = 0] = before.shape;
      const done = run(
        storage,
        [gates, before, recurrent],
        [dHidden, dGates, dRecurrent],
        ({ arena }, [g = 0, b = 0, u = 0, dh = 0, dg = 0, du = 0]) =>
          arena.functions.gruBackward(g, b, u, dh, dg, du, rows, units),
      );
      if (done) storage.pace(unitSteps * rows * units);
      else plain.gruBackward(step);
    },
  };
}

/** Runs a kernel that writes several tensors: those that lie outside the arena are copied in like operands, and back. */
function run(
  storage: Storage,
  inputs: readonly Tensor[],
  outs: readonly Tensor[],
  kernel: (placed: Placed, places: readonly number[]) => void,
): boolean {
  const [last] = outs.slice(-1);
  if (!last || !allFloat32(...inputs, ...outs)) return false;
  const others = outs.slice(0, -1);
  return storage.run([...inputs, ...others], last, 0, (placed) => {
    kernel(placed, [...placed.inputs, placed.out]);
    others.forEach(({ data }, index) => {
      if (data.buffer === placed.arena.buffer) return;
      const place = placed.inputs[inputs.length + index] ?? 0;
      data.set(new Float32Array(placed.arena.buffer, place, data.length));
    });
  });
}

/** Null where the engine refuses the memory for the packed matrix. */
function packedMultiplier(
  storage: Storage,
  b: Tensor,
  transposed: boolean,
): ((a: Tensor, out: Tensor) => void) | null {
  const [first = 0, second = 0] = b.shape;
  const [inner, columns] = transposed ? [second, first] : [first, second];
  if (!allFloat32(b)) return null;
  const packed = storage.allocate([Math.ceil(columns / 8) * 8 * inner]);
  if (!packed) return null;
  const [innerStep, columnStep] = transposed ? [4, 4 * inner] : [4 * columns, 4];
  const done = storage.run([b], packed, 0, ({ arena, inputs: [from = 0], out }) =>
    arena.functions.packColumns(from, innerStep, columnStep, columns, inner, out),
  );
  if (!done) return null;
  storage.pace(b.data.length);
  const plain = recurrentLoops(storage.pace).multiplier(b, { transposeB: transposed });
  return (a, out) => {
    const [rows = 0] = a.shape;
    if (inner === 0 || out.data.length === 0) {
      out.data.fill(0);
      return;
    }
    const multiplied =
      allFloat32(a, out) &&
      storage.run(
        [a, packed],
        out,
        0,
        ({ arena: { functions, work }, inputs: [left = 0, right = 0], out: into }) =>
          functions.multiplyPacked(left, right, into, rows, columns, inner, work),
      );
    if (multiplied) storage.pace((2 * rows * columns * inner) / operationsPerStep);
    else plain(a, out);
  };
}
