/** The functools module in Python. */

export const functoolsSource = `
WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__')
WRAPPER_UPDATES = ('__dict__',)
_missing = object()

class partial:
    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError('the first argument must be callable')
        self = super().__new__(cls)
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords
        return self
    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})
    def __repr__(self):
        parts = [repr(self.func)] + [repr(arg) for arg in self.args] + [f'{key}={value!r}' for key, value in self.keywords.items()]
        return f"functools.partial({', '.join(parts)})"

class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords
    def __get__(self, obj, cls=None):
        if obj is None:
            return partial(self.func, *self.args, **self.keywords)
        return partial(self.func, obj, *self.args, **self.keywords)

def reduce(function, iterable, initial=_missing):
    iterator = iter(iterable)
    if initial is _missing:
        result = next(iterator, _missing)
        if result is _missing:
            raise TypeError('reduce() of empty iterable with no initial value')
    else:
        result = initial
    for item in iterator:
        result = function(result, item)
    return result

def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        if hasattr(wrapped, name):
            try:
                setattr(wrapper, name, getattr(wrapped, name))
            except AttributeError:
                pass
    try:
        wrapper.__wrapped__ = wrapped
    except AttributeError:
        pass
    return wrapper

def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)

class _Cached:
    def __init__(self, function, maxsize):
        self._function = function
        self._cache = {}
        self._maxsize = maxsize
        update_wrapper(self, function)
    def __call__(self, *args, **kwargs):
        key = (args, tuple(kwargs.items()))
        if key not in self._cache:
            value = self._function(*args, **kwargs)
            if self._maxsize is not None and len(self._cache) >= self._maxsize and self._cache:
                del self._cache[next(iter(self._cache))]
            self._cache[key] = value
        return self._cache[key]
    def __get__(self, obj, cls=None):
        return self if obj is None else partial(self, obj)
    def cache_clear(self):
        self._cache.clear()

def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _Cached(maxsize, 128)
    return lambda function: _Cached(function, maxsize)

def cache(function):
    return _Cached(function, None)

class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None
    def __set_name__(self, owner, name):
        self.attrname = name
    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        value = self.func(obj)
        obj.__dict__[self.attrname] = value
        return value

def total_ordering(cls):
    if '__lt__' in cls.__dict__:
        more = {
            '__gt__': lambda self, other: not (self < other) and self != other,
            '__le__': lambda self, other: self < other or self == other,
            '__ge__': lambda self, other: not (self < other),
        }
    elif '__gt__' in cls.__dict__:
        more = {
            '__lt__': lambda self, other: not (self > other) and self != other,
            '__ge__': lambda self, other: self > other or self == other,
            '__le__': lambda self, other: not (self > other),
        }
    elif '__le__' in cls.__dict__:
        more = {
            '__gt__': lambda self, other: not (self <= other),
            '__lt__': lambda self, other: self <= other and self != other,
            '__ge__': lambda self, other: not (self <= other) or self == other,
        }
    elif '__ge__' in cls.__dict__:
        more = {
            '__lt__': lambda self, other: not (self >= other),
            '__gt__': lambda self, other: self >= other and self != other,
            '__le__': lambda self, other: not (self >= other) or self == other,
        }
    else:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    for name, function in more.items():
        if name not in cls.__dict__:
            setattr(cls, name, function)
    return cls

def cmp_to_key(compare):
    class K:
        def __init__(self, obj):
            self.obj = obj
        def __lt__(self, other):
            return compare(self.obj, other.obj) < 0
    return K

def singledispatch(function):
    registry = {object: function}
    def dispatch(cls):
        for ancestor in cls.__mro__:
            if ancestor in registry:
                return registry[ancestor]
    def register(cls, implementation=None):
        if implementation is None:
            return lambda implementation: register(cls, implementation)
        registry[cls] = implementation
        return implementation
    @wraps(function)
    def wrapper(*args, **kwargs):
        return dispatch(type(args[0]))(*args, **kwargs)
    wrapper.register = register
    wrapper.dispatch = dispatch
    return wrapper
`;
