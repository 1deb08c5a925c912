/**
 * Pickles as data: containers, numbers and text are read, nothing is ever called. What a pickle would call is handed by its name to the
 * caller, who refuses it or says what stands in its place (the opcodes are those of CPython's pickletools).
 */
import { TensorFileError } from './tensors';

/** A value of a pickle. */
export type Pickled =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  /** Integers beyond 2^53 lose digits. */
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: Pickled[] }
  | { readonly kind: 'dict'; readonly pairs: [Pickled, Pickled][] }
  /** A class or function, by its dotted name. */
  | { readonly kind: 'global'; readonly name: string }
  /** What the caller made of a call or of something that stands outside of the pickle. */
  | { readonly kind: 'made'; readonly value: unknown };

/** What stands in the place of names, calls and outside things; each may throw a TensorFileError. */
export interface PickleMeanings {
  /** Throws where nothing of this name may be met. */
  readonly allow: (name: string) => void;
  readonly call: (name: string, args: readonly Pickled[]) => Pickled;
  readonly outside: (id: Pickled) => Pickled;
}

/** A value and the bytes behind it, where another pickle may begin. */
export interface Unpickled {
  readonly value: Pickled;
  readonly end: number;
}

const none: Pickled = { kind: 'none' };
const broken = 'its pickle is broken';

/** Reads one pickle from its start. @throws TensorFileError */
export function unpickle(bytes: Uint8Array, meanings: PickleMeanings): Unpickled {
  const state = new PickleState(bytes, meanings);
  for (;;) {
    const code = state.byte();
    if (code === stop) return { value: state.pop(), end: state.place };
    const run = opcodes[code];
    if (!run) {
      const shown = code > 32 && code < 127 ? String.fromCharCode(code) : `0x${code.toString(16)}`;
      throw new TensorFileError(`its pickle holds the instruction ${shown}, which is not read`);
    }
    run(state);
  }
}

const stop = 0x2e;

/** A pickle on its way: the place in the bytes, the stack, its marks and the memo. */
class PickleState {
  place = 0;
  readonly memo = new Map<number, Pickled>();
  readonly #stack: Pickled[] = [];
  readonly #marks: number[] = [];
  readonly #view: DataView;

  readonly bytes: Uint8Array;
  readonly meanings: PickleMeanings;

  constructor(bytes: Uint8Array, meanings: PickleMeanings) {
    this.bytes = bytes;
    this.meanings = meanings;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  push(value: Pickled): void {
    this.#stack.push(value);
  }

  pop(): Pickled {
    const value = this.#stack.length > (this.#marks.at(-1) ?? 0) ? this.#stack.pop() : undefined;
    if (!value) throw new TensorFileError(broken);
    return value;
  }

  top(): Pickled {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** Everything above the last mark. */
  popToMark(): Pickled[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new TensorFileError(broken);
    return this.#stack.splice(mark);
  }

  byte(): number {
    return this.#read(1, (place) => this.#view.getUint8(place));
  }

  uint16(): number {
    return this.#read(2, (place) => this.#view.getUint16(place, true));
  }

  int32(): number {
    return this.#read(4, (place) => this.#view.getInt32(place, true));
  }

  uint32(): number {
    return this.#read(4, (place) => this.#view.getUint32(place, true));
  }

  uint64(): number {
    return this.#read(8, (place) => Number(this.#view.getBigUint64(place, true)));
  }

  /** Doubles stand big-endian. */
  float64(): number {
    return this.#read(8, (place) => this.#view.getFloat64(place));
  }

  take(length: number): Uint8Array {
    return this.#read(length, (place) => this.bytes.subarray(place, place + length));
  }

  text(length: number): string {
    return new TextDecoder().decode(this.take(length));
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.place);
    if (end === -1) throw new TensorFileError('it ends inside its pickle');
    const text = this.text(end - this.place);
    this.place = end + 1;
    return text;
  }

  #read<Read>(length: number, read: (place: number) => Read): Read {
    if (this.place + length > this.bytes.length) throw new TensorFileError('it ends inside its pickle');
    const value = read(this.place);
    this.place += length;
    return value;
  }
}

type Run = (state: PickleState) => void;

const number = (value: number): Pickled => ({ kind: 'number', value });
const text = (value: string): Pickled => ({ kind: 'text', value });
const pushes =
  (read: (state: PickleState) => Pickled): Run =>
  (state) =>
    state.push(read(state));
const tupleOf =
  (count: number): Run =>
  (state) => {
    const items = Array.from({ length: count }, () => state.pop()).reverse();
    state.push({ kind: 'tuple', items });
  };
const puts =
  (key: (state: PickleState) => number): Run =>
  (state) => {
    state.memo.set(key(state), state.top());
  };
const gets = (key: (state: PickleState) => number): Run =>
  pushes((state) => {
    const value = state.memo.get(key(state));
    if (!value) throw new TensorFileError(broken);
    return value;
  });

