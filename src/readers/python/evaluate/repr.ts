/** repr() and str(): values as CPython writes them. */
import { classOf } from '../values/classes';
import { baseException } from '../values/exceptions';
import { floatRepr } from '../values/floatText';
import type { Machine } from '../values/machine';
import { Encountered } from '../values/unknown';
import type { ClassValue, InstanceValue, Value } from '../values/value';
import { fail } from '../values/exceptions';
import { callSpecial } from './special';

/** repr(value). */
export function repr(machine: Machine, value: Value): string {
  machine.step();
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'notImplemented':
      return 'NotImplemented';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'float':
      return floatRepr(value.value);
    case 'str':
      return textRepr(value.value);
    case 'bytes':
      return bytesRepr(value.value);
    case 'range':
      return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
    case 'slice':
      return `slice(${[value.start, value.stop, value.step].map((part) => repr(machine, part)).join(', ')})`;
    case 'list':
    case 'tuple':
    case 'dict':
    case 'set':
    case 'view':
      return containerRepr(machine, value);
    case 'host':
      return value.host.repr?.(machine) ?? specialRepr(machine, value) ?? plainRepr(machine, value);
    case 'instance':
      return specialRepr(machine, value) ?? instanceRepr(machine, value);
    case 'class':
      return specialRepr(machine, value) ?? `<class '${classPath(value)}'>`;
    case 'unknown':
      throw new Encountered(value);
    default:
      return objectRepr(machine, value);
  }
}

/** str(value). */
export function text(machine: Machine, value: Value): string {
  if (value.kind === 'str') return value.value;
  if (value.kind !== 'instance' && value.kind !== 'host') return repr(machine, value);
  const own = callSpecial(machine, value, '__str__', []);
  if (own !== undefined) return textResult(machine, own, '__str__');
  if (value.kind === 'instance' && value.cls.mro.includes(baseException))
    return exceptionText(machine, value);
  if (value.kind === 'instance' && value.payload?.kind === 'str') return value.payload.value;
  return repr(machine, value);
}

/** What an exception says, without its class. */
export function exceptionText(machine: Machine, value: InstanceValue): string {
  const args = value.attributes.get('args');
  if (args?.kind !== 'tuple' || args.items.length === 0) return '';
  const [first] = args.items;
  if (args.items.length > 1 || first === undefined) return repr(machine, args);
  const isKeyError = value.cls.mro.some((cls) => cls.name === 'KeyError' && cls.builtin);
  if (first.kind === 'unknown') return 'something unknown';
  return isKeyError ? repr(machine, first) : text(machine, first);
}

function textResult(machine: Machine, value: Value, name: string): string {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'unknown') throw new Encountered(value);
  if (value.kind === 'instance' && value.payload?.kind === 'str') return value.payload.value;
  throw fail(machine, 'TypeError', `${name} returned non-string (type ${classOf(value).name})`);
}

function specialRepr(machine: Machine, value: Value): string | undefined {
  const own = callSpecial(machine, value, '__repr__', []);
  return own === undefined ? undefined : textResult(machine, own, '__repr__');
}

/** What an instance shows where its class says nothing of its own: object.__repr__, BaseException.__repr__, or that of the builtin type it derives from. */
export function instanceRepr(machine: Machine, value: InstanceValue): string {
  if (value.cls.mro.includes(baseException)) {
    const args = value.attributes.get('args');
    const items = args?.kind === 'tuple' ? args.items : [];
    return `${value.cls.name}(${joined(machine, items)})`;
  }
  if (value.payload === null) return plainRepr(machine, value);
  const inner = repr(machine, value.payload);
  return value.payload.kind === 'set' ? inner.replace(/^(?:frozenset|set)?/, value.cls.name) : inner;
}

function plainRepr(machine: Machine, value: Value): string {
  return `<${classPath(classOf(value))} object at ${address(machine, value)}>`;
}

/** The name of a class behind its module, as tracebacks and reprs show it. */
export function classPath(cls: ClassValue): string {
  const module = cls.attributes.get('__module__');
  return module?.kind === 'str' && module.value !== 'builtins'
    ? `${module.value}.${cls.qualname}`
    : cls.qualname;
}

