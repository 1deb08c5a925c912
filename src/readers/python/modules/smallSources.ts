/** Small standard modules in Python: abc, contextlib, random over our own draws, pathlib, types, warnings and logging, which do nothing. */

export const abcSource = `
class ABCMeta(type):
    def register(cls, subclass):
        return subclass
class ABC(metaclass=ABCMeta):
    pass
def abstractmethod(function):
    function.__isabstractmethod__ = True
    return function
abstractproperty = property
abstractclassmethod = classmethod
abstractstaticmethod = staticmethod
`;

export const contextlibSource = `
class ContextDecorator:
    def __call__(self, function):
        def inner(*args, **kwargs):
            with self._recreate():
                return function(*args, **kwargs)
        return inner
    def _recreate(self):
        return self

class _GeneratorContextManager(ContextDecorator):
    def __init__(self, function, args, kwargs):
        self._make = lambda: function(*args, **kwargs)
        self._generator = self._make()
    def _recreate(self):
        return _GeneratorContextManager(self._make, (), {})
    def __enter__(self):
        try:
            return next(self._generator)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None
    def __exit__(self, kind, value, trace):
        if kind is None:
            try:
                next(self._generator)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            self._generator.throw(value)
        except StopIteration:
            return True
        except BaseException as error:
            if error is value:
                return False
            raise
        raise RuntimeError("generator didn't stop after throw()")

def contextmanager(function):
    def helper(*args, **kwargs):
        return _GeneratorContextManager(function, args, kwargs)
    helper.__name__ = function.__name__
    helper.__wrapped__ = function
    return helper

class suppress:
    def __init__(self, *exceptions):
        self._exceptions = exceptions
    def __enter__(self):
        pass
    def __exit__(self, kind, value, trace):
        return kind is not None and issubclass(kind, self._exceptions)

class nullcontext:
    def __init__(self, enter_result=None):
        self.enter_result = enter_result
    def __enter__(self):
        return self.enter_result
    def __exit__(self, *info):
        pass

class closing:
    def __init__(self, thing):
        self.thing = thing
    def __enter__(self):
        return self.thing
    def __exit__(self, *info):
        self.thing.close()

class ExitStack:
    def __init__(self):
        self._callbacks = []
    def enter_context(self, manager):
        value = manager.__enter__()
        self._callbacks.append(manager.__exit__)
        return value
    def callback(self, function, *args, **kwargs):
        self._callbacks.append(lambda *info: function(*args, **kwargs) and False)
    def __enter__(self):
        return self
    def __exit__(self, *info):
        for leave in self._callbacks[::-1]:
            leave(*info)
        self._callbacks = []

AbstractContextManager = object
redirect_stdout = redirect_stderr = nullcontext
`;

export const randomSource = `
class Random:
    def __init__(self, seed=None):
        self._draw = 0
        self._seed = 0
        self.seed(seed)
    def seed(self, a=None, version=2):
        self._seed = hash(a) if a is not None else 0
        self._draw = 0
    def random(self):
        self._draw += 1
        return _uniform(self._seed, self._draw)
    def uniform(self, a, b):
        return a + (b - a) * self.random()
    def randrange(self, start, stop=None, step=1):
        if stop is None:
            start, stop = 0, start
        width = len(range(start, stop, step))
        if width <= 0:
            raise ValueError('empty range for randrange()')
        return start + step * int(self.random() * width)
    def randint(self, a, b):
        return self.randrange(a, b + 1)
    def choice(self, seq):
        if not len(seq):
            raise IndexError('Cannot choose from an empty sequence')
        return seq[int(self.random() * len(seq))]
    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        if weights is None:
            return [self.choice(population) for _ in range(k)]
        total = sum(weights)
        chosen = []
        for _ in range(k):
            left = self.random() * total
            for item, weight in zip(population, weights):
                left -= weight
                if left < 0:
                    break
            chosen.append(item)
        return chosen
    def shuffle(self, x):
        for index in range(len(x) - 1, 0, -1):
            other = int(self.random() * (index + 1))
            x[index], x[other] = x[other], x[index]
    def sample(self, population, k):
        items = list(population)
        if k > len(items):
            raise ValueError('Sample larger than population or is negative')
        self.shuffle(items)
        return items[:k]
    def gauss(self, mu=0.0, sigma=1.0):
        self._draw += 1
        return mu + sigma * _normal(self._seed, self._draw)
    normalvariate = gauss
    def getrandbits(self, k):
        return int(self.random() * 2 ** k)
    def betavariate(self, alpha, beta):
        return self.random()
    def expovariate(self, lambd=1.0):
        return -_log(1.0 - self.random()) / lambd
    def getstate(self):
        return (self._seed, self._draw)
    def setstate(self, state):
        self._seed, self._draw = state

_shared = Random()
SystemRandom = Random
seed = _shared.seed
random = _shared.random
uniform = _shared.uniform
randrange = _shared.randrange
randint = _shared.randint
choice = _shared.choice
choices = _shared.choices
shuffle = _shared.shuffle
sample = _shared.sample
gauss = _shared.gauss
normalvariate = _shared.normalvariate
getrandbits = _shared.getrandbits
expovariate = _shared.expovariate
betavariate = _shared.betavariate
getstate = _shared.getstate
setstate = _shared.setstate
`;