/** What each opcode does, by its byte. */
const opcodes: Readonly<Record<number, Run | undefined>> = byCharacter({
  '\x80': (state) => void state.byte(),
  '\x95': (state) => void state.uint64(),
  '(': (state) => state.mark(),
  '0': (state) => void state.pop(),
  '1': (state) => void state.popToMark(),
  N: pushes(() => none),
  '\x88': pushes(() => ({ kind: 'bool', value: true })),
  '\x89': pushes(() => ({ kind: 'bool', value: false })),
  K: pushes((state) => number(state.byte())),
  M: pushes((state) => number(state.uint16())),
  J: pushes((state) => number(state.int32())),
  '\x8a': pushes((state) => number(longOf(state.take(state.byte())))),
  '\x8b': pushes((state) => number(longOf(state.take(state.uint32())))),
  G: pushes((state) => number(state.float64())),
  X: pushes((state) => text(state.text(state.uint32()))),
  '\x8c': pushes((state) => text(state.text(state.byte()))),
  '\x8d': pushes((state) => text(state.text(state.uint64()))),
  U: pushes((state) => text(state.text(state.byte()))),
  T: pushes((state) => text(state.text(state.uint32()))),
  C: pushes((state) => ({ kind: 'bytes', value: state.take(state.byte()) })),
  B: pushes((state) => ({ kind: 'bytes', value: state.take(state.uint32()) })),
  '\x8e': pushes((state) => ({ kind: 'bytes', value: state.take(state.uint64()) })),
  ']': pushes(() => ({ kind: 'list', items: [] })),
  ')': pushes(() => ({ kind: 'tuple', items: [] })),
  '}': pushes(() => ({ kind: 'dict', pairs: [] })),
  '\x8f': pushes(() => ({ kind: 'set', items: [] })),
  t: pushes((state) => ({ kind: 'tuple', items: state.popToMark() })),
  l: pushes((state) => ({ kind: 'list', items: state.popToMark() })),
  d: pushes((state) => ({ kind: 'dict', pairs: pairsOf(state.popToMark()) })),
  '\x91': pushes((state) => ({ kind: 'set', items: state.popToMark() })),
  '\x85': tupleOf(1),
  '\x86': tupleOf(2),
  '\x87': tupleOf(3),
  a: (state) => append(state, [state.pop()]),
  e: (state) => append(state, state.popToMark()),
  '\x90': (state) => append(state, state.popToMark()),
  s: (state) => {
    const value = state.pop();
    setItems(state, [state.pop(), value]);
  },
  u: (state) => setItems(state, state.popToMark()),
  q: puts((state) => state.byte()),
  r: puts((state) => state.uint32()),
  '\x94': puts((state) => state.memo.size),
  h: gets((state) => state.byte()),
  j: gets((state) => state.uint32()),
  c: (state) => {
    const module = state.line();
    global(state, `${module}.${state.line()}`);
  },
  '\x93': (state) => {
    const [name, module] = [state.pop(), state.pop()];
    if (module.kind !== 'text' || name.kind !== 'text') throw new TensorFileError(broken);
    global(state, `${module.value}.${name.value}`);
  },
  Q: pushes((state) => state.meanings.outside(state.pop())),
  R: pushes((state) => {
    const [args, called] = [state.pop(), state.pop()];
    if (called.kind !== 'global' || args.kind !== 'tuple') throw new TensorFileError(broken);
    return state.meanings.call(called.name, args.items);
  }),
  // The state of a dict is its attributes (state_dict's _metadata), that of a tensor its hooks: neither holds numbers of the model.
  b: (state) => {
    state.pop();
    const built = state.top();
    if (built.kind !== 'dict' && built.kind !== 'made') throw new TensorFileError(broken);
  },
});

function byCharacter(runs: Readonly<Record<string, Run>>): Readonly<Record<number, Run | undefined>> {
  return Object.fromEntries(Object.entries(runs).map(([character, run]) => [character.charCodeAt(0), run]));
}

function global(state: PickleState, name: string): void {
  state.meanings.allow(name);
  state.push({ kind: 'global', name });
}

function append(state: PickleState, items: readonly Pickled[]): void {
  const list = state.top();
  if (list.kind !== 'list' && list.kind !== 'set') throw new TensorFileError(broken);
  for (const item of items) list.items.push(item);
}

function setItems(state: PickleState, items: readonly Pickled[]): void {
  const dict = state.top();
  if (dict.kind !== 'dict') throw new TensorFileError(broken);
  for (const pair of pairsOf(items)) dict.pairs.push(pair);
}

function pairsOf(items: readonly Pickled[]): [Pickled, Pickled][] {
  if (items.length % 2 !== 0) throw new TensorFileError(broken);
  return Array.from({ length: items.length / 2 }, (_, pair) => [
    items[2 * pair] ?? none,
    items[2 * pair + 1] ?? none,
  ]);
}

/** Longer integers than this are no sizes and no counters. */
const longestInteger = 64;

/** A little-endian two's complement integer of any length. */
function longOf(bytes: Uint8Array): number {
  if (bytes.length > longestInteger) throw new TensorFileError(broken);
  const sign = ((bytes.at(-1) ?? 0) & 0x80) === 0 ? 0 : -(256 ** bytes.length);
  return bytes.reduceRight((sum, byte) => sum * 256 + byte, 0) + sign;
}