function objectRepr(machine: Machine, value: Value): string {
  switch (value.kind) {
    case 'function':
      return `<function ${value.qualname} at ${address(machine, value)}>`;
    case 'builtin':
      return value.binds
        ? `<method '${value.name}' of '${value.owner ?? 'object'}' objects>`
        : `<built-in function ${value.name}>`;
    case 'boundMethod': {
      const { callable, self } = value;
      if (callable.kind === 'function')
        return `<bound method ${callable.qualname} of ${repr(machine, self)}>`;
      return `<built-in method ${callable.name} of ${classOf(self).name} object at ${address(machine, self)}>`;
    }
    case 'module':
      return `<module '${value.name}'>`;
    case 'generic':
      return value.text;
    case 'iterator': {
      const name = value.generator ? `generator object ${value.generator.name}` : `${value.typeName} object`;
      return `<${name} at ${address(machine, value)}>`;
    }
    case 'super':
      return `<super: <class '${value.after.name}'>, <${value.selfClass.name} object>>`;
    default:
      return `<${classOf(value).name} object at ${address(machine, value)}>`;
  }
}

/** An address that is the same in every run. */
function address(machine: Machine, value: Value): string {
  return `0x${(0x7f0000000000 + machine.identity(value) * 16).toString(16)}`;
}

/** Containers whose repr is under way, so that one inside itself ends. */
const openKey = 'repr under way';

function containerRepr(
  machine: Machine,
  value: Extract<Value, { kind: 'list' | 'tuple' | 'dict' | 'set' | 'view' }>,
): string {
  const open = (machine.keep.get(openKey) ?? new Set()) as Set<Value>; // only this function writes under this key
  machine.keep.set(openKey, open);
  if (open.has(value)) return value.kind === 'list' ? '[...]' : value.kind === 'tuple' ? '(...)' : '{...}';
  open.add(value);
  try {
    const result = contentRepr(machine, value);
    machine.allocate(result.length, 'characters');
    return result;
  } finally {
    open.delete(value);
  }
}

function contentRepr(
  machine: Machine,
  value: Extract<Value, { kind: 'list' | 'tuple' | 'dict' | 'set' | 'view' }>,
): string {
  switch (value.kind) {
    case 'list':
      return `[${joined(machine, value.items)}]`;
    case 'tuple':
      return value.items.length === 1
        ? `(${joined(machine, value.items)},)`
        : `(${joined(machine, value.items)})`;
    case 'dict':
      return `{${[...value.table.entries()].map((entry) => `${repr(machine, entry.key)}: ${repr(machine, entry.value)}`).join(', ')}}`;
    case 'set': {
      const keys = joined(machine, [...value.table.keys()]);
      if (value.frozen) return keys === '' ? 'frozenset()' : `frozenset({${keys}})`;
      return keys === '' ? 'set()' : `{${keys}}`;
    }
    case 'view': {
      const entries = [...value.table.entries()];
      const parts = entries.map((entry) =>
        value.of === 'keys'
          ? repr(machine, entry.key)
          : value.of === 'values'
            ? repr(machine, entry.value)
            : `(${repr(machine, entry.key)}, ${repr(machine, entry.value)})`,
      );
      return `dict_${value.of}([${parts.join(', ')}])`;
    }
  }
}

function joined(machine: Machine, items: readonly Value[]): string {
  let length = 0;
  return items
    .map((item) => {
      const part = repr(machine, item);
      length += part.length;
      if (length > machine.limits.elements) machine.allocate(length, 'characters');
      return part;
    })
    .join(', ');
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
]);

/** repr of a text: single quotes unless it holds those and no double ones. */
export function textRepr(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const inner = value.replace(
    /[\\\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f\u205f\u3000'"]/gu,
    (character) => {
      if (character === "'" || character === '"') return character === quote ? `\\${character}` : character;
      return escapes.get(character) ?? escaped(character.codePointAt(0) ?? 0);
    },
  );
  return `${quote}${inner}${quote}`;
}

function escaped(point: number): string {
  if (point < 0x100) return `\\x${point.toString(16).padStart(2, '0')}`;
  if (point < 0x10000) return `\\u${point.toString(16).padStart(4, '0')}`;
  return `\\U${point.toString(16).padStart(8, '0')}`;
}

/** ascii(value): repr with everything beyond ASCII escaped. */
export function asciiRepr(machine: Machine, value: Value): string {
  return repr(machine, value).replace(/[^\0-\x7f]/gu, (character) => escaped(character.codePointAt(0) ?? 0));
}

function bytesRepr(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const inner = value.replace(/[^\x20-\x7e]|[\\'"]/g, (character) => {
    if (character === "'" || character === '"') return character === quote ? `\\${character}` : character;
    return escapes.get(character) ?? escaped(character.charCodeAt(0));
  });
  return `b${quote}${inner}${quote}`;
}
