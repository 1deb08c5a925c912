/** The heap: blocks in the arena of the day, with a record of what some work allocated, and a count of what is in use. */
import {
  blockAt,
  createArena,
  cut,
  giveBack,
  hasRoom,
  nextSize,
  padded,
  type Arena,
  type Block,
} from './arena';

/** Bytes in use. */
export interface Usage {
  /** Now, tensors and working storage together. */
  readonly now: number;
  /** The most there ever were. */
  readonly most: number;
}

/** Blocks, with where they come from. */
export interface Heap {
  /** The arena in use, if one was needed yet. */
  arena(): Arena | null;
  /** The arena in use after making room in one piece, or null where the engine refuses the memory. */
  withRoom(bytes: number): Arena | null;
  /** Zeroed bytes, or null where the engine refuses memory. */
  allocate(bytes: number): Block | null;
  /** Runs `work` and gives the blocks that were allocated meanwhile and are still in use; if it throws, all are freed. */
  recorded<T>(work: () => T): { readonly result: T; readonly blocks: readonly Block[] };
  /** Counts blocks that were borrowed from an arena. */
  count(blocks: readonly Block[]): void;
  /** Frees blocks; those that are free already stay so. */
  freeAll(blocks: readonly Block[]): void;
  /** The block in use that holds an address, if the buffer is one of ours. */
  blockOf(buffer: ArrayBufferLike, address: number): Block | null;
  usage(): Usage;
}

/** A heap without a first arena: it is made when somebody needs it. */
export function createHeap(module: WebAssembly.Module): Heap {
  let arena: Arena | null = null;
  /** What was allocated since the innermost recording began; null while nobody records. */
  let record: Block[] | null = null;
  /** The arenas that tensors may lie in; their buffers keep them. */
  const arenas = new WeakMap<ArrayBufferLike, Arena>();
  const usage = { now: 0, most: 0 };

  const withRoom = (bytes: number): Arena | null => {
    if (arena && hasRoom(arena, bytes)) return arena;
    const before = arena ? arena.end - arena.start : 0;
    const next = createArena(module, nextSize(before, bytes)) ?? createArena(module, bytes);
    if (next) arenas.set(next.buffer, next);
    arena = next ?? arena;
    return next;
  };
  const count = (blocks: readonly Block[]): void => {
    for (const { start, end } of blocks) usage.now += end - start;
    usage.most = Math.max(usage.most, usage.now);
  };
  const freeAll = (blocks: readonly Block[]): void => {
    // Backwards, since what was allocated last is a neighbour of the largest gap.
    for (const block of blocks.toReversed()) {
      if (block.inUse) usage.now -= block.end - block.start;
      giveBack(block);
    }
  };
  return {
    arena: () => arena,
    withRoom,
    allocate: (bytes) => {
      const home = withRoom(padded(bytes));
      const block = home && cut(home, bytes);
      if (!block) return null;
      count([block]);
      record?.push(block);
      return block;
    },
    recorded: (work) => {
      const outer = record;
      const own: Block[] = [];
      record = own;
      try {
        const result = work();
        return { result, blocks: own.filter(({ inUse }) => inUse) };
      } catch (error) {
        freeAll(own);
        throw error;
      } finally {
        record = outer;
        for (const block of own) if (block.inUse) outer?.push(block);
      }
    },
    count,
    freeAll,
    blockOf: (buffer, address) => blockAt(arenas.get(buffer), address),
    usage: () => ({ ...usage }),
  };
}
