# classes, inheritance, descriptors, operators
class A:
    x = 1
    def __init__(self, y): self.y = y
    def m(self): return self.x + self.y
a = A(2); a.x = 10; A.x = 5
a.m(), A(1).m(), A.m(a), a.__dict__, A.__name__

class A:
    def f(self): return 'A'
class B(A):
    def f(self): return 'B' + super().f()
class C(A):
    def f(self): return 'C' + super().f()
class D(B, C):
    def f(self): return 'D' + super().f()
D().f(), [c.__name__ for c in D.__mro__], D.__bases__[1].__name__

class A: pass
class B(A): pass
class C(A, B): pass
1

class A:
    def __init__(self): self.v = 'a'
class B(A):
    def __init__(self, w):
        super(B, self).__init__()
        self.w = w
b = B(1)
b.v, b.w, isinstance(b, A), issubclass(B, A), type(b) is B, type(b).__name__

class A:
    @classmethod
    def make(cls, *a): return cls.__name__, a
    @staticmethod
    def s(x): return x * 2
class B(A): pass
A.make(1), B.make(2), B().make(3), A.s(4), A().s(5)

class A:
    def __init__(self): self._x = 1
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self._x = v * 2
    @x.deleter
    def x(self): self._x = 'gone'
a = A(); a.x = 5; b = a.x; del a.x
b, a.x, type(A.x).__name__

class A:
    def __getattr__(self, name):
        if name.startswith('q'): return name
        raise AttributeError(name)
a = A(); a.z = 1
a.z, a.quux, hasattr(a, 'nope'), getattr(a, 'nope', 'dflt')

class A:
    def __getattr__(self, name): raise AttributeError(f'no {name}')
A().foo

class A:
    def __setattr__(self, k, v): object.__setattr__(self, k, v * 2)
a = A(); a.x = 4
a.x, vars(a)

class A:
    def __getattribute__(self, name):
        if name == 'magic': return 42
        return super().__getattribute__(name)
a = A(); a.y = 1
a.magic, a.y

class A:
    def __delattr__(self, n): log.append(n)
log = []
a = A(); del a.x
log

class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + (o.x if isinstance(o, V) else o))
    def __radd__(self, o): return V(o + self.x)
    def __mul__(self, o): return V(self.x * o)
    def __rmul__(self, o): return V(o * self.x * 100)
    def __neg__(self): return V(-self.x)
    def __repr__(self): return f'V({self.x})'
    def __eq__(self, o): return isinstance(o, V) and self.x == o.x
    def __matmul__(self, o): return 'mm'
    def __getitem__(self, k): return k
    def __call__(self, *a): return a
    def __len__(self): return 7
    def __contains__(self, k): return k == 3
    def __bool__(self): return False
    def __iadd__(self, o): self.x += 1000; return self
v = V(1)
w = V(5); w += 1
v + V(2), v + 1, 1 + v, v * 3, 3 * v, -v, v == V(1), v != V(1), v @ 1, v[1:2], v[1, 2], v(1, 2), len(v), 3 in v, bool(v), w, sum([V(1), V(2)])

class A:
    def __add__(self, o): return NotImplemented
A() + 1

class A: pass
A() + 1

class A: pass
A() < A()

class A: pass
A()[0]

class A: pass
len(A())

class A: pass
for x in A(): pass
1

class A: pass
A()()

class A:
    def __lt__(self, o): return 'lt'
    def __gt__(self, o): return 'gt'
    def __le__(self, o): return 'le'
A() < 1, 1 < A(), A() <= 1, A() > 1

class A:
    def __iter__(self): return iter([1, 2])
list(A()), [*A()], sum(A()), 2 in A(), tuple(A())

class A:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
list(A()), next(A())

class A:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
list(A()), 20 in A(), [x for x in A()]

class A:
    def __eq__(self, o): return True
    def __hash__(self): return 5
len({A(), A()}), {A(): 1}[A()]

class A:
    def __eq__(self, o): return True
{A(): 1}

class A:
    def __str__(self): return 'str'
    def __repr__(self): return 'repr'
    def __format__(self, s): return f'fmt:{s}'
str(A()), repr(A()), f'{A()}', f'{A():x}', '%s %r' % (A(), A()), [A()], '{}'.format(A()), f'{A()!r}'

class A:
    def __repr__(self): return 'R'
