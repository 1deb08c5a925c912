# exceptions and context managers
raise ValueError('bad')
1

raise ValueError
1

raise KeyError('k')
1

raise 5
1

class E(Exception): pass
raise E('x', 1)
1

try:
    1 / 0
except ZeroDivisionError as e:
    r = str(e), type(e).__name__, e.args
r

try:
    {}['k']
except KeyError as e:
    r = str(e), repr(e), e.args
r

try:
    raise ValueError('a', 2)
except (TypeError, ValueError) as e:
    r = repr(e), str(e)
else:
    r = 'else'
finally:
    f = 'finally'
r, f

try:
    r = 1
except Exception:
    r = 2
else:
    r = 3
r

try:
    try:
        raise ValueError('inner')
    except KeyError:
        r = 'no'
except ValueError as e:
    r = 'outer ' + str(e)
r

try:
    try:
        raise ValueError('a')
    except ValueError as e:
        raise TypeError('b') from e
except TypeError as e:
    r = repr(e.__cause__), repr(e.__context__)
r

try:
    try:
        raise ValueError('a')
    except ValueError:
        raise
except ValueError as e:
    r = e.args
r

try:
    raise ValueError('x')
except ValueError as e:
    pass
e

class MyError(ValueError):
    def __init__(self, code):
        super().__init__(f'code {code}')
        self.code = code
try:
    raise MyError(7)
except ValueError as e:
    r = str(e), e.code, isinstance(e, MyError)
r

class MyError(Exception):
    def __str__(self): return 'custom'
raise MyError(1)
1

def f():
    raise NotImplementedError
f()

def f():
    raise NotImplementedError('abstract')
f()

issubclass(KeyError, LookupError), issubclass(FileNotFoundError, OSError), issubclass(ZeroDivisionError, ArithmeticError), issubclass(ModuleNotFoundError, ImportError), IOError is OSError

[c.__name__ for c in RecursionError.__mro__]

class CM:
    def __enter__(self): log.append('in'); return 'v'
    def __exit__(self, t, v, tb): log.append(t.__name__ if t else None); return True
log = []
with CM() as x:
    log.append(x)
with CM():
    raise ValueError
log

class CM:
    def __enter__(self): return self
    def __exit__(self, *a): return False
with CM():
    raise ValueError('through')
1

with 5: pass
1

from contextlib import contextmanager
@contextmanager
def cm(x):
    log.append(f'enter {x}')
    try:
        yield x * 2
    except ValueError as e:
        log.append(f'caught {e}')
    finally:
        log.append('exit')
log = []
with cm(1) as a, cm(2) as b:
    log.append((a, b))
with cm(3):
    raise ValueError('v')
log

from contextlib import suppress, nullcontext, ExitStack
with suppress(KeyError):
    {}['x']
with nullcontext(5) as v: pass
v

from contextlib import contextmanager
@contextmanager
def cm():
    yield 1
@cm()
def f(): return 'decorated'
f()

def f():
    try:
        raise ValueError('a')
    except ValueError:
        return 'ret'
    finally:
        log.append(1)
log = []
f(), log

def f():
    for i in range(5):
        try:
            if i == 2: break
        finally:
            log.append(i)
log = []
f(); log

x = [1, 2]
x.foo

class A: pass
A().foo

class A: pass
A.foo

import math
math.foo

int.foo = 1
1

object().x = 1
1

(5).x = 1
1

class A:
    @property
    def x(self): return 1
A().x = 2
1

try:
    raise Exception()
except Exception as e:
    r = repr(e), str(e), e.args
r

repr(ValueError('a')), repr(ValueError()), repr(ValueError(1, 'b')), str(ValueError(1, 'b')), str(KeyError('x')), repr(OSError('y'))

try:
    [][0]
except LookupError as e:
    r = type(e), str(e)
r

try:
    int('x')
except (TypeError, ValueError) as err:
    r = err.__class__.__name__
r

e = ValueError('kept')
try:
    raise e
except ValueError as other:
    same = other is e
same

def f(x):
    assert isinstance(x, int), f'expected int, got {type(x).__name__}'
    return x
f('a')

try:
    raise StopIteration(5)
except StopIteration as e:
    r = e.value
r

def g():
    try:
        yield 1
    except GeneratorExit:
        log.append('exit')
        raise
log = []
x = g(); next(x); x.close(); log

try:
    from nowhere_module import x
except ImportError as e:
    r = type(e).__name__, str(e)
r

try:
    import numpy_not_here as np
    has = True
except ImportError:
    has = False
has
