/** A JSON text read to values as CPython's json.loads reads it: whole numbers exact, keys in their order, and its words for what is wrong. */
import { nativeClass } from '../values/classes';
import { exception, exceptionClass, fail, raised } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { dict, float, int, list, no, none, str, yes } from '../values/make';
import { Table } from '../values/table';
import type { Value } from '../values/value';

/** json.JSONDecodeError. */
export const decodeError = nativeClass('JSONDecodeError', [exceptionClass('ValueError')], false);

/** Lists and dicts in one another; CPython stops near its recursion limit as well. */
const deepest = 900;

const numbers = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const plainText = /[ !#-[\]-\uffff]*/y; // neither quotes, backslashes nor control characters
const escapes: Readonly<Partial<Record<string, string>>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const words: readonly (readonly [string, Value])[] = [
  ['null', none],
  ['true', yes],
  ['false', no],
  ['NaN', float(NaN)],
  ['Infinity', float(Infinity)],
  ['-Infinity', float(-Infinity)],
];

/** Where the reading of a text stands. */
interface Reading {
  readonly machine: Machine;
  readonly text: string;
  at: number;
  depth: number;
}

/** The value of a JSON text; JSONDecodeError where it is none. */
export function readJson(machine: Machine, text: string): Value {
  const reading: Reading = { machine, text, at: 0, depth: 0 };
  skipSpace(reading);
  const value = readValue(reading);
  skipSpace(reading);
  if (reading.at < text.length) throw wrong(reading, 'Extra data');
  return value;
}

function wrong({ machine, text, at }: Reading, message: string, where = at): Error {
  const before = text.slice(0, where);
  const line = before.split('\n').length;
  const column = Array.from(before.slice(before.lastIndexOf('\n') + 1)).length + 1;
  const position = Array.from(before).length;
  const shown = `${message}: line ${line} column ${column} (char ${position})`;
  const error = exception(decodeError, str(shown));
  const facts = {
    msg: str(message),
    doc: str(text),
    pos: int(position),
    lineno: int(line),
    colno: int(column),
  };
  for (const [name, value] of Object.entries(facts)) error.attributes.set(name, value);
  return raised(machine, error);
}

function skipSpace(reading: Reading): void {
  while (' \t\n\r'.includes(reading.text[reading.at] ?? '?')) reading.at += 1;
}

function readValue(reading: Reading): Value {
  const { machine, text, at } = reading;
  machine.step();
  const first = text[at] ?? '';
  if (first === '"') return str(readText(reading));
  if (first === '{' || first === '[') return readNested(reading, first);
  for (const [word, value] of words) {
    if (!text.startsWith(word, at)) continue;
    reading.at += word.length;
    return value;
  }
  numbers.lastIndex = at;
  const match = numbers.exec(text);
  if (!match) throw wrong(reading, 'Expecting value');
  const [written, fraction, exponent] = match;
  reading.at += written.length;
  return fraction === undefined && exponent === undefined ? int(BigInt(written)) : float(Number(written));
}

function readNested(reading: Reading, opening: '{' | '['): Value {
  if (reading.depth >= deepest) {
    const what = opening === '{' ? 'object' : 'array';
    const message = `maximum recursion depth exceeded while decoding a JSON ${what} from a unicode string`;
    throw fail(reading.machine, 'RecursionError', message);
  }
  reading.depth += 1;
  reading.at += 1;
  skipSpace(reading);
  const value = opening === '{' ? readObject(reading) : readArray(reading);
  reading.depth -= 1;
  return value;
}

function readArray(reading: Reading): Value {
  const items: Value[] = [];
  if (ends(reading, ']')) return list(items);
  for (;;) {
    items.push(readValue(reading));
    if (endsOrGoesOn(reading, ']')) return list(items);
  }
}

function readObject(reading: Reading): Value {
  const table = new Table();
  if (ends(reading, '}')) return dict(table);
  for (;;) {
    if (reading.text[reading.at] !== '"')
      throw wrong(reading, 'Expecting property name enclosed in double quotes');
    const key = readText(reading);
    skipSpace(reading);
    if (reading.text[reading.at] !== ':') throw wrong(reading, "Expecting ':' delimiter");
    reading.at += 1;
    skipSpace(reading);
    table.set(reading.machine, str(key), readValue(reading));
    if (endsOrGoesOn(reading, '}')) return dict(table);
  }
}

function ends(reading: Reading, closing: string): boolean {
  if (reading.text[reading.at] !== closing) return false;
  reading.at += 1;
  return true;
}

/** Behind an item: whether the closing bracket stands there; otherwise there must be a comma. */
function endsOrGoesOn(reading: Reading, closing: string): boolean {
  skipSpace(reading);
  if (ends(reading, closing)) return true;
  if (!ends(reading, ',')) throw wrong(reading, "Expecting ',' delimiter");
  skipSpace(reading);
  return false;
}

function readText(reading: Reading): string {
  const { text, at: begin } = reading;
  let written = '';
  reading.at += 1;
  for (;;) {
    plainText.lastIndex = reading.at;
    const [plain = ''] = plainText.exec(text) ?? [];
    written += plain;
    reading.at += plain.length;
    const next = text[reading.at];
    if (next === undefined) throw wrong(reading, 'Unterminated string starting at', begin);
    if (next === '"') {
      reading.at += 1;
      return written;
    }
    if (next !== '\\') throw wrong(reading, 'Invalid control character at');
    written += readEscape(reading, begin);
  }
}

function readEscape(reading: Reading, begin: number): string {
  const { text, at } = reading;
  const letter = text[at + 1];
  if (letter === undefined) throw wrong(reading, 'Unterminated string starting at', begin);
  if (letter === 'u') {
    const digits = text.slice(at + 2, at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw wrong(reading, 'Invalid \\uXXXX escape', at + 1);
    reading.at += 6;
    return String.fromCharCode(parseInt(digits, 16));
  }
  const meant = escapes[letter];
  if (meant === undefined) throw wrong(reading, 'Invalid \\escape');
  reading.at += 2;
  return meant;
}