str(A()), f'{A()}', print(A())

class A:
    def __repr__(self): return 5
repr(A())

class Base:
    registry = []
    def __init_subclass__(cls, **kw):
        super().__init_subclass__()
        cls.registry.append((cls.__name__, kw))
class X(Base, tag=1): pass
class Y(X): pass
Base.registry

class D:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, cls): return self if obj is None else obj.__dict__.get(self.name, 'unset')
    def __set__(self, obj, v): obj.__dict__[self.name] = v + 1
class A:
    d = D()
a = A(); b = a.d; a.d = 5
b, a.d, a.__dict__, isinstance(A.d, D)

class ND:
    def __get__(self, obj, cls): return 'desc'
class A:
    x = ND()
a = A(); y = a.x; a.__dict__['x'] = 'inst'
y, a.x

class M(type):
    def __new__(m, name, bases, ns): ns['added'] = name; return super().__new__(m, name, bases, ns)
    def __call__(cls, *a): return ('made', super().__call__(*a).__class__.__name__)
class A(metaclass=M): pass
class B(A): pass
A.added, B.added, A(), type(A).__name__, isinstance(A, M)

type('T', (object,), {'x': 1, 'm': lambda self: self.x})().m(), type('N', (), {}).__name__

type(1), type('a'), type([]), type(None), type(int), type(lambda: 1).__name__, type(len).__name__, type(type)

class A:
    __slots__ = ('x',)
a = A(); a.x = 1
a.y = 2
1

class A:
    def __new__(cls, v):
        self = super().__new__(cls)
        self.v = v * 2
        return self
    def __init__(self, v): self.w = v
A(3).v, A(3).w

class S:
    _inst = None
    def __new__(cls):
        if cls._inst is None: cls._inst = super().__new__(cls)
        return cls._inst
S() is S()

class MyList(list):
    def total(self): return sum(self)
    def append(self, x): super().append(x * 2)
m = MyList([1, 2]); m.append(5)
m, m.total(), len(m), m[2], m + [1], type(m + [1]).__name__, isinstance(m, list), m == [1, 2, 10], sorted(m)

class D(dict):
    def __getattr__(self, k):
        try: return self[k]
        except KeyError: raise AttributeError(k)
    def __setattr__(self, k, v): self[k] = v
d = D(a=1); d.b = 2
d.a, d.b, d, dict(d), list(d.items()), hasattr(d, 'c'), {**d}

class D(dict):
    def __missing__(self, k): return k * 2
D()['ab'], D().get('x')

class I(int):
    def __new__(cls, v): return super().__new__(cls, v + 1)
    def double(self): return self * 2
I(4), I(4) + 1, I(4).double(), isinstance(I(1), int), type(I(1) + 1).__name__, I(3) == 4, [1, 2, 3, 4, 5][I(2)]

class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
T(1, 2), T(1, 2)[0], len(T()), T(1) + (2,)

class S(str):
    def shout(self): return self.upper() + '!'
S('a').shout(), S('ab') + 'c', S('x') == 'x', {S('k'): 1}['k'], f'{S("z")}'

class A:
    def __init__(self): self.__p = 1
    def get(self): return self.__p
a = A()
a.get(), a._A__p, hasattr(a, '__p')

class A:
    def __enter__(self): return 'in'
    def __exit__(self, *a): pass
with A() as x: pass
x

class Outer:
    class Inner:
        z = 1
        def m(self): return 'in'
Outer.Inner.z, Outer.Inner().m(), Outer.Inner.__qualname__, Outer.Inner

class A:
    x: int = 1
    y: str
    def f(self): pass
sorted(A.__annotations__)

class A: pass
a = A()
setattr(a, 'x', 1); getattr(a, 'x'), hasattr(a, 'y'), getattr(a, 'y', 0), delattr(a, 'x'), vars(a)

from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def f(self): pass
    @abstractmethod
    def g(self): pass
class B(A):
    def f(self): return 1
B()

from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def f(self): pass
class B(A):
    def f(self): return 1
B().f(), isinstance(B(), A)

from abc import ABC, abstractmethod
class A(ABC):
    @property
    @abstractmethod
    def p(self): pass
A()

class A:
    def m(self): return 1
a = A(); f = a.m; A.m = lambda self: 2
f(), a.m(), a.m.__self__ is a, A.m.__name__

class A:
    f = len
    g = staticmethod(max)
    h = lambda self, x: x
