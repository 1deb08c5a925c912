/** Texts to bytes and back: UTF-8, ASCII and Latin-1, with Python's ways of dealing with what does not fit. */
import { exceptionClass, exception, fail, raised } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bytes, none, str } from '../values/make';
import { Encountered } from '../values/unknown';
import type { Value } from '../values/value';
import { textOf } from './checks';

/** How many code points an encoding has, and the name in its messages; undefined for UTF-8, which has all. */
const encodings: Readonly<
  Partial<Record<string, { readonly name: string; readonly size: number } | 'utf-8'>>
> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  ascii: { name: 'ascii', size: 128 },
  'us-ascii': { name: 'ascii', size: 128 },
  'latin-1': { name: 'latin-1', size: 256 },
  latin1: { name: 'latin-1', size: 256 },
  'iso-8859-1': { name: 'latin-1', size: 256 },
};

function encodingOf(machine: Machine, given: Value): NonNullable<(typeof encodings)[string]> {
  if (given.kind === 'none') return 'utf-8';
  const name = textOf(machine, given, 'encoding').toLowerCase().replaceAll('_', '-');
  const found = encodings[name];
  if (found !== undefined) return found;
  if (/^(?:utf-?(?:7|16|32)|cp|iso|windows|mac|gb|big5|shift|euc|koi)/.test(name))
    throw new Encountered(machine.unknown('unsupported', `The encoding ${name} is not done.`, 'encode'));
  throw fail(machine, 'LookupError', `unknown encoding: ${name}`);
}

function handlerOf(machine: Machine, given: Value): string {
  return given.kind === 'none' ? 'strict' : textOf(machine, given, 'errors');
}

/** text.encode(encoding, errors). */
export function encodeText(
  machine: Machine,
  text: string,
  encoding: Value = none,
  errors: Value = none,
): Value {
  const known = encodingOf(machine, encoding);
  if (known === 'utf-8')
    return bytes(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
  const points = Array.from(text);
  const fits = (point: string): boolean => (point.codePointAt(0) ?? 0) < known.size;
  const first = points.findIndex((point) => !fits(point));
  if (first === -1) return bytes(text);
  const handler = handlerOf(machine, errors);
  if (handler === 'ignore') return bytes(points.filter(fits).join(''));
  if (handler === 'replace') return bytes(points.map((point) => (fits(point) ? point : '?')).join(''));
  if (handler !== 'strict')
    throw new Encountered(
      machine.unknown('unsupported', `Encoding with errors='${handler}' is not done.`, 'encode'),
    );
  let last = first;
  while (last + 1 < points.length && !fits(points[last + 1] ?? '')) last += 1;
  const what =
    first === last
      ? `character '${escaped(points[first] ?? '')}' in position ${first}`
      : `characters in position ${first}-${last}`;
  throw wrong(
    machine,
    'UnicodeEncodeError',
    `'${known.name}' codec can't encode ${what}: ordinal not in range(${known.size})`,
  );
}

function escaped(point: string): string {
  const code = point.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** bytes.decode(encoding, errors); bytes are a string of code units up to 255. */
export function decodeBytes(
  machine: Machine,
  value: string,
  encoding: Value = none,
  errors: Value = none,
): Value {
  const known = encodingOf(machine, encoding);
  const handler = handlerOf(machine, errors);
  const units = Uint8Array.from(value, (unit) => unit.charCodeAt(0));
  if (known !== 'utf-8') {
    const bad = units.findIndex((unit) => unit >= known.size);
    if (bad === -1) return str(value);
    const replacement = handler === 'ignore' ? '' : '\ufffd';
    if (handler !== 'strict') return str(value.replace(/[^\0-\x7f]/g, replacement));
    throw cannotDecode(machine, 'ascii', units, bad, 'ordinal not in range(128)');
  }
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(units);
  if (handler === 'ignore' || handler === 'replace')
    return str(handler === 'ignore' ? lenient.replaceAll('\ufffd', '') : lenient);
  const whole = lenient.includes('\ufffd') ? firstWrong(units) : null;
  if (whole === null) return str(lenient);
  throw cannotDecode(machine, 'utf-8', units, whole.at, whole.reason);
}

/** Where UTF-8 ends to be valid. */
function firstWrong(units: Uint8Array): { readonly at: number; readonly reason: string } | null {
  let at = 0;
  while (at < units.length) {
    const lead = units[at] ?? 0;
    const length =
      lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length === 0) return { at, reason: 'invalid start byte' };
    for (let next = 1; next < length; next += 1) {
      const unit = units[at + next];
      if (unit === undefined) return { at, reason: 'unexpected end of data' };
      if ((unit & 0xc0) !== 0x80) return { at, reason: 'invalid continuation byte' };
    }
    at += length;
  }
  return null;
}

function cannotDecode(machine: Machine, name: string, units: Uint8Array, at: number, reason: string): Error {
  const byte = (units[at] ?? 0).toString(16).padStart(2, '0');
  const message = `'${name}' codec can't decode byte 0x${byte} in position ${at}: ${reason}`;
  return wrong(machine, 'UnicodeDecodeError', message);
}

function wrong(machine: Machine, name: string, message: string): Error {
  return raised(machine, exception(exceptionClass(name), str(message)));
}
