/** Changes of JSON that leave it JSON, or what Python writes for JSON: other values, types, names and sizes, cycles by name, deep nesting. */
import type { Draw } from '../draw';
import { mutateBytes } from './bytes';
import type { Mutator } from './mutator';

type Holder = Record<string, unknown> | unknown[];

/** A place in the tree: what holds it, and under which name. */
interface Slot {
  readonly holder: Holder;
  readonly key: string;
}

/** Text that stands for itself when the tree is written: numbers that JSON's own writer would not give. */
const rawMark = '\u0001raw:';
const rawNumbers = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-0',
  '1e-400',
  '9'.repeat(400),
  '0.0',
  '1e3',
] as const;

const hostileTexts = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    '"',
    "'",
    '\\',
    '\n',
    '__proto__',
    'constructor',
    'toString',
    '../x',
    '/etc/passwd',
  ],
  ...[
    'None',
    'NaN',
    'float16',
    'same',
    'valid',
    'softmax',
    'Dense',
    'Sequential',
    'Functional',
    'Lambda',
    '{}',
    '#',
    '"""',
  ],
] as const;

const numbers = [
  -1,
  0,
  1,
  2,
  3,
  -2,
  0.5,
  1e9,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e308,
  5e-324,
] as const;

/** Changes one to four places of a JSON text. */
export const mutateJson: Mutator = (file, draw) => {
  const text = new TextDecoder().decode(file);
  const root = parsed(text);
  if (root === undefined || draw.chance(0.03)) return mutateBytes(file, draw);
  const holder: Holder = [root];
  const changes = draw.chance(0.6) ? 1 : 2 + draw.below(3);
  for (let change = 0; change < changes; change += 1) {
    const slots = slotsOf(holder);
    const slot = draw.any(slots);
    if (slot) changeAt(slot, slots, draw);
  }
  return new TextEncoder().encode(written(holder[0]));
};

/** The tree of a text that holds numbers of JSON or of Python. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    try {
      return JSON.parse(text.replace(/(?<=[:[,]\s*)-?(?:NaN|Infinity)\b/g, 'null')) as unknown;
    } catch {
      return undefined;
    }
  }
}

/** A text of a tree; what is marked as raw stands as it is. */
export function written(value: unknown): string {
  const text = value === undefined ? 'null' : JSON.stringify(value);
  return text.replace(/"\\u0001raw:([^"]*)"/g, (_, raw: string) => raw);
}

function slotsOf(root: Holder): readonly Slot[] {
  const slots: Slot[] = [];
  const open: Holder[] = [root];
  for (let holder = open.pop(); holder; holder = open.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      slots.push({ holder, key });
      if (typeof value === 'object' && value !== null) open.push(value as Holder); // an object or list of JSON
    }
  }
  return slots;
}

const valueAt = ({ holder, key }: Slot): unknown => Reflect.get(holder, key);
const put = ({ holder, key }: Slot, value: unknown): void => void Reflect.set(holder, key, value);

function changeAt(slot: Slot, slots: readonly Slot[], draw: Draw): void {
  const before = valueAt(slot);
  const kind = draw.below(12);
  const other = draw.any(slots);
  if (kind < 3) put(slot, nearby(before, slots, draw));
  else if (kind < 5 && other) put(slot, structuredClone(valueAt(other)));
  else if (kind === 5) remove(slot, draw);
  else if (kind === 6 && Array.isArray(slot.holder)) slot.holder.push(structuredClone(before));
  else if (kind === 7) put(slot, rawMark + draw.pick(rawNumbers));
  else if (kind === 8) put(slot, nested(before, 10 ** (1 + draw.below(3)), draw));
  else if (kind === 9) put(slot, draw.pick(numbers));
  else if (kind === 10) rename(slot, slots, draw);
  else
    put(
      slot,
      draw.pick<unknown>([null, true, false, [], {}, '', [[]], [null], { class_name: 'Dense', config: {} }]),
    );
}

/** Another value of the same type: names become other names of the file, which makes cycles. */
function nearby(before: unknown, slots: readonly Slot[], draw: Draw): unknown {
  if (typeof before === 'number') {
    const far = draw.pick(numbers);
    return draw.pick([before + 1, before - 1, -before, before * 2, far, rawMark + draw.pick(rawNumbers)]);
  }
  if (typeof before === 'boolean') return !before;
  if (typeof before === 'string') {
    const texts = slots.flatMap((slot) => {
      const value = valueAt(slot);
      return typeof value === 'string' ? [value] : [];
    });
    return draw.chance(0.7)
      ? draw.any(texts)
      : draw.chance(0.9)
        ? draw.pick(hostileTexts)
        : 'x'.repeat(100_000);
  }
  if (Array.isArray(before)) {
    const items: readonly unknown[] = before;
    return draw.pick<unknown>([items.toReversed(), items.slice(1), [...items, ...items], items[0], []]);
  }
  return before;
}

function remove({ holder, key }: Slot, draw: Draw): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1 + draw.below(2));
  else Reflect.deleteProperty(holder, key);
}

/** The value under another name: one of the file's own, or a hostile one. */
function rename(slot: Slot, slots: readonly Slot[], draw: Draw): void {
  if (Array.isArray(slot.holder)) return;
  const value = valueAt(slot);
  Reflect.deleteProperty(slot.holder, slot.key);
  const name = draw.chance(0.6) ? (draw.any(slots)?.key ?? '') : draw.pick(hostileTexts);
  Object.defineProperty(slot.holder, name, { value, enumerable: true, configurable: true, writable: true });
}

function nested(value: unknown, depth: number, draw: Draw): unknown {
  const isList = draw.chance(0.5);
  let inner = value;
  for (let level = 0; level < depth; level += 1) inner = isList ? [inner] : { config: inner };
  return inner;
}
