# calls, arguments, closures, generators
def f(a, b=2, *args, c, d=4, **kw): return a, b, args, c, d, kw
f(1, c=3), f(1, 5, 6, 7, c=8, x=9), f(*[1, 2, 3], **{'c': 4, 'z': 5})

def f(a, b): pass
f()

def f(a, b): pass
f(1)

def f(a, b, c): pass
f()

def f(a): pass
f(1, 2)

def f(a, b=1): pass
f(1, 2, 3)

def f(): pass
f(1)

def f(): pass
f(1, 2)

def f(a): pass
f(1, a=2)

def f(a): pass
f(b=1)

def f(a): pass
f(1, b=1)

def f(*, k): pass
f()

def f(*, k, m): pass
f()

def f(*, k): pass
f(1, k=2)

def f(a, /, b): return a, b
f(1, b=2), f(1, 2)

def f(a, /): pass
f(a=1)

def f(a, /, **kw): return a, kw
f(1, a=2)

f = lambda x, *a, y=1, **k: (x, a, y, k)
f(1, 2, y=3, z=4), (lambda: 5)(), (lambda *a: a)(1, 2)

def f(x): pass
f(*5)

def f(x): pass
f(**5)

def f(x): pass
f(**{'x': 1}, **{'x': 2})

class A:
    def m(self, x): pass
A().m()

class A:
    def m(self, x): pass
A().m(1, 2)

class A:
    def __init__(self, x): pass
A()

class A: pass
A(1)

class A:
    def m(): pass
A().m()

None()

(1)(2)

'a'()

[]()

undefined_name

def f():
    print(x)
    x = 1
f()

def f():
    def g(): return y
    r = g()
    y = 1
    return r
f()

def outer():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    inc(); inc()
    return n, inc()
outer()

counter = 0
def inc():
    global counter
    counter += 1
inc(); inc()
counter

def make(n): return lambda x: x + n
[make(i)(10) for i in range(3)]

fs = [lambda: i for i in range(3)]
[f() for f in fs]

def f(x, acc=[]):
    acc.append(x)
    return acc
f(1), f(2), f(3, [])

def fact(n): return 1 if n < 2 else n * fact(n - 1)
fact(20), fact(30)

def f(): return
f(), f.__name__, f.__doc__, callable(f)

def f():
    'doc'
    return 1
f.__doc__, f.__qualname__, f.__module__

def deco(fn):
    def inner(*a, **k): return ('d', fn(*a, **k))
    return inner
@deco
@deco
def f(x): return x
f(1), f.__name__

def deco(n):
    def wrap(fn): return lambda *a: fn(*a) * n
    return wrap
@deco(3)
def f(x): return x
f(2)

def gen():
    x = yield 1
    y = yield x
    return y
g = gen()
next(g), g.send('a')

def gen():
    yield 1
    yield 2
g = gen()
list(g), list(g), [*gen()], sum(gen()), tuple(x * 2 for x in gen())

def gen():
    r = yield from inner()
    yield r
def inner():
    yield 1
    return 'done'
list(gen())

def gen():
    try:
        yield 1
    finally:
        log.append('closed')
log = []
g = gen(); next(g); g.close()
log

def gen():
    try:
        yield 1
    except ValueError as e:
        yield f'caught {e}'
g = gen(); next(g)
g.throw(ValueError('x'))

def gen():
    return 5
    yield
try:
    next(gen())
except StopIteration as e:
    r = e.value
r

def gen():
    while True:
        yield 1
from itertools import islice
list(islice(gen(), 3))

def count(n):
    while n > 0:
        yield n
        n -= 1
[x for x in count(3)], dict((x, x) for x in count(2)), max(count(4))

g = (x for x in [1, 2, 3])
next(g), list(g), list(g)

def gen():
    yield
    raise StopIteration
list(gen())

g = (i for i in range(3))
g.send(1)

def f(n):
    for i in range(n):
        if i == 3: break
    else:
        return 'all'
    return 'broke'
f(2), f(5)

def f():
    for i in range(3):
        for j in range(3):
            if j == 1: continue
            yield i, j
