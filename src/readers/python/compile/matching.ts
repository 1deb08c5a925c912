/** The match statement. */
import { compare, sameObject } from '../evaluate/compare';
import type { Assign, Evaluate, Execute, Frame } from '../evaluate/frame';
import { valuesOf } from '../evaluate/iterate';
import { isTrue } from '../evaluate/special';
import type { Pattern, PatternOf, StatementOf } from '../parse/syntax';
import { builtinClasses, isInstance, lookup, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import { bool, dict, list, none } from '../values/make';
import type { ClassValue, Value } from '../values/value';
import { forgetNames } from './branches';
import { storeName } from './names';
import type { Scope } from './scope';

/** Whether a value fits; binds names on the way. */
type Matches = (frame: Frame, value: Value) => boolean;

export function compileMatch(node: StatementOf<'Match'>, scope: Scope): Execute {
  const subject = scope.compile.expression(node.subject, scope);
  const cases = node.cases.map(({ pattern, guard, body }) => ({
    matches: compilePattern(pattern, scope),
    guard: guard ? scope.compile.expression(guard, scope) : null,
    body: scope.compile.block(body, scope),
  }));
  return (frame) => {
    const value = subject(frame);
    if (value.kind === 'unknown') {
      forgetNames(
        frame,
        node.cases.flatMap(({ body }) => body),
        scope,
        value,
      );
      return 'next';
    }
    for (const { matches, guard, body } of cases) {
      if (!matches(frame, value)) continue;
      if (guard && !isTrue(frame.machine, guard(frame))) continue;
      return body(frame);
    }
    return 'next';
  };
}

function compilePattern(pattern: Pattern, scope: Scope): Matches {
  switch (pattern.nodeType) {
    case 'MatchValue': {
      const expected = scope.compile.expression(pattern.value, scope);
      return (frame, value) => isTrue(frame.machine, compare(frame.machine, 'Eq', value, expected(frame)));
    }
    case 'MatchSingleton': {
      const given: unknown = pattern.value;
      const expected = typeof given === 'boolean' ? bool(given) : none;
      return (_, value) => sameObject(value, expected);
    }
    case 'MatchSequence':
      return compileSequence(pattern, scope);
    case 'MatchMapping':
      return compileMapping(pattern, scope);
    case 'MatchClass':
      return compileClassPattern(pattern, scope);
    case 'MatchStar':
      return () => true;
    case 'MatchAs': {
      const inner = pattern.pattern ? compilePattern(pattern.pattern, scope) : null;
      const assign: Assign | null = pattern.name === undefined ? null : storeName(pattern.name, scope);
      return (frame, value) => {
        if (inner && !inner(frame, value)) return false;
        assign?.(frame, value);
        return true;
      };
    }
    case 'MatchOr': {
      const choices = pattern.patterns.map((choice) => compilePattern(choice, scope));
      return (frame, value) => choices.some((choice) => choice(frame, value));
    }
  }
}

function compileSequence(pattern: PatternOf<'MatchSequence'>, scope: Scope): Matches {
  const parts = pattern.patterns.map((part) => compilePattern(part, scope));
  const star = pattern.patterns.findIndex(({ nodeType }) => nodeType === 'MatchStar');
  const starred = pattern.patterns[star];
  const store =
    starred?.nodeType === 'MatchStar' && starred.name !== undefined ? storeName(starred.name, scope) : null;
  return (frame, value) => {
    const plain = unwrap(value);
    if (plain.kind !== 'list' && plain.kind !== 'tuple' && plain.kind !== 'range') return false;
    const items = valuesOf(frame.machine, plain);
    if (star === -1 ? items.length !== parts.length : items.length < parts.length - 1) return false;
    const behind = parts.length - star - 1;
    return parts.every((part, index) => {
      if (index === star) {
        store?.(frame, list(items.slice(star, items.length - behind)));
        return true;
      }
      const item = items[star !== -1 && index > star ? items.length - parts.length + index : index];
      return item !== undefined && part(frame, item);
    });
  };
}

function compileMapping(pattern: PatternOf<'MatchMapping'>, scope: Scope): Matches {
  const entries = pattern.keys.map((key, index) => {
    const inner = pattern.patterns[index];
    return {
      key: scope.compile.expression(key, scope),
      matches: inner ? compilePattern(inner, scope) : () => true,
    };
  });
  const rest = pattern.rest === undefined ? null : storeName(pattern.rest, scope);
  return (frame, value) => {
    const plain = unwrap(value);
    if (plain.kind !== 'dict') return false;
    const others = plain.table.copy();
    for (const { key, matches } of entries) {
      const wanted = key(frame);
      const found = plain.table.get(frame.machine, wanted);
      if (found === undefined || !matches(frame, found)) return false;
      others.delete(frame.machine, wanted);
    }
    rest?.(frame, dict(others));
    return true;
  };
}

/** Builtin classes whose one positional pattern is the value itself. */
const selfMatching: readonly ClassValue[] = [
  builtinClasses.bool,
  builtinClasses.bytes,
  builtinClasses.dict,
  builtinClasses.float,
  builtinClasses.frozenset,
  builtinClasses.int,
  builtinClasses.list,
  builtinClasses.set,
  builtinClasses.str,
  builtinClasses.tuple,
];

function compileClassPattern(pattern: PatternOf<'MatchClass'>, scope: Scope): Matches {
  const cls: Evaluate = scope.compile.expression(pattern.cls, scope);
  const positional = pattern.patterns.map((part) => compilePattern(part, scope));
  const named = pattern.kwd_attrs.map((name, index) => {
    const inner = pattern.kwd_patterns[index];
    return { name, matches: inner ? compilePattern(inner, scope) : () => true };
  });
  const attribute = (frame: Frame, value: Value, name: string, matches: Matches): boolean => {
    const found = frame.machine.findAttribute(value, name);
    return found !== undefined && matches(frame, found);
  };
  return (frame, value) => {
    const wanted = cls(frame);
    if (wanted.kind !== 'class')
      throw fail(frame.machine, 'TypeError', 'called match pattern must be a class');
    if (!isInstance(value, wanted)) return false;
    const [first] = positional;
    if (first && positional.length === 1 && selfMatching.includes(wanted)) return first(frame, value);
    const names = positional.length > 0 ? lookup(wanted, '__match_args__') : undefined;
    if (positional.length > 0 && (names?.kind !== 'tuple' || names.items.length < positional.length)) {
      const most = names?.kind === 'tuple' ? names.items.length : 0;
      const message = `${wanted.name}() accepts ${most} positional sub-pattern${most === 1 ? '' : 's'} (${positional.length} given)`;
      throw fail(frame.machine, 'TypeError', message);
    }
    const byPosition = positional.every((part, index) => {
      const name = names?.kind === 'tuple' ? names.items[index] : undefined;
      return name?.kind === 'str' && attribute(frame, value, name.value, part);
    });
    return byPosition && named.every(({ name, matches }) => attribute(frame, value, name, matches));
  };
}
