/** JSON with the place of every value, so that what is found in a model's configuration stands at its line. */
import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import { tooDeepAt } from '../network-file/nesting';

/** Where a value stands in its text, as character offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A value of JSON. Numbers keep their spelling: 1 and 1.0 differ to Python. */
export type Json = { readonly place: Place } & (
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Json> }
  | { readonly kind: 'list'; readonly items: readonly Json[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly spelling: string; readonly value: number }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'nothing' }
);

/** An object of JSON. */
export type JsonObject = Extract<Json, { kind: 'object' }>;

/** Longer texts are not parsed; the configuration of the largest model of keras.applications has 600 kB. */
export const longestJson = 20_000_000;

/** Deeper values are refused; nested models take some ten levels each. */
const deepest = 200;

/** A slip in a text, as a sentence without its end, with its place. */
export interface Slip {
  readonly message: string;
  readonly place: Place;
}

/** Parses a text; NaN and the infinities, which Python writes though they are no JSON, are read as nothing. */
export function parsePlaced(text: string): Json | Slip {
  const whole = { start: 0, end: Math.min(1, text.length) };
  if (text.length > longestJson)
    return { message: 'this text is too long for a configuration', place: whole };
  const tooDeep = { message: 'this is nested too deeply', place: whole };
  if (tooDeepAt(text) !== undefined) return tooDeep;
  const errors: ParseError[] = [];
  const plain = text
    .replace(/(?<=[:[,]\s{0,9})-?(?:NaN|Infinity)\b/g, (word) => 'null'.padEnd(word.length))
    .slice(0, text.length);
  const tree = parseTree(plain, errors);
  const [slip] = errors;
  if (!tree || slip) {
    const start = slip?.offset ?? 0;
    return {
      message: 'this is no JSON that can be read to its end',
      place: { start, end: start + Math.max(1, slip?.length ?? 1) },
    };
  }
  return placed(tree, text, 0) ?? tooDeep;
}

function placed(node: Node, text: string, depth: number): Json | null {
  const place = { start: node.offset, end: node.offset + node.length };
  if (depth > deepest) return null;
  if (node.type === 'array') {
    const items = (node.children ?? []).map((child) => placed(child, text, depth + 1));
    return items.includes(null)
      ? null
      : { kind: 'list', items: items.filter((item) => item !== null), place };
  }
  if (node.type === 'object') {
    const fields = new Map<string, Json>();
    for (const { children: [key, child] = [] } of node.children ?? []) {
      const value = child && placed(child, text, depth + 1);
      if (value === null) return null;
      if (value && typeof key?.value === 'string') fields.set(key.value, value);
    }
    return { kind: 'object', fields, place };
  }
  const value: unknown = node.value;
  if (typeof value === 'string') return { kind: 'text', text: value, place };
  if (typeof value === 'boolean') return { kind: 'flag', value, place };
  if (typeof value === 'number') {
    return { kind: 'number', value, spelling: text.slice(place.start, place.end), place };
  }
  return { kind: 'nothing', place };
}

/** A field of an object; undefined where it is none, has no such field, or the field is null. */
export function fieldOf(json: Json | undefined, name: string): Json | undefined {
  const found = json?.kind === 'object' ? json.fields.get(name) : undefined;
  return found?.kind === 'nothing' ? undefined : found;
}

/** A field that is an object. */
export function objectIn(json: Json | undefined, name: string): JsonObject | undefined {
  const found = fieldOf(json, name);
  return found?.kind === 'object' ? found : undefined;
}

/** A field that is a text. */
export function textIn(json: Json | undefined, name: string): string | undefined {
  const found = fieldOf(json, name);
  return found?.kind === 'text' ? found.text : undefined;
}

/** The items of a field that is a list; none where it is not. */
export function itemsIn(json: Json | undefined, name: string): readonly Json[] {
  const found = fieldOf(json, name);
  return found?.kind === 'list' ? found.items : [];
}