list(f())

def f():
    i = 0
    while i < 3:
        i += 1
        if i == 2: continue
    else:
        i = 'end'
    return i
f()

(y := 5) + y, [z := i for i in range(3)], z

if (n := len('abc')) > 2: r = n
r

def f(): 
    total = 0
    return [total := total + x for x in [1, 2, 3]], total
f()

locals_ = (lambda a, b=2: sorted(locals().items()))(1)
locals_

def f(a, *args, **kw):
    x = 1
    return sorted(locals())
f(1, 2, k=3)

x = 1
def f():
    x = 2
    class C:
        y = x
        def m(self): return x
    return C.y, C().m()
f()

x = 'global'
class C:
    x = 'class'
    def m(self): return x
    y = [x for _ in range(1)]
C().m(), C.y

def f(a: int, b: 'str' = 'x') -> bool: return a
f(1)

def f(*args): return args
f(*[1], 2, *(3, 4)), f(*'ab'), f(*{}), f(*range(2))

def f(**kw): return kw
f(a=1, **{'b': 2}), f(**{}), f(**dict(c=3))

def apply(fn, *args, **kw): return fn(*args, **kw)
apply(max, 1, 2), apply(sorted, [2, 1], reverse=True), apply(dict, a=1)

def f(x):
    if x > 0: return 'pos'
    elif x == 0: return 'zero'
    else: return 'neg'
f(1), f(0), f(-1)

def f(x):
    match x:
        case 0: return 'zero'
        case int() | float(): return 'num'
        case [a, *rest]: return a, rest
        case {'k': v, **others}: return v, others
        case str() as s if s: return s
        case None: return 'none'
        case _: return 'other'
[f(v) for v in (0, 5, 1.5, [1, 2, 3], {'k': 1, 'z': 2}, 'abc', '', None, [])]

class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
def f(p):
    match p:
        case P(0, y): return ('x0', y)
        case P(x=a, y=b) if a == b: return 'eq'
        case P(): return 'p'
f(P(0, 1)), f(P(2, 2)), f(P(1, 2)), f(3)

assert 1 == 1, 'no'
1

assert 1 == 2, 'message'
1

assert 0
1

def f():
    a = 1
    del a
    return a
f()

del nothing
1

isinstance(f := (lambda: 0), type(lambda: 1)), f.__name__

import functools
@functools.wraps(len)
def f(*a): return 0
f.__name__

from functools import partial, reduce, lru_cache
p = partial(int, base=2)
p('101'), partial(max, 5)(3), reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], 9), p.keywords

from functools import reduce
reduce(lambda a, b: a, [])

from functools import lru_cache
calls = []
@lru_cache(maxsize=None)
def f(n):
    calls.append(n)
    return n * 2
f(1), f(1), f(2), calls

def f(a, b=None, *, c=1): pass
f.__defaults__, f.__code__.co_varnames[:2]

eval('1 + 2'), eval('[1, (2, 3)]')

def f():
    try:
        return 'try'
    finally:
        log.append('fin')
log = []
f(), log

def f():
    try:
        return 1
    finally:
        return 2
f()

def f():
    for i in range(3):
        try:
            continue
        finally:
            log.append(i)
log = []
f(), log

def f(*args): return args
f(1, *5)

def f(a, /, **k): return a, k
def g(a, b, /): pass
f(1, a=2), g(1, z=1, b=2)

def f(a, *, k=1): pass
f.__kwdefaults__, (lambda: 1).__kwdefaults__

[*5]

class A:
    def __getitem__(self, i): return i
reversed(A())

class A:
    def __init__(self, v): self.v = v
    def __gt__(self, other): return self.v > other.v
    def __repr__(self): return f'A{self.v}'
max(A(1), A(3), A(2))

class A: pass
reversed(A())

sorted([3, 'a', None])

sorted([(1, 'a'), (0, 'b'), (1, 'c'), (0, 'd')], key=lambda p: p[0], reverse=True), sorted([2, 1, 3, 1.0, True], reverse=True)
