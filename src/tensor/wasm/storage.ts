/** The storage of one set of WASM kernels: the arena in use, and the places of operands in it, copied there where they lie elsewhere. */
import { borrow, giveBack, padded, type Arena, type Block } from './arena';
import { createHeap, type Heap, type Usage } from './heap';
import type { Kernels, StorageKey } from '../kernels';
import { inPieces, type Pace } from '../pace';
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
export interface Storage extends Pick<
  Kernels,
  'reserve' | 'temporarily' | 'recorded' | 'storageOf' | 'release'
> {
  /** Hears of all work that is done here. */
  readonly pace: Pace;
  /** Zeroed float32 storage, or null where the engine refuses memory. */
  allocate(shape: Shape): Tensor | null;
  /**
   * Runs a kernel over addresses; operands outside the arena are copied in, and `out` back. False, with nothing done, where the
   * engine refuses the memory.
   */
  run(inputs: readonly Tensor[], out: Tensor, workBytes: number, kernel: (placed: Placed) => void): boolean;
  usage(): Usage;
}

/** Storage without a first arena: it is made when somebody needs it. */
export function createStorage(module: WebAssembly.Module, pace: Pace): Storage {
  const heap = createHeap(module);
  return {
    pace,
    allocate: (shape) => {
      const length = sizeOf(shape);
      const block = heap.allocate(4 * length);
      return (
        block && {
          elementType: 'float32',
          shape,
          data: new Float32Array(block.arena.buffer, block.start, length),
        }
      );
    },
    reserve: (bytes) => void heap.withRoom(padded(bytes)),
    temporarily: (work) => {
      const { result, blocks } = heap.recorded(work);
      heap.freeAll(blocks);
      return result;
    },
    recorded: (work) => {
      const { result, blocks } = heap.recorded(work);
      return { result, storages: blocks };
    },
    storageOf: ({ data }) => (data.length > 0 && heap.blockOf(data.buffer, data.byteOffset)) || data.buffer,
    release: (storage) => heap.freeAll(isBlock(storage) ? [storage] : []),
    run: (inputs, out, workBytes, kernel) => runIn(heap, pace, { inputs, out, workBytes }, kernel),
    usage: () => heap.usage(),
  };
}

function isBlock(storage: StorageKey): storage is Block {
  return 'inUse' in storage;
}

/** What a kernel takes. */
interface Operands {
  readonly inputs: readonly Tensor[];
  readonly out: Tensor;
  readonly workBytes: number;
}

function runIn(heap: Heap, pace: Pace, operands: Operands, kernel: (placed: Placed) => void): boolean {
  const blocks: Block[] = [];
  const current = heap.arena();
  const home = current && placesIn(current, operands, blocks);
  // A new arena holds none of the operands.
  const next = home ? null : heap.withRoom(bytesOutside(operands));
  const placed = home ?? (next && placesIn(next, operands, blocks));
  if (!placed) return false;
  heap.count(blocks);
  const { arena } = placed;
  try {
    [...operands.inputs, operands.out].forEach((tensor, index) => {
      const place = placed.inputs[index] ?? placed.out;
      if (!liesIn(arena, tensor)) copyBytes(bytesOf(tensor), bytesAt(arena, place, tensor), pace);
    });
    kernel(placed);
    const { out } = operands;
    if (!liesIn(arena, out)) copyBytes(bytesAt(arena, placed.out, out), bytesOf(out), pace);
  } finally {
    heap.freeAll(blocks);
  }
  return true;
}

/** The addresses of the operands, with room borrowed for those that lie elsewhere; null, with nothing borrowed, where there is none. */
function placesIn(arena: Arena, { inputs, out, workBytes }: Operands, borrowed: Block[]): Placed | null {
  const missing = { room: false };
  const room = (bytes: number): number => {
    const block = missing.room ? null : borrow(arena, bytes);
    if (block) borrowed.push(block);
    else missing.room = true;
    return block?.start ?? 0;
  };
  const placeOf = (tensor: Tensor): number =>
    liesIn(arena, tensor) ? tensor.data.byteOffset : room(tensor.data.byteLength);
  const placed = { arena, inputs: inputs.map(placeOf), out: placeOf(out), work: room(workBytes) };
  if (!missing.room) return placed;
  borrowed.forEach(giveBack);
  borrowed.length = 0;
  return null;
}

function copyBytes(from: Uint8Array, into: Uint8Array, pace: Pace): void {
  inPieces(from.length, pace, (start, end) => into.set(from.subarray(start, end), start));
}

function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function bytesAt({ buffer }: Arena, place: number, { data }: Tensor): Uint8Array {
  return new Uint8Array(buffer, place, data.byteLength);
}

function liesIn(arena: Arena, { data }: Tensor): boolean {
  return data.buffer === arena.buffer;
}

/** What operands need that all lie elsewhere. */
function bytesOutside({ inputs, out, workBytes }: Operands): number {
  return [...inputs, out].reduce((sum, { data }) => sum + padded(data.byteLength), padded(workBytes));
}

/** Whether the module can compute with all of these. */
export function allFloat32(...tensors: readonly Tensor[]): boolean {
  return tensors.every(({ elementType }) => elementType === 'float32');
}
