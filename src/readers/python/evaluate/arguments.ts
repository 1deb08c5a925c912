/** Binding the arguments of a call to parameters, with CPython's own words for what does not fit. */
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { dict, tuple } from '../values/make';
import type { Code, Keywords, Value } from '../values/value';

/** Everything about a function that binding needs. */
export interface Parameters {
  readonly code: Code;
  readonly qualname: string;
  readonly defaults: readonly Value[];
  readonly keywordDefaults: ReadonlyMap<string, Value>;
}

/** The slots of a call: positional parameters, keyword-only ones, `*rest`, `**rest`. Raises TypeError. */
export function bindArguments(
  machine: Machine,
  target: Parameters,
  positional: readonly Value[],
  keywords: Keywords,
): (Value | undefined)[] {
  const { code, defaults } = target;
  const count = code.positional.length;
  const slots: (Value | undefined)[] =
    positional.length <= count ? [...positional] : positional.slice(0, count);
  const extra = positional.length - count;
  if (
    keywords === null &&
    extra === 0 &&
    code.keywordOnly.length === 0 &&
    code.rest === null &&
    code.keywordRest === null
  ) {
    return slots;
  }
  const keywordSlots = new Map<string, Value>();
  const rest = bindKeywords(machine, target, slots, keywordSlots, keywords);
  if (extra > 0 && code.rest === null) throw tooMany(machine, target, positional.length, keywordSlots.size);
  const firstDefault = count - defaults.length;
  const missing: string[] = [];
  for (let index = 0; index < count; index += 1) {
    if (slots[index] !== undefined) continue;
    const value = index >= firstDefault ? defaults[index - firstDefault] : undefined;
    if (value === undefined) missing.push(code.positional[index] ?? '');
    slots[index] = value;
  }
  if (missing.length > 0) throw missingArguments(machine, target, missing, 'positional');
  bindKeywordOnly(machine, target, slots, keywordSlots);
  if (code.rest !== null) slots.push(tuple(positional.slice(count)));
  if (code.keywordRest !== null) slots.push(rest);
  return slots;
}

function bindKeywords(
  machine: Machine,
  target: Parameters,
  slots: (Value | undefined)[],
  keywordSlots: Map<string, Value>,
  keywords: Keywords,
): Value {
  const { code, qualname } = target;
  const rest = dict();
  const positionalOnly = code.positional.slice(0, code.positionalOnly);
  for (const [name, value] of keywords ?? []) {
    const index = code.positional.indexOf(name);
    if (index >= code.positionalOnly) {
      if (slots[index] !== undefined) {
        throw fail(machine, 'TypeError', `${qualname}() got multiple values for argument '${name}'`);
      }
      slots[index] = value;
    } else if (code.keywordOnly.includes(name)) keywordSlots.set(name, value);
    else if (code.keywordRest !== null) rest.table.setText(name, value);
    else {
      const misplaced = positionalOnly.filter((one) => keywords?.has(one)).join(', ');
      const message =
        misplaced === ''
          ? `got an unexpected keyword argument '${name}'`
          : `got some positional-only arguments passed as keyword arguments: '${misplaced}'`;
      throw fail(machine, 'TypeError', `${qualname}() ${message}`);
    }
  }
  return rest;
}

function bindKeywordOnly(
  machine: Machine,
  target: Parameters,
  slots: (Value | undefined)[],
  given: ReadonlyMap<string, Value>,
): void {
  const missing: string[] = [];
  for (const name of target.code.keywordOnly) {
    const value = given.get(name) ?? target.keywordDefaults.get(name);
    if (value === undefined) missing.push(name);
    slots.push(value);
  }
  if (missing.length > 0) throw missingArguments(machine, target, missing, 'keyword-only');
}

function missingArguments(
  machine: Machine,
  { qualname }: Parameters,
  names: readonly string[],
  kind: string,
): Error {
  const quoted = names.map((name) => `'${name}'`);
  const shown =
    quoted.length < 3
      ? quoted.join(' and ')
      : `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1) ?? ''}`;
  const noun = names.length === 1 ? 'argument' : 'arguments';
  return fail(
    machine,
    'TypeError',
    `${qualname}() missing ${names.length} required ${kind} ${noun}: ${shown}`,
  );
}

function tooMany(
  machine: Machine,
  { code, qualname, defaults }: Parameters,
  given: number,
  keywordOnly: number,
): Error {
  const most = code.positional.length;
  const least = most - defaults.length;
  const takes = least === most ? `${most}` : `from ${least} to ${most}`;
  const plural = least === most && most === 1 ? '' : 's';
  const extra =
    keywordOnly > 0
      ? ` positional argument${given === 1 ? '' : 's'} (and ${keywordOnly} keyword-only argument${keywordOnly === 1 ? '' : 's'})`
      : '';
  const verb = given === 1 && keywordOnly === 0 ? 'was' : 'were';
  const message = `${qualname}() takes ${takes} positional argument${plural} but ${given}${extra} ${verb} given`;
  return fail(machine, 'TypeError', message);
}
