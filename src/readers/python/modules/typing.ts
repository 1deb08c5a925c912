/** The typing module: inert, but what stands there can be called, subscripted and inherited from. */
import { genericOf } from '../evaluate/annotations';
import type { BuiltinModule } from '../read/moduleTable';
import { builtinClasses, nativeClass } from '../values/classes';
import type { Machine } from '../values/machine';
import { dict, none, no, openBuiltin, str } from '../values/make';
import type { ClassValue, GenericValue, Value } from '../values/value';

const classes = {
  List: builtinClasses.list,
  Dict: builtinClasses.dict,
  Tuple: builtinClasses.tuple,
  Set: builtinClasses.set,
  FrozenSet: builtinClasses.frozenset,
  Type: builtinClasses.type,
  Text: builtinClasses.str,
} as const;

/** Names that stand for a type and nothing more. */
const inert = [
  'Any',
  'Union',
  'Optional',
  'Callable',
  'Literal',
  'ClassVar',
  'Final',
  'Annotated',
  'NoReturn',
  'Never',
  'Self',
  'Concatenate',
  'TypeAlias',
  'Required',
  'NotRequired',
  'Unpack',
  'LiteralString',
  'TypeGuard',
  'AnyStr',
] as const;

/** Classes to inherit from. */
const bases = [
  'Generic',
  'Protocol',
  'Iterable',
  'Iterator',
  'Sequence',
  'MutableSequence',
  'Mapping',
  'MutableMapping',
  'Hashable',
  'Sized',
  'Collection',
  'Container',
  'Generator',
  'AbstractSet',
  'MutableSet',
  'Awaitable',
  'Coroutine',
  'SupportsInt',
  'SupportsFloat',
  'SupportsIndex',
  'IO',
  'BinaryIO',
  'TextIO',
  'AsyncIterator',
  'AsyncIterable',
  'Reversible',
  'Deque',
  'DefaultDict',
  'OrderedDict',
  'Counter',
  'ChainMap',
  'Pattern',
  'Match',
  'ByteString',
  'KeysView',
  'ValuesView',
  'ItemsView',
  'ContextManager',
] as const;

function named(text: string): GenericValue {
  return { kind: 'generic', text, base: none, parameters: [] };
}

/** What mappings have by the few methods that a class of a program gives them. */
const mappingMixins = `
def _mix(*functions):
    def into(cls):
        for function in functions:
            setattr(cls, function.__name__, function)
    return into
def keys(self):
    return {key: None for key in self}.keys()
def items(self):
    return {key: self[key] for key in self}.items()
def values(self):
    return {key: self[key] for key in self}.values()
def get(self, key, default=None):
    try:
        return self[key]
    except KeyError:
        return default
def __contains__(self, key):
    try:
        self[key]
    except KeyError:
        return False
    return True
_missing = object()
def pop(self, key, default=_missing):
    try:
        value = self[key]
    except KeyError:
        if default is _missing:
            raise
        return default
    del self[key]
    return value
def setdefault(self, key, default=None):
    if key not in self:
        self[key] = default
    return self[key]
def update(self, other=(), /, **kwargs):
    pairs = other.items() if hasattr(other, 'items') else other
    for key, value in pairs:
        self[key] = value
    for key, value in kwargs.items():
        self[key] = value
def clear(self):
    for key in list(self):
        del self[key]
_mix(keys, items, values, get, __contains__)(Mapping)
_mix(keys, items, values, get, __contains__, pop, setdefault, update, clear)(MutableMapping)
del keys, items, values, get, __contains__, pop, setdefault, update, clear
`;

export const typingModule: BuiltinModule = {
  values: () => {
    const rows: [string, Value][] = [];
    for (const name of inert) rows.push([name, named(`typing.${name}`)]);
    for (const [name, cls] of Object.entries(classes))
      rows.push([name, { ...named(`typing.${name}`), base: cls }]);
    const made = new Map<string, ClassValue>();
    for (const name of bases) {
      // A mapping that can be changed is a mapping.
      const base = made.get(name.replace(/^Mutable/, '')) ?? builtinClasses.object;
      const cls = nativeClass(name, [base], false);
      made.set(name, cls);
      cls.attributes.set('__module__', str('typing'));
      rows.push([name, cls]);
    }
    const typeVariable = openBuiltin('TypeVar', (_, [name = none]) =>
      named(name.kind === 'str' ? `~${name.value}` : '~T'),
    );
    for (const name of ['TypeVar', 'ParamSpec', 'TypeVarTuple']) rows.push([name, typeVariable]);
    const identity = openBuiltin('identity', (_, [value = none]) => value);
    for (const name of ['overload', 'final', 'runtime_checkable', 'no_type_check', 'override'])
      rows.push([name, identity]);
    rows.push(
      ['cast', openBuiltin('cast', (_, [, value = none]) => value)],
      ['TYPE_CHECKING', no],
      ['NewType', openBuiltin('NewType', () => identity)],
      [
        'get_type_hints',
        openBuiltin(
          'get_type_hints',
          (machine, [value = none]) => machine.findAttribute(value, '__annotations__') ?? dict(),
        ),
      ],
      [
        'get_origin',
        openBuiltin('get_origin', (_, [value = none]) => (value.kind === 'generic' ? value.base : none)),
      ],
      [
        'get_args',
        openBuiltin('get_args', (_, [value = none]) => ({
          kind: 'tuple',
          items: value.kind === 'generic' ? value.parameters : [],
        })),
      ],
      ['dataclass_transform', openBuiltin('dataclass_transform', () => identity)],
    );
    return rows;
  },
  source: `${mappingMixins}
from collections import _make_namedtuple
class _NamedTupleMeta(type):
    def __new__(mcs, name, bases, namespace):
        if not any(isinstance(base, _NamedTupleMeta) for base in bases):
            return super().__new__(mcs, name, bases, namespace)
        names = tuple(namespace.get('__annotations__', {}))
        defaults = {key: namespace[key] for key in names if key in namespace}
        seen = False
        for key in names:
            if seen and key not in defaults:
                raise TypeError(f'non-default namedtuple field {key} cannot follow default field ' + list(defaults)[-1])
            seen = key in defaults
        extra = {key: value for key, value in namespace.items() if key not in names}
        return _make_namedtuple(name, names, defaults, extra)
class _NamedTuple(_NamedTupleMeta):
    def __call__(cls, typename, fields=(), **named):
        return _make_namedtuple(typename, tuple(name for name, _ in fields), {}, {})
class NamedTuple(metaclass=_NamedTuple):
    pass
class TypedDict(dict):
    def __init_subclass__(cls, **options):
        pass
`,
  missing: (machine: Machine, name) =>
    name.startsWith('__')
      ? undefined
      : genericOf(machine, named(`typing.${name}`), { kind: 'tuple', items: [] }),
};
