/** The collections module in Python: containers over the builtin ones. */

import { mappingsSource } from './mappingsSource';

/** Its text; `_deque_class` and the like are not needed, everything is plain Python. */
export const collectionsSource = `
_keywords = set('False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split())

def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    if isinstance(field_names, str):
        field_names = field_names.replace(',', ' ').split()
    names = tuple(str(name) for name in field_names)
    if rename:
        names = tuple(f'_{index}' if not name.isidentifier() or name in _keywords or name.startswith('_') or name in names[:index] else name for index, name in enumerate(names))
    for name in names:
        if not name.isidentifier():
            raise ValueError(f'Type names and field names must be valid identifiers: {name!r}')
        if name in _keywords:
            raise ValueError(f'Type names and field names cannot be a keyword: {name!r}')
        if name.startswith('_') and not rename:
            raise ValueError(f'Field names cannot start with an underscore: {name!r}')
    if len(set(names)) != len(names):
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f'Encountered duplicate field name: {name!r}')
    values = {}
    if defaults is not None:
        defaults = tuple(defaults)
        if len(defaults) > len(names):
            raise TypeError('Got more default values than field names')
        values = dict(zip(names[len(names) - len(defaults):], defaults))
    return _make_namedtuple(typename, names, values, {}, module)

def _make_namedtuple(typename, names, defaults, extra, module=None):
    def __new__(cls, *args, **kwargs):
        if len(args) > len(names):
            most = len(names) + 1
            least = most - len(defaults)
            takes = str(most) if not defaults else f'from {least} to {most}'
            raise TypeError(f"{typename}.__new__() takes {takes} positional arguments but {len(args) + 1} were given")
        values = list(args)
        missing = []
        for name in names[:len(args)]:
            if name in kwargs:
                raise TypeError(f"{typename}.__new__() got multiple values for argument '{name}'")
        for name in names[len(args):]:
            if name in kwargs:
                values.append(kwargs.pop(name))
            elif name in defaults:
                values.append(defaults[name])
            else:
                missing.append(name)
        for name in kwargs:
            raise TypeError(f"{typename}.__new__() got an unexpected keyword argument '{name}'")
        if missing:
            quoted = [repr(name) for name in missing]
            shown = ' and '.join(quoted) if len(quoted) < 3 else ', '.join(quoted[:-1]) + ', and ' + quoted[-1]
            noun = 'argument' if len(missing) == 1 else 'arguments'
            raise TypeError(f'{typename}.__new__() missing {len(missing)} required positional {noun}: {shown}')
        return tuple.__new__(cls, values)
    def __repr__(self):
        inner = ', '.join(f'{name}={value!r}' for name, value in zip(names, self))
        return f'{type(self).__name__}({inner})'
    def _asdict(self):
        return dict(zip(names, self))
    def _replace(self, **changes):
        values = [changes.pop(name, value) for name, value in zip(names, self)]
        if changes:
            raise ValueError(f'Got unexpected field names: {list(changes)!r}')
        return tuple.__new__(type(self), values)
    @classmethod
    def _make(cls, values):
        values = tuple(values)
        if len(values) != len(names):
            raise TypeError(f'Expected {len(names)} arguments, got {len(values)}')
        return tuple.__new__(cls, values)
    def __setattr__(self, name, value):
        if name in names:
            raise AttributeError("can't set attribute")
        object.__setattr__(self, name, value)
    namespace = {
        '__setattr__': __setattr__, '__slots__': (), '__new__': __new__, '__repr__': __repr__, '_asdict': _asdict, '_replace': _replace, '_make': _make,
        '_fields': names, '_field_defaults': defaults, '__match_args__': names, '__getnewargs__': lambda self: tuple(self),
    }
    for index, name in enumerate(names):
        namespace[name] = property(lambda self, index=index: tuple.__getitem__(self, index))
    namespace.update(extra)
    if module is not None:
        namespace['__module__'] = module
    return type(typename, (tuple,), namespace)

class OrderedDict(dict):
    def move_to_end(self, key, last=True):
        value = self.pop(key)
        if last:
            self[key] = value
        else:
            others = list(self.items())
            self.clear()
            self[key] = value
            for name, other in others:
                self[name] = other
    def popitem(self, last=True):
        if not self:
            raise KeyError('dictionary is empty')
        keys = list(self)
        key = keys[-1] if last else keys[0]
        return key, self.pop(key)
    def copy(self):
        return type(self)(self)
    def __reversed__(self):
        return iter(list(self)[::-1])
    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return list(self.items()) == list(other.items())
        return dict.__eq__(self, other)
    def __repr__(self):
        return f'{type(self).__name__}({list(self.items())!r})' if self else f'{type(self).__name__}()'

class defaultdict(dict):
    def __init__(self, default_factory=None, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError('first argument must be callable or None')
        self.default_factory = default_factory
        super().__init__(*args, **kwargs)
    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self.default_factory()
        self[key] = value
        return value
    def copy(self):
        return type(self)(self.default_factory, self)
    def __repr__(self):
        return f'defaultdict({self.default_factory!r}, {dict.__repr__(self)})'

class Counter(dict):
    def __init__(self, iterable=None, /, **kwargs):
        super().__init__()
        self.update(iterable, **kwargs)
    def __missing__(self, key):
        return 0
    def update(self, iterable=None, /, **kwargs):
        if iterable is not None:
            if hasattr(iterable, 'items'):
                for key, count in iterable.items():
                    self[key] = self[key] + count
            else:
                for key in iterable:
                    self[key] = self[key] + 1
        for key, count in kwargs.items():
            self[key] = self[key] + count
    def subtract(self, iterable=None, /, **kwargs):
        for key, count in Counter(iterable, **kwargs).items():
            self[key] = self[key] - count
    def most_common(self, n=None):
        ordered = sorted(self.items(), key=lambda item: item[1], reverse=True)
        return ordered if n is None else ordered[:n]
    def elements(self):
        for key, count in self.items():
            for _ in range(count):
                yield key
    def total(self):
        return sum(self.values())
    def copy(self):
        return type(self)(self)
    def __add__(self, other):
        result = Counter()
        for key in list(self) + [key for key in other if key not in self]:
            count = self[key] + other[key]
            if count > 0:
                result[key] = count
        return result
    def __sub__(self, other):
        result = Counter()
        for key, count in self.items():
            if count - other[key] > 0:
                result[key] = count - other[key]
        for key, count in other.items():
            if key not in self and count < 0:
                result[key] = -count
        return result
    def __or__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for key in list(self) + [key for key in other if key not in self]:
            count = max(self[key], other[key])
            if count > 0:
                result[key] = count
        return result
    def __and__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for key, count in self.items():
            count = min(count, other[key])
            if count > 0:
                result[key] = count
        return result
    def __pos__(self):
        return self + Counter()
    def __neg__(self):
        return Counter() - self
    def __delitem__(self, key):
        if key in self:
            super().__delitem__(key)
    def __eq__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[key] == other[key] for counts in (self, other) for key in counts)
    def __ne__(self, other):
        return NotImplemented if not isinstance(other, Counter) else not self == other
    def __le__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[key] <= other[key] for counts in (self, other) for key in counts)
    def __lt__(self, other):
        return NotImplemented if not isinstance(other, Counter) else self <= other and self != other
    def __ge__(self, other):
        return NotImplemented if not isinstance(other, Counter) else other <= self
    def __gt__(self, other):
        return NotImplemented if not isinstance(other, Counter) else other < self
    def __repr__(self):
        if not self:
            return f'{type(self).__name__}()'
        inner = ', '.join(f'{key!r}: {count!r}' for key, count in self.most_common())
        return f'{type(self).__name__}({{{inner}}})'

class deque:
    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None and maxlen < 0:
            raise ValueError('maxlen must be non-negative')
        self._items = []
        self.maxlen = maxlen
        self.extend(iterable)
    def append(self, item):
        self._items.append(item)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            del self._items[0]
    def appendleft(self, item):
        self._items.insert(0, item)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            del self._items[-1]
    def extend(self, items):
        for item in items:
            self.append(item)
    def extendleft(self, items):
        for item in items:
            self.appendleft(item)
    def pop(self):
        if not self._items:
            raise IndexError('pop from an empty deque')
        return self._items.pop()
    def popleft(self):
        if not self._items:
            raise IndexError('pop from an empty deque')
        return self._items.pop(0)
    def clear(self):
        self._items.clear()
    def rotate(self, n=1):
        if self._items:
            n = n % len(self._items)
            self._items = self._items[-n:] + self._items[:-n] if n else self._items
    def remove(self, value):
        if value not in self._items:
            raise ValueError(f'{value!r} is not in deque')
        self._items.remove(value)
    def count(self, value):
        return self._items.count(value)
    def index(self, value):
        if value not in self._items:
            raise ValueError(f'{value!r} is not in deque')
        return self._items.index(value)
    def insert(self, index, value):
        if self.maxlen is not None and len(self._items) >= self.maxlen:
            raise IndexError('deque already at its maximum size')
        self._items.insert(index, value)
    def reverse(self):
        self._items.reverse()
    def copy(self):
        return deque(self._items, self.maxlen)
    def __len__(self):
        return len(self._items)
    def __iter__(self):
        return iter(self._items)
    def __reversed__(self):
        return reversed(self._items)
    def __contains__(self, value):
        return value in self._items
    def __getitem__(self, index):
        if isinstance(index, slice):
            raise TypeError("sequence index must be integer, not 'slice'")
        if not -len(self._items) <= index < len(self._items):
            raise IndexError('deque index out of range')
        return self._items[index]
    def __setitem__(self, index, value):
        self._items[index] = value
    def __delitem__(self, index):
        del self._items[index]
    def __eq__(self, other):
        return isinstance(other, deque) and self._items == other._items
    def __iadd__(self, other):
        self.extend(other)
        return self
    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError(f'can only concatenate deque (not "{type(other).__name__}") to deque')
        return deque(self._items + other._items, self.maxlen)
    def __mul__(self, count):
        return deque(self._items * count, self.maxlen)
    __rmul__ = __mul__
    def __repr__(self):
        return f'deque({self._items!r})' if self.maxlen is None else f'deque({self._items!r}, maxlen={self.maxlen})'

${mappingsSource}
_plain_dict = dict
UserList = list
`;