export const typesSource = `
import abc
class SimpleNamespace:
    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)
    def __eq__(self, other):
        return isinstance(other, SimpleNamespace) and self.__dict__ == other.__dict__
    def __repr__(self):
        inner = ', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())
        return f'namespace({inner})'
def _function(): pass
FunctionType = LambdaType = type(_function)
class _Class:
    def method(self): pass
MethodType = type(_Class().method)
BuiltinFunctionType = type(len)
NoneType = type(None)
ModuleType = type(abc)
GeneratorType = type(i for i in ())
MappingProxyType = dict
def new_class(name, bases=(), kwds=None, exec_body=None):
    namespace = {}
    if exec_body:
        exec_body(namespace)
    return type(name, bases, namespace)
`;

export const warningsSource = `
class _Ignored:
    def __enter__(self): return []
    def __exit__(self, *info): return False
def warn(*args, **kwargs): pass
def filterwarnings(*args, **kwargs): pass
def simplefilter(*args, **kwargs): pass
def warn_explicit(*args, **kwargs): pass
def catch_warnings(*args, **kwargs): return _Ignored()
def resetwarnings(): pass
`;

export const loggingSource = `
CRITICAL, ERROR, WARNING, INFO, DEBUG, NOTSET = 50, 40, 30, 20, 10, 0
class Logger:
    def __init__(self, name='root', level=0):
        self.name = name
        self.level = level
        self.handlers = []
        self.propagate = True
        self.disabled = False
    def debug(self, *args, **kwargs): pass
    info = warning = warn = error = critical = exception = log = debug
    warning_once = warning_advice = info_once = debug
    def setLevel(self, level): self.level = level
    def isEnabledFor(self, level): return False
    def getEffectiveLevel(self): return self.level
    def addHandler(self, handler): pass
    removeHandler = addFilter = addHandler
    def getChild(self, name): return Logger(self.name + '.' + name)
    def hasHandlers(self): return False
_loggers = {}
def getLogger(name=None):
    return _loggers.setdefault(name, Logger(name or 'root'))
root = getLogger()
class Handler:
    def __init__(self, *args, **kwargs): pass
    def setLevel(self, level): pass
    def setFormatter(self, formatter): pass
StreamHandler = FileHandler = NullHandler = Formatter = Filter = Handler
def basicConfig(*args, **kwargs): pass
def debug(*args, **kwargs): pass
info = warning = warn = error = critical = exception = log = disable = captureWarnings = debug
def getLevelName(level): return str(level)
`;

export const copySource = `
Error = Exception
def copy(x):
    cls = type(x)
    hook = getattr(cls, '__copy__', None)
    if hook is not None:
        return hook(x)
    return _shallow(x)

def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    known = memo.get(id(x), memo)
    if known is not memo:
        return known
    hook = getattr(type(x), '__deepcopy__', None)
    if hook is not None and not isinstance(x, type):
        made = hook(x, memo)
    else:
        made = _deep(x, memo, deepcopy)
    memo[id(x)] = made
    return made
`;

/** tyro: a function or a class of settings is called with its own defaults, as a command without arguments does. */
export const tyroSource = `
def cli(f, *, default=None, **kwargs):
    return f() if default is None else default
class _Words:
    def __getattr__(self, name):
        return lambda *args, **kwargs: args[0] if args else None
    def __getitem__(self, item):
        return item
conf = _Words()
MISSING = None
`;
