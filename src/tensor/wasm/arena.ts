/**
 * Arenas: WebAssembly memories of a fixed size, from which tensors are cut. A memory is never grown, which would take it away from the
 * tensors that look at it: when one is full, the next one is begun, and the garbage collector frees a memory when no tensor looks at it
 * any more. So a tensor stays valid for as long as somebody holds it and nobody gave its storage back.
 */
import type { WasmFunctions } from './module';

/** One memory with an instance of the module over it. */
export interface Arena {
  readonly buffer: ArrayBuffer;
  readonly functions: WasmFunctions;
  /** Working storage of the matrix product. */
  readonly work: number;
  /** The parts that are free, in ascending order, none touching the next, all on boundaries of `grain`. */
  readonly gaps: Gap[];
  /** Bytes from here on have never been written. */
  untouched: number;
  /** The blocks in use by their first byte, but for empty ones. */
  readonly blocks: Map<number, Block>;
  readonly start: number;
  readonly end: number;
}

interface Gap {
  start: number;
  end: number;
}

/** A piece of an arena that is in use, from `start` to before `end`. */
export interface Block {
  readonly arena: Arena;
  readonly start: number;
  readonly end: number;
  inUse: boolean;
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
  const { buffer } = memory;
  return { buffer, functions, work, gaps: [{ start, end }], untouched: start, blocks: new Map(), start, end };
}

/** How large the arena after one with this much room is made, to hold at least `bytes`. */
export function nextSize(before: number, bytes: number): number {
  return Math.max(bytes, Math.min(2 * before, largestStep), smallest);
}

/** Whether `bytes` are free in one piece. */
export function hasRoom(arena: Arena, bytes: number): boolean {
  return arena.gaps.some(({ start, end }) => end - start >= bytes) || bytes === 0;
}

/** Takes the first gap that has room, with what was written there before; null where none has. */
export function borrow(arena: Arena, bytes: number): Block | null {
  const size = padded(bytes);
  if (size === 0) return { arena, start: arena.start, end: arena.start, inUse: true };
  const place = arena.gaps.findIndex(({ start, end }) => end - start >= size);
  const gap = arena.gaps[place];
  if (!gap) return null;
  const block = { arena, start: gap.start, end: gap.start + size, inUse: true };
  if (gap.end === block.end) arena.gaps.splice(place, 1);
  else gap.start = block.end;
  arena.untouched = Math.max(arena.untouched, block.end);
  arena.blocks.set(block.start, block);
  return block;
}

/** Like `borrow`, with zeros in it. */
export function cut(arena: Arena, bytes: number): Block | null {
  const { untouched } = arena;
  const block = borrow(arena, bytes);
  const written = block ? Math.min(untouched, block.start + bytes) - block.start : 0;
  if (block && written > 0) new Uint8Array(arena.buffer, block.start, written).fill(0);
  return block;
}

/** Gives a block back; once is enough. */
export function giveBack(block: Block): void {
  const { arena, start, end } = block;
  if (!block.inUse || start === end) return;
  block.inUse = false;
  arena.blocks.delete(start);
  const { gaps } = arena;
  const place = firstBehind(gaps, start);
  const [before, behind] = [gaps[place - 1], gaps[place]];
  const joinsBefore = before?.end === start;
  const joinsBehind = behind?.start === end;
  if (before && joinsBefore) before.end = behind && joinsBehind ? behind.end : end;
  else if (behind && joinsBehind) behind.start = start;
  else gaps.splice(place, 0, { start, end });
  if (joinsBefore && joinsBehind) gaps.splice(place, 1);
}

/** The index of the first gap that starts behind an address. */
function firstBehind(gaps: readonly Gap[], address: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle]?.start ?? 0) > address) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The block in use that an address lies in. */
export function blockAt(arena: Arena | undefined, address: number): Block | null {
  const block = arena?.blocks.get(address);
  if (!arena || block) return block ?? null;
  // A part of a tensor, which hardly ever is asked for.
  for (const other of arena.blocks.values()) {
    if (other.start <= address && address < other.end) return other;
  }
  return null;
}
