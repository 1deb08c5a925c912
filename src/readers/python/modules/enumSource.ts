/** The enum module in Python. */

export const enumSource = `
class auto:
    def __init__(self, value=None):
        self.value = value

def _is_member(name, value):
    if name.startswith('__') and name.endswith('__'):
        return False
    if name in ('_ignore_', '_missing_', '_generate_next_value_', '_order_'):
        return False
    if isinstance(value, (property, staticmethod, classmethod)) or _is_function(value):
        return False
    return not (hasattr(value, '__get__') and not isinstance(value, type))

def _is_function(value):
    return type(value).__name__ in ('function', 'method_descriptor')

class EnumType(type):
    def __new__(mcs, name, bases, namespace, **options):
        members = {key: value for key, value in namespace.items() if bases and _is_member(key, value)}
        rest = {key: value for key, value in namespace.items() if key not in members}
        cls = super().__new__(mcs, name, bases, rest)
        for base in bases:
            if getattr(base, '_member_map_', None):
                raise TypeError(f'<enum {name!r}> cannot extend {base!r}')
        for method in ('__repr__', '__str__', '__format__'):
            for base in cls.__mro__[1:]:
                if method not in namespace and isinstance(base, EnumType) and method in base.__dict__:
                    type.__setattr__(cls, method, base.__dict__[method])
                    break
        cls._member_map_ = {}
        cls._value2member_map_ = {}
        cls._member_names_ = []
        values = []
        for key, value in members.items():
            if isinstance(value, auto):
                make = getattr(cls, '_generate_next_value_')
                value = make(key, 1, len(values), list(values))
            elif isinstance(value, tuple):
                value = tuple(make(key, 1, len(values), list(values)) if isinstance(item, auto) else item for item in value)
            values.append(value)
            mcs._add(cls, key, value)
        return cls
    def __init__(cls, name, bases, namespace, **options):
        pass
    def _add(cls, key, value):
        args = value if isinstance(value, tuple) else (value,)
        mixed = [base for base in cls.__mro__ if base in (int, str, float, bytes)]
        if '__new__' in cls.__dict__:
            member = cls.__dict__['__new__'](cls, *args)
        elif mixed:
            member = mixed[0].__new__(cls, *args)
            if not isinstance(value, tuple):
                value = mixed[0](value)
        else:
            member = object.__new__(cls)
        if '_value_' not in member.__dict__:
            member._value_ = value
        member._name_ = key
        if hasattr(cls, '__init__') and cls.__init__ is not object.__init__:
            member.__init__(*args)
        for other in cls._member_map_.values():
            if other._value_ == member._value_:
                cls._member_map_[key] = other
                type.__setattr__(cls, key, other)
                return
        cls._member_map_[key] = member
        cls._member_names_.append(key)
        type.__setattr__(cls, key, member)
    def __call__(cls, value, names=None, *args, **kwargs):
        if names is None:
            for member in cls._member_map_.values():
                if member is value or member._value_ == value:
                    return member
            if hasattr(cls, '_missing_'):
                found = cls._missing_(value)
                if found is not None:
                    return found
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        pairs = names.items() if isinstance(names, dict) else [(name, index + 1) if isinstance(name, str) else name for index, name in enumerate(names)]
        return type(cls)(value, (cls,), dict(pairs))
    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])
    def __reversed__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_[::-1]])
    def __len__(cls):
        return len(cls._member_names_)
    def __bool__(cls):
        return True
    def __getitem__(cls, name):
        return cls._member_map_[name]
    def __contains__(cls, value):
        return isinstance(value, cls) or value in [member._value_ for member in cls._member_map_.values()]
    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError(f'cannot reassign member {name!r}')
        type.__setattr__(cls, name, value)
    def __getattr__(cls, name):
        raise AttributeError(name)
    def __repr__(cls):
        kind = 'flag' if any(base.__name__ == 'Flag' for base in cls.__mro__) else 'enum'
        return f'<{kind} {cls.__name__!r}>'
    @property
    def __members__(cls):
        return dict(cls._member_map_)

EnumMeta = EnumType

class Enum(metaclass=EnumMeta):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        for value in last_values[::-1]:
            if isinstance(value, int):
                return value + 1
        return start
    @property
    def name(self):
        return self._name_
    @property
    def value(self):
        return self._value_
    def __repr__(self):
        return f'<{type(self).__name__}.{self._name_}: {self._value_!r}>'
    def __str__(self):
        return f'{type(self).__name__}.{self._name_}'
    def __setattr__(self, name, value):
        if name in ('name', 'value'):
            raise AttributeError(f"<enum 'Enum'> cannot set attribute {name!r}")
        object.__setattr__(self, name, value)
    def __hash__(self):
        return hash(self._name_)
    def __format__(self, spec):
        return format(str(self), spec)
    def __copy__(self):
        return self
    def __deepcopy__(self, memo):
        return self

class ReprEnum(Enum):
    pass

class IntEnum(int, ReprEnum):
    def __str__(self):
        return str(self._value_)
    def __format__(self, spec):
        return format(self._value_, spec)

class StrEnum(str, ReprEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()
    def __str__(self):
        return self._value_
    def __format__(self, spec):
        return format(self._value_, spec)

class Flag(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        for value in sorted(last_values)[::-1]:
            return 2 ** value.bit_length()
        return start
    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        known = 0
        for one in cls._member_map_.values():
            known |= one._value_
        rest = value & ~known
        mixed = int in cls.__mro__
        if rest and value > 0 and not mixed:
            width = max(value.bit_length(), known.bit_length())
            raise ValueError(f'{cls!r} invalid value {value}\\n    given 0b0 {value:0{width}b}\\n  allowed 0b0 {known:0{width}b}')
        if value < 0 and not mixed:
            value, rest = value & known, 0
            for one in cls._member_map_.values():
                if one._value_ == value:
                    return one
        member = int.__new__(cls, value) if mixed else object.__new__(cls)
        member._value_ = value
        names = [name for name in cls._member_names_ if cls._member_map_[name]._value_ & value]
        if rest and names:
            names.append(str(rest))
        member._name_ = '|'.join(names) if names else None
        return member
    def __or__(self, other):
        return type(self)(self._value_ | other._value_)
    def __and__(self, other):
        return type(self)(self._value_ & other._value_)
    def __xor__(self, other):
        return type(self)(self._value_ ^ other._value_)
    def __invert__(self):
        return ~self._value_ if isinstance(self, int) else type(self)(~self._value_)
    def __contains__(self, other):
        return other._value_ & self._value_ == other._value_
    def __bool__(self):
        return self._value_ != 0
    def __eq__(self, other):
        return isinstance(other, type(self)) and self._value_ == other._value_
    def __hash__(self):
        return hash(self._value_)

class IntFlag(int, Flag):
    def __or__(self, other):
        return type(self)(self._value_ | int(other)) if isinstance(other, int) else NotImplemented
    def __and__(self, other):
        return type(self)(self._value_ & int(other)) if isinstance(other, int) else NotImplemented
    def __xor__(self, other):
        return type(self)(self._value_ ^ int(other)) if isinstance(other, int) else NotImplemented
    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__
    def __str__(self):
        return str(self._value_)
    def __format__(self, spec):
        return format(self._value_, spec)

def unique(cls):
    for name, member in cls._member_map_.items():
        if member._name_ != name:
            raise ValueError(f'duplicate values found in {cls!r}: {name} -> {member._name_}')
    return cls
`;