A().f([1, 2]), A().g(1, 2), A().h(5)

class A:
    n = 0
    def __init__(self): A.n += 1
A(); A()
A.n

class A:
    x = [1]
a, b = A(), A()
a.x.append(2); a.x = 'own'
b.x, a.x

class A:
    def __class_getitem__(cls, k): return f'A[{k}]'
A[int], A['x']

class A:
    def __init__(self): return 5
A()

class A:
    def __len__(self): return 0
bool(A()), not A()

class A:
    def __index__(self): return 2
[1, 2, 3][A()], 'abc'[A():], range(A()), hex(A())

class A:
    def __int__(self): return 3
    def __float__(self): return 2.5
    def __round__(self, n=None): return 'r'
    def __abs__(self): return 'abs'
    def __invert__(self): return 'inv'
    def __pow__(self, o): return 'pow'
    def __floordiv__(self, o): return 'fd'
    def __rsub__(self, o): return 'rsub'
    def __divmod__(self, o): return 'dm'
int(A()), float(A()), round(A()), abs(A()), ~A(), A() ** 2, A() // 1, 1 - A(), divmod(A(), 1)

class A:
    def __contains__(self, x): return x
1 in A(), 0 in A(), 0 not in A()

class A:
    def __reversed__(self): return iter('xyz')
list(reversed(A()))

class A:
    def __setitem__(self, k, v): log.append((k, v))
    def __delitem__(self, k): log.append(k)
log = []
a = A(); a[1] = 2; a['x', 0] = 3; del a[5]
log

class P:
    def hello(self): return 'P'
class Q:
    def hello(self): return 'Q'
class R(P, Q):
    def hello(self): return super().hello() + super(P, self).hello()
R().hello()

class A:
    def f(self): return [self.g(x) for x in range(3)]
    def g(self, x): return x * 2
A().f()

class A:
    @classmethod
    def f(cls): return super().__new__(cls)
isinstance(A.f(), A)

class B:
    def __init__(self, **kw): self.kw = kw
class A(B):
    def __init__(self, a, **kw):
        super().__init__(**kw)
        self.a = a
A(1, b=2).kw, A(a=3).a

class A:
    """doc"""
    def m(self): "mdoc"
A.__doc__, A.m.__doc__, A.__module__, A().__class__, A().__module__

A = type('A', (), {}); A

class A: pass
A.m = lambda self: 'late'; A.v = property(lambda self: 'prop')
A().m(), A().v

class A:
    def __call__(self, x): return x + 1
list(map(A(), [1, 2])), callable(A()), callable(A), callable(1)

class A: pass
isinstance(A(), (int, A)), isinstance(1, int | str), isinstance(None, type(None))

isinstance(1, 1)

issubclass(1, int)

super().x

object.__init__(1), object().__class__.__name__, object.__name__, str.__mro__

import types
class Lazy(types.ModuleType):
    def __init__(self, name, words):
        super().__init__(name, 'parts when they are asked for')
        self.words = words
    def __getattr__(self, name):
        if name in self.words: return name.upper()
        raise AttributeError(f'module {self.__name__} has no attribute {name}')
made = Lazy('parts', ['one', 'two'])
made.__name__, made.__doc__, made.one, hasattr(made, 'three'), isinstance(made, types.ModuleType), types.ModuleType('own').__name__

import types
types.ModuleType()

class A:
    def __repr__(self): return 'x' + super().__repr__()[:5]
A()

class E(ValueError):
    def __repr__(self): return 'x' + super().__repr__()
    def __str__(self): return 'own ' + super().__str__()
repr(E(1)), str(E('a')), str(E()), f"{E('b', 2)}"

class H:
    def __hash__(self): return super().__hash__()
    def __eq__(self, other): return super().__eq__(other)
h = H()
hash(h) == hash(h), {h: 1}[h], h == H()

class B:
    def __new__(cls, *args): return super().__new__(cls, *args)
B(1)

class A:
    __slots__ = ('a',)
    def __init__(self): self.a = 1
class B(A):
    def __init__(self):
        super().__init__()
        self.b = 2
vars(B()), B().a, B().__dict__, hasattr(A(), '__dict__')

class A:
    __slots__ = ('a',)
vars(A())

class A:
    def __dir__(self): return ['b', 'a']
dir(A())

issubclass(int, 5)
