/** Arguments of our own functions: counted, converted, and refused in CPython's words. */
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import { toFloat } from '../values/bigint';
import type { Machine } from '../values/machine';
import { builtin, method, none } from '../values/make';
import { Encountered } from '../values/unknown';
import type { BuiltinValue, ClassValue, Keywords, Value } from '../values/value';
import { callSpecial } from '../evaluate/special';
import { indexOf } from '../evaluate/indices';

/** The body of a function with positional arguments only; those that are left out are None. */
export type Body = (machine: Machine, ...args: Value[]) => Value;

/** A function that takes between `least` and `most` positional arguments. */
export function counted(name: string, least: number, most: number, body: Body): BuiltinValue {
  return builtin(name, (machine, positional, keywords) => {
    checkCount(machine, name, positional.length, least, most);
    refuseKeywords(machine, name, keywords);
    return body(machine, ...positional);
  });
}

/** The same that can deal with unknown arguments. */
export function countedOpen(name: string, least: number, most: number, body: Body): BuiltinValue {
  return { ...counted(name, least, most, body), takesUnknown: true };
}

/** Methods for a builtin class: name, least and most arguments beside self, body with self unwrapped. */
export type MethodRow = readonly [name: string, least: number, most: number, body: Body];

/** Puts methods into a builtin class; an instance of a subclass is unwrapped before the body sees it. */
export function addMethods(cls: ClassValue, rows: readonly MethodRow[], takesUnknown = false): void {
  for (const [name, least, most, body] of rows) {
    const shown = `${cls.name}.${name}`;
    const call: BuiltinValue['call'] = (machine, positional, keywords) => {
      const [self = none, ...args] = positional;
      checkCount(machine, least === most && most < 2 ? shown : name, args.length, least, most);
      refuseKeywords(machine, shown, keywords);
      return body(machine, unwrap(self), ...args);
    };
    cls.attributes.set(name, method(cls.name, name, call, takesUnknown));
  }
}

function checkCount(machine: Machine, name: string, given: number, least: number, most: number): void {
  if (given >= least && given <= most) return;
  if (least === most) {
    const wanted =
      most === 0 ? 'no arguments' : most === 1 ? 'exactly one argument' : `exactly ${most} arguments`;
    if (most > 1) throw fail(machine, 'TypeError', `${name} expected ${most} arguments, got ${given}`);
    throw fail(machine, 'TypeError', `${name}() takes ${wanted} (${given} given)`);
  }
  const [word, limit] = given < least ? ['least', least] : ['most', most];
  throw fail(
    machine,
    'TypeError',
    `${name} expected at ${word} ${limit} argument${limit === 1 ? '' : 's'}, got ${given}`,
  );
}

function refuseKeywords(machine: Machine, name: string, keywords: Keywords): void {
  if (keywords !== null && keywords.size > 0)
    throw fail(machine, 'TypeError', `${name}() takes no keyword arguments`);
}

/** A text argument. */
export function textOf(machine: Machine, value: Value, what: string): string {
  const plain = unwrap(value);
  if (plain.kind === 'str') return plain.value;
  if (plain.kind === 'unknown') throw new Encountered(plain);
  throw fail(machine, 'TypeError', `${what} must be str, not ${classOf(value).name}`);
}

/** A number argument as a float. */
export function numberOf(machine: Machine, value: Value): number {
  const plain = unwrap(value);
  switch (plain.kind) {
    case 'int':
      return toFloat(machine, plain.value);
    case 'float':
      return plain.value;
    case 'bool':
      return plain.value ? 1 : 0;
    case 'unknown':
      throw new Encountered(plain);
    default:
      break;
  }
  const own =
    callSpecial(machine, value, '__float__', []) ??
    (value.kind === 'host' ? value.host.toNumber?.(machine) : undefined);
  if (own !== undefined) return numberOf(machine, own);
  const index = indexOf(machine, value);
  if (index !== undefined) return toFloat(machine, index);
  throw fail(machine, 'TypeError', `must be real number, not ${classOf(value).name}`);
}

/** An integer argument of any size. */
export function wholeArgument(machine: Machine, value: Value): number | bigint {
  const index = indexOf(machine, value);
  if (index === undefined) {
    throw fail(machine, 'TypeError', `'${classOf(value).name}' object cannot be interpreted as an integer`);
  }
  return index;
}

/** A keyword argument, or None. */
export function keyword(keywords: Keywords, name: string): Value {
  return keywords?.get(name) ?? none;
}
