/** The dataclasses module in Python. */

export const dataclassesSource = `
class _Missing:
    def __repr__(self):
        return '<dataclasses._MISSING_TYPE object>'

MISSING = _Missing()
class KW_ONLY: pass
class InitVar:
    def __class_getitem__(cls, item):
        return cls
class FrozenInstanceError(AttributeError): pass
class _FactoryDefault:
    def __repr__(self):
        return '<factory>'

class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = metadata or {}
        self.kw_only = kw_only
        self._init_only = False

def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)

def _fields_of(cls, kw_only):
    found = {}
    for base in cls.__mro__[-1:0:-1]:
        for item in base.__dict__.get('__dataclass_fields__', {}).values():
            found[item.name] = item
    only = kw_only
    for name, annotation in cls.__dict__.get('__annotations__', {}).items():
        text = str(annotation)
        if 'ClassVar' in text:
            continue
        if text.split('.')[-1] == 'KW_ONLY':
            only = True
            continue
        default = cls.__dict__.get(name, MISSING)
        if isinstance(default, Field):
            item = default
        else:
            item = field(default=default)
        if isinstance(item.default, (list, dict, set)):
            raise ValueError(f'mutable default {type(item.default)} for field {name} is not allowed: use default_factory')
        item.name = name
        item.type = annotation
        item._init_only = 'InitVar' in text
        if item.kw_only is MISSING:
            item.kw_only = only
        found[name] = item
        if isinstance(default, Field):
            if item.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, item.default)
    return found

def _check_order(items):
    seen = False
    for item in items:
        if item.kw_only or not item.init:
            continue
        has = item.default is not MISSING or item.default_factory is not MISSING
        if seen and not has:
            raise TypeError(f'non-default argument {item.name!r} follows default argument')
        seen = seen or has

def _make_init(cls, items, frozen):
    place = [item for item in items if item.init and not item.kw_only]
    by_name = [item for item in items if item.init and item.kw_only]
    bind = _signature(
        f'{cls.__qualname__}.__init__',
        [item.name for item in place],
        [item.name for item in place if item.default is not MISSING or item.default_factory is not MISSING],
        [item.name for item in by_name],
        [item.name for item in by_name if item.default is not MISSING or item.default_factory is not MISSING],
    )
    def __init__(self, *args, **kwargs):
        given = bind(self, *args, **kwargs)
        late = []
        for item in items:
            if item.init and item.name in given:
                value = given[item.name]
            elif item.default_factory is not MISSING:
                value = item.default_factory()
            elif item.default is not MISSING:
                value = item.default
            else:
                continue
            if item._init_only:
                late.append(value)
            elif frozen:
                object.__setattr__(self, item.name, value)
            else:
                setattr(self, item.name, value)
        if hasattr(self, '__post_init__'):
            self.__post_init__(*late)
    return __init__

def _repr(self):
    items = [item for item in self.__dataclass_fields__.values() if item.repr and not item._init_only]
    inner = ', '.join(f'{item.name}={getattr(self, item.name)!r}' for item in items)
    return f'{type(self).__qualname__}({inner})'

def _key(self):
    return tuple(getattr(self, item.name) for item in self.__dataclass_fields__.values() if item.compare and not item._init_only)

def _comparison(operate):
    def compare(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return operate(_key(self), _key(other))
    return compare

def _frozen_set(self, name, value):
    raise FrozenInstanceError(f'cannot assign to field {name!r}')

def _frozen_delete(self, name):
    raise FrozenInstanceError(f'cannot delete field {name!r}')

def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def decorate(cls):
        found = _fields_of(cls, kw_only)
        cls.__dataclass_fields__ = found
        items = list(found.values())
        _check_order(items)
        own = cls.__dict__
        if init and '__init__' not in own:
            cls.__init__ = _make_init(cls, items, frozen)
        if repr and '__repr__' not in own:
            cls.__repr__ = _repr
        if eq and '__eq__' not in own:
            cls.__eq__ = _comparison(lambda a, b: a == b)
        if order:
            cls.__lt__ = _comparison(lambda a, b: a < b)
            cls.__le__ = _comparison(lambda a, b: a <= b)
            cls.__gt__ = _comparison(lambda a, b: a > b)
            cls.__ge__ = _comparison(lambda a, b: a >= b)
        if frozen:
            cls.__setattr__ = _frozen_set
            cls.__delattr__ = _frozen_delete
        if '__hash__' not in own:
            if unsafe_hash or (eq and frozen):
                cls.__hash__ = lambda self: hash(_key(self))
            elif eq:
                cls.__hash__ = None
        if match_args:
            cls.__match_args__ = tuple(item.name for item in items if item.init and not item.kw_only)
        return cls
    return decorate if cls is None else decorate(cls)

def fields(class_or_instance):
    if not is_dataclass(class_or_instance):
        raise TypeError('must be called with a dataclass type or instance')
    return tuple(item for item in class_or_instance.__dataclass_fields__.values() if not item._init_only)

def is_dataclass(obj):
    return hasattr(obj, '__dataclass_fields__')

def _copied(value, make):
    if is_dataclass(value) and not isinstance(value, type):
        return make([(item.name, _copied(getattr(value, item.name), make)) for item in fields(value)])
    if isinstance(value, tuple) and hasattr(value, '_fields'):
        return type(value)(*[_copied(item, make) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)([_copied(item, make) for item in value])
    if isinstance(value, dict):
        return {_copied(key, make): _copied(item, make) for key, item in value.items()}
    return value

def asdict(obj, *, dict_factory=dict):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError('asdict() should be called on dataclass instances')
    return _copied(obj, dict_factory)

def astuple(obj, *, tuple_factory=tuple):
    return _copied(obj, lambda pairs: tuple_factory([value for _, value in pairs]))

def replace(obj, /, **changes):
    for item in obj.__dataclass_fields__.values():
        if not item.init:
            if item.name in changes:
                raise ValueError(f'field {item.name} is declared with init=False, it cannot be specified with replace()')
        elif item.name not in changes:
            changes[item.name] = getattr(obj, item.name)
    return type(obj)(**changes)

def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    names = {}
    annotations = {}
    for entry in fields:
        if isinstance(entry, str):
            annotations[entry] = 'typing.Any'
        else:
            annotations[entry[0]] = entry[1]
            if len(entry) > 2:
                names[entry[0]] = entry[2]
    return dataclass(type(cls_name, bases, {**(namespace or {}), **names, '__annotations__': annotations}), **options)
`;
