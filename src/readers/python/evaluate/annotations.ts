/** Types as annotations write them: inert, but they can be subscripted, joined with `|`, called and shown. */
import type { Machine } from '../values/machine';
import { dict, list, tuple } from '../values/make';
import type { GenericValue, Value } from '../values/value';
import { classPath, repr } from './repr';

/** `base[parameters]`. */
export function genericOf(machine: Machine, base: Value, key: Value): GenericValue {
  const parameters = key.kind === 'tuple' ? key.items : [key];
  const shown = parameters.map((parameter) => typeText(machine, parameter)).join(', ');
  return { kind: 'generic', text: `${typeText(machine, base)}[${shown}]`, base, parameters };
}

/** `left | right` of types. */
export function unionOf(machine: Machine, left: Value, right: Value): GenericValue {
  const parameters = [left, right].flatMap((side) =>
    side.kind === 'generic' && side.base.kind === 'none' ? side.parameters : [side],
  );
  const shown = parameters.map((parameter) => typeText(machine, parameter)).join(' | ');
  return { kind: 'generic', text: shown, base: { kind: 'none' }, parameters };
}

/** A type in the words of an annotation. */
export function typeText(machine: Machine, value: Value): string {
  switch (value.kind) {
    case 'class':
      return classPath(value);
    case 'generic':
      return value.text;
    case 'list':
      return `[${value.items.map((item) => typeText(machine, item)).join(', ')}]`;
    case 'ellipsis':
      return '...';
    case 'unknown':
      return value.callee === '' ? '?' : value.callee;
    default:
      return repr(machine, value);
  }
}

/** What calling a type of `typing` makes: an empty container for those that stand for one. */
export function emptyOf(name: string): Value | undefined {
  if (name === 'List' || name === 'list') return list([]);
  if (name === 'Dict' || name === 'dict') return dict();
  if (name === 'Tuple' || name === 'tuple') return tuple([]);
  return undefined;
}
