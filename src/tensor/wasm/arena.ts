/**
 * Arenas: WebAssembly memories of a fixed size, from which tensors are cut front to back. A memory is never grown, which would take it
 * away from the tensors that look at it: when one is full, the next one is begun, and the garbage collector frees a memory when no
 * tensor looks at it any more. So a tensor stays valid for as long as somebody holds it.
 */
import type { WasmFunctions } from './module';

/** One memory with an instance of the module over it. */
export interface Arena {
  readonly buffer: ArrayBuffer;
  readonly functions: WasmFunctions;
  /** Working storage of the matrix product. */
  readonly work: number;
  /** The first byte that is free, on a boundary of `grain`. */
  free: number;
  /** Bytes from here on have never been written. */
  untouched: number;
  readonly start: number;
  readonly end: number;
}

/** Storage is cut in multiples of this: a cache line. */
const grain = 64;
const pageBytes = 65_536;
const mostPages = 65_536;
const smallest = 16 * 2 ** 20;
/** Above it, arenas grow no more by themselves: the memory of a full one is held by its last tensor. */
const largestStep = 64 * 2 ** 20;

/** Rounded up to whole grains. */
export function padded(bytes: number): number {
  return Math.ceil(bytes / grain) * grain;
}

/** A new arena with room for `bytes`, or null where the engine refuses the memory. */
export function createArena(module: WebAssembly.Module, bytes: number): Arena | null {
  // Enough for the module's constants and the working storage of its products.
  const fixed = 2 * 2 ** 20;
  const pages = Math.ceil((bytes + fixed) / pageBytes);
  if (pages > mostPages) return null;
  let memory: WebAssembly.Memory;
  try {
    memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // What the module exports is known from its source alone; test/tensor/wasm.test.ts holds the two against each other.
  const functions = exports as unknown as WasmFunctions;
  const work = padded(functions.firstFreeByte());
  const start = work + padded(functions.matrixProductBytes());
  // The last grain stays unused, so that the end of a tensor is an address, also at 4 GiB.
  const end = pages * pageBytes - grain;
  return { buffer: memory.buffer, functions, work, free: start, untouched: start, start, end };
}

/** How large the arena after one with this much room is made, to hold at least `bytes`. */
export function nextSize(before: number, bytes: number): number {
  return Math.max(bytes, Math.min(2 * before, largestStep), smallest);
}

/** Cuts `bytes` off the free part, with what was written there before; there must be room. */
export function borrow(arena: Arena, bytes: number): number {
  const start = arena.free;
  arena.free = start + padded(bytes);
  arena.untouched = Math.max(arena.untouched, arena.free);
  return start;
}

/** Cuts `bytes` zeroed bytes off the free part; there must be room. */
export function cut(arena: Arena, bytes: number): number {
  const written = Math.min(arena.untouched - arena.free, bytes);
  if (written > 0) new Uint8Array(arena.buffer, arena.free, written).fill(0);
  return borrow(arena, bytes);
}
