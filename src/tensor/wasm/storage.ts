/** The storage of one set of WASM kernels: the arena in use, and the places of operands in it, copied there where they lie elsewhere. */
import { borrow, createArena, cut, nextSize, padded, type Arena } from './arena';
import type { Pace } from '../pace';
import type { Shape, Tensor } from '../tensor';
import { sizeOf } from '../tensor';

/** Operands of one kernel call as addresses in one arena. */
export interface Placed {
  readonly arena: Arena;
  readonly inputs: readonly number[];
  readonly out: number;
  /** The address of the working storage asked for. */
  readonly work: number;
}

/** Where tensors live and kernels run. */
export interface Storage {
  /** Hears of all work that is done here. */
  readonly pace: Pace;
  /** Zeroed float32 storage, or null where the engine refuses memory. */
  allocate(shape: Shape): Tensor | null;
  /** Makes room for `bytes` in one memory, as far as the engine grants it. */
  reserve(bytes: number): void;
  /** Runs `work` and takes the storage of all tensors back that were allocated meanwhile. */
  temporarily<T>(work: () => T): T;
  /**
   * Runs a kernel over addresses; operands outside the arena are copied in, and `out` back. False, with nothing done, where the
   * engine refuses the memory.
   */
  run(inputs: readonly Tensor[], out: Tensor, workBytes: number, kernel: (placed: Placed) => void): boolean;
}

/** Storage without a first arena: it is made when somebody needs it. */
export function createStorage(module: WebAssembly.Module, pace: Pace): Storage {
  let arena: Arena | null = null;
  const withRoom = (bytes: number): Arena | null => {
    if (arena && arena.end - arena.free >= bytes) return arena;
    const before = arena ? arena.end - arena.start : 0;
    const next = createArena(module, nextSize(before, bytes)) ?? createArena(module, bytes);
    arena = next ?? arena;
    return next;
  };
  return {
    pace,
    allocate: (shape) => {
      const length = sizeOf(shape);
      const home = withRoom(padded(4 * length));
      return (
        home && {
          elementType: 'float32',
          shape,
          data: new Float32Array(home.buffer, cut(home, 4 * length), length),
        }
      );
    },
    reserve: (bytes) => void withRoom(padded(bytes)),
    temporarily: (work) => {
      const before = arena;
      const free = before?.free ?? 0;
      try {
        return work();
      } finally {
        // An arena that was begun meanwhile holds nothing older.
        if (arena && arena === before) arena.free = free;
        else if (arena) arena.free = arena.start;
      }
    },
    run: (inputs, out, workBytes, kernel) => {
      const extra = padded(workBytes);
      const fits = arena && arena.end - arena.free >= bytesOutside(arena, inputs, out) + extra;
      // A new arena holds none of the operands.
      const home = fits ? arena : withRoom(bytesOutside(null, inputs, out) + extra);
      if (!home) return false;
      runIn(home, inputs, out, workBytes, kernel);
      return true;
    },
  };
}

/** Runs the kernel in an arena that has room for all that lies elsewhere. */
function runIn(
  arena: Arena,
  inputs: readonly Tensor[],
  out: Tensor,
  workBytes: number,
  kernel: (placed: Placed) => void,
): void {
  const { free } = arena;
  try {
    const placed = {
      arena,
      inputs: inputs.map((input) => placeOf(arena, input)),
      out: placeOf(arena, out),
      work: borrow(arena, workBytes),
    };
    kernel(placed);
    if (!liesIn(arena, out)) {
      bytesOf(out).set(new Uint8Array(arena.buffer, placed.out, out.data.byteLength));
    }
  } finally {
    arena.free = free;
  }
}

/** The address of a tensor's elements, or of a copy. */
function placeOf(arena: Arena, tensor: Tensor): number {
  if (liesIn(arena, tensor)) return tensor.data.byteOffset;
  const place = borrow(arena, tensor.data.byteLength);
  new Uint8Array(arena.buffer, place, tensor.data.byteLength).set(bytesOf(tensor));
  return place;
}

function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function liesIn(arena: Arena, { data }: Tensor): boolean {
  return data.buffer === arena.buffer;
}

/** What the operands need in addition, when those that lie elsewhere are copied in. */
function bytesOutside(arena: Arena | null, inputs: readonly Tensor[], out: Tensor): number {
  let bytes = arena && liesIn(arena, out) ? 0 : padded(out.data.byteLength);
  for (const input of inputs) {
    if (!arena || !liesIn(arena, input)) bytes += padded(input.data.byteLength);
  }
  return bytes;
}

/** Whether the module can compute with all of these. */
export function allFloat32(...tensors: readonly Tensor[]): boolean {
  return tensors.every(({ elementType }) => elementType === 'float32');
}
