# dataclasses, enums, collections, itertools, copy, operator, typing, re, json
from dataclasses import dataclass, field
@dataclass
class P:
    x: int
    y: float = 2.0
    z: list = field(default_factory=list)
P(1), P(1, 3.0, [4]), P(x=5), P(1) == P(1), P(1) != P(2), P(1).z is P(1).z

from dataclasses import dataclass
@dataclass
class P:
    x: int
P()

from dataclasses import dataclass
@dataclass
class P:
    x: int
P(1, 2)

from dataclasses import dataclass
@dataclass
class P:
    x: int
P(y=1)

from dataclasses import dataclass
@dataclass(frozen=True, order=True)
class P:
    x: int
    y: int = 0
P(1) < P(2), sorted([P(3), P(1)]), hash(P(1)) == hash(P(1)), {P(1): 'a'}[P(1)]

from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int
P(1).x = 5
1

from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int
p = P(1)
p.x = 5
1

from dataclasses import dataclass, field, replace, asdict, astuple, fields
@dataclass
class Q:
    a: int = 1
@dataclass
class P(Q):
    b: Q = field(default_factory=Q)
    c: int = field(default=3, repr=False)
    d: int = field(init=False, default=7)
    def __post_init__(self): self.e = self.a + self.c
p = P(5)
p, p.e, replace(p, a=9), asdict(p), astuple(p), [f.name for f in fields(p)], p.d

from dataclasses import dataclass
@dataclass
class P:
    x: int = 1
    y: int
1

from dataclasses import dataclass
@dataclass
class P:
    x: list = []
1

from dataclasses import dataclass, field, KW_ONLY
from typing import ClassVar
@dataclass
class P:
    c: ClassVar[int] = 5
    x: int
    _: KW_ONLY
    k: int = 2
P(1), P(1, k=3), P.c

from dataclasses import dataclass, InitVar
@dataclass
class P:
    x: int
    scale: InitVar[int] = 2
    def __post_init__(self, scale): self.x *= scale
P(3), P(3, 10)

from dataclasses import dataclass, is_dataclass
@dataclass
class P:
    x: int
    def area(self): return self.x ** 2
    @property
    def double(self): return self.x * 2
P(3).area(), P(3).double, is_dataclass(P), P.__match_args__

from enum import Enum, auto
class C(Enum):
    RED = 1
    GREEN = 'g'
    BLUE = auto()
    CRIMSON = 1
C.RED, C.GREEN.value, C['RED'], C(1), C.CRIMSON is C.RED, C.RED.name, str(C.RED), len(C), isinstance(C.RED, C), C.RED == 1

from enum import Enum, auto
class C(Enum):
    A = auto()
    B = auto()
    def describe(self): return f'{self.name}={self.value}'
    @classmethod
    def default(cls): return cls.B
list(C), C.A.describe(), C.default(), {C.A: 1}[C.A], C.A in C, [c.value for c in C], C.A is C.A, C.A != C.B

from enum import Enum
class C(Enum):
    A = 1
C(5)

from enum import Enum
class C(Enum):
    A = 1
C['Z']

from enum import Enum
class C(Enum):
    A = 1
C.Z

from enum import IntEnum, Enum
class I(IntEnum):
    X = 1
    Y = 2
class S(str, Enum):
    P = 'p'
I.X < I.Y, I.X + 1, I.X == 1, f'{I.Y}', S.P == 'p', S.P.upper(), {'p': 1}[S.P], [10, 20, 30][I.Y], S('p')

from enum import Enum
class C(Enum):
    A = (1, 'x')
    def __init__(self, n, s): self.n = n; self.s = s
C.A.n, C.A.s, C.A.value

from collections import namedtuple
P = namedtuple('P', 'x y')
p = P(1, y=2)
p, p.x, p[1], p._asdict(), p._replace(x=9), P._fields, [*p], p == (1, 2), P._make([3, 4]), isinstance(p, tuple), len(p)

from collections import namedtuple
P = namedtuple('P', ['a', 'b', 'c'], defaults=[7, 8])
P(1), P(1, 2), P._field_defaults

from collections import namedtuple
P = namedtuple('P', 'x y')
P(1)

from typing import NamedTuple
class P(NamedTuple):
    x: int
    y: str = 'd'
    def both(self): return (self.x, self.y)
P(1), P(1, 'z').both(), P(x=3).x, P._fields

from collections import OrderedDict
d = OrderedDict([('a', 1), ('b', 2)]); d['c'] = 3; d.move_to_end('a')
d, list(d), d.popitem(), d.popitem(last=False), isinstance(d, dict), OrderedDict(x=1)

from collections import defaultdict
d = defaultdict(list); d['a'].append(1); d['b']
d, dict(d), d['zz'], len(d), 'q' in d, d.get('q')

from collections import defaultdict
d = defaultdict(int)
for c in 'aab': d[c] += 1
dict(d), sorted(d.items()), defaultdict(lambda: 5)['x']

from collections import Counter
c = Counter('aabbbc')
c, c.most_common(1), c['z'], sum(c.values()), Counter(a=1) + Counter(a=2, b=1), sorted(c.elements())

from collections import deque
d = deque([1, 2, 3], maxlen=3); d.append(4); d.appendleft(0)
d, d[0], len(d), list(d), d.pop(), d.popleft(), deque('ab')

from collections import deque
d = deque([1, 2, 3]); d.rotate(1); d.extendleft([9])
d, 2 in d

import itertools as it
list(it.chain([1], 'a')), list(it.chain.from_iterable([[1], [2]])), list(it.repeat(1, 2)), list(it.islice(it.count(3), 2)), list(it.accumulate([1, 2, 3]))

import itertools as it
list(it.product('ab', [1, 2])), list(it.permutations([1, 2, 3], 2)), list(it.combinations('abc', 2)), list(it.zip_longest([1], [2, 3], fillvalue=0))

import itertools as it
[(k, list(g)) for k, g in it.groupby('aabc')], list(it.takewhile(lambda x: x < 3, [1, 2, 5, 1])), list(it.dropwhile(lambda x: x < 3, [1, 5, 1])), list(it.starmap(pow, [(2, 3)])), list(it.pairwise([1, 2, 3]))

import itertools as it
list(it.islice(range(10), 2, 8, 3)), list(it.islice('abc', 2)), list(it.compress('abc', [1, 0, 1])), [next(it.cycle([1]))], list(it.product([0, 1], repeat=2)), list(it.filterfalse(None, [0, 1]))

import copy
a = [1, [2]]; b = copy.copy(a); c = copy.deepcopy(a); a[1].append(3)
b, c, copy.copy({'a': 1}), copy.deepcopy((1, [2]))

import copy
class A:
    def __init__(self): self.l = [1]; self.me = self
a = A(); b = copy.copy(a); c = copy.deepcopy(a); a.l.append(2)
b.l, c.l, c.me is c, b.me is a, type(c).__name__

import copy
class A:
    def __deepcopy__(self, memo): return 'deep'
    def __copy__(self): return 'shallow'
copy.copy(A()), copy.deepcopy([A(), A()])

import copy
x = [1]; y = copy.deepcopy([x, x])
y[0] is y[1], y

import operator as op
op.add(1, 2), op.itemgetter(1)([5, 6]), op.itemgetter('a', 'b')({'a': 1, 'b': 2}), op.attrgetter('real')(5), op.mul(2, 'a'), op.methodcaller('upper')('x'), op.getitem([1], 0), op.neg(3), op.contains([1], 1)

from typing import List, Optional, Dict, Union, Tuple, Any, Callable, TypeVar, Generic
T = TypeVar('T')
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
def f(x: Optional[List[int]] = None, *a: Union[int, str]) -> Dict[str, Any]: return x
f([1]), Box(5).v, Box[int](3).v, f()

int | None, list[int], dict[str, int], tuple[int, ...]

import re
re.split(r'(\d+)', 'a12b3'), re.findall(r'[a-z]+', 'ab1cd'), re.sub(r'\s+', ' ', 'a   b'), re.match(r'(\w)(\d)?', 'ab').groups(), bool(re.search('x', 'abc'))

import re
m = re.match(r'(?P<op>[a-z]+)(?P<n>\d+\.?\d*)', 'se0.25')
m.group('op'), m.groupdict(), m.span(), m.group(0), m[2], m.end(1)

import re
[re.split(r'(\d.*)', op)[:2] for op in 'ds_r1_k3_s2_e1_c16_se0.25'.split('_') if re.split(r'(\d.*)', op)[1:]]

import re
re.sub(r'(\w+) (\w+)', r'\2 \1', 'a b'), re.sub('a', lambda m: m.group().upper(), 'banana', count=2), re.compile('A', re.I).findall('aAb'), re.fullmatch('a+', 'aab'), re.escape('a.b')

import re
re.findall(r'(\w)=(\d)', 'a=1,b=2'), re.match(r'^layer(\d+)\.(.*)$', 'layer3.conv.weight').groups(), re.search(r'\bfoo\b', 'a foo b').start(), re.findall(r'a*?b', 'aab'), re.split(',', 'a,b,c', 1)

import re
re.match(r'(a|ab)(c|bcd)(d*)', 'abcd').groups(), re.findall('(?i)x', 'Xx'), re.findall(r'(?<=a)b', 'ab cb'), re.findall(r'a(?!b)', 'abac'), re.match(r'(?:x(\d))?y', 'y').groups()

import json
json.loads('{"a": [1, 2.0, null, true], "b": {"c": "x"}}'), json.dumps({'a': [1, 2.5, None, True], 'b': 'é"'}), json.dumps([1, {'x': 2}], indent=2), json.dumps({'b': 1, 'a': 2}, sort_keys=True)

import json
json.dumps(object)

import argparse
p = argparse.ArgumentParser(description='d')
p.add_argument('--lr', type=float, default=0.1)
p.add_argument('--batch-size', type=int, default='64')
p.add_argument('-v', '--verbose', action='store_true')
p.add_argument('--no-cuda', action='store_false', dest='cuda')
a = argparse.Namespace(lr=0.1, batch_size=64, verbose=False, cuda=True)
b = p.parse_args([])
b.lr, b.batch_size, b.verbose, b.cuda, a == b

from functools import cached_property
class A:
    n = 0
    @cached_property
    def x(self):
        A.n += 1
        return 5
a = A()
a.x, a.x, A.n, a.__dict__

from functools import partial, partialmethod, total_ordering, cmp_to_key, singledispatch
class A:
    def f(self, x, y): return x, y
    g = partialmethod(f, 1)
@total_ordering
class T:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __eq__(self, o): return self.v == o.v
A().g(2), T(1) <= T(1), T(2) > T(1), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a))

from types import SimpleNamespace
n = SimpleNamespace(a=1, b='x'); n.c = 2
n, n.a, vars(n)

import os
os.path.join('a', 'b', 'c.py'), os.path.splitext('a/b.tar.gz'), os.path.basename('a/b.c'), os.path.dirname('a/b'), os.environ.get('NO_SUCH_VARIABLE_X', 'd')

import random
random.seed(0); a = random.random(); random.seed(0); b = random.random()
a == b, 0 <= a < 1, random.randint(3, 3), random.choice([7]), len(random.sample(range(10), 3)), sorted(random.sample([1, 2], 2))

import warnings, logging, sys
warnings.warn('x'); logging.getLogger(__name__).info('y'); log = logging.getLogger('a')
log.name, sys.maxsize, sys.version_info[0] >= 3, isinstance(sys.argv, list)

import collections.abc
from collections import abc
isinstance([], list), callable(collections.namedtuple)

from enum import Flag, auto
class F(Flag):
    A = auto()
    B = auto()
(F.A | F.B).value, F.A in (F.A | F.B), bool(F.A & F.B), F.B.value

from string import ascii_lowercase
1 if len('x') else 0

class Reg:
    def __init__(self): self.d = {}
    def register(self, name=None):
        def deco(fn):
            self.d[name or fn.__name__] = fn
            return fn
        return deco
R = Reg()
@R.register()
def a(): return 1
@R.register('bee')
def b(): return 2
sorted(R.d), R.d['bee']()

class Cfg(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__
c = Cfg(a=1); c.b = c.a + 1
c.b, c, 'b' in c

from collections import ChainMap, UserDict
ChainMap({'a': 1}, {'a': 2, 'b': 3})['b'], dict(ChainMap({'a': 1}, {'a': 2})), UserDict({'x': 1})['x']

import collections.abc
from collections.abc import Iterable, Mapping, Callable, Sequence
[isinstance(value, (kind)) for value in ((1,), [1], 'a', {}, {1}, 3, None, range(2), iter([])) for kind in (collections.abc.Iterable, Mapping, Sequence, collections.abc.Hashable, collections.abc.Sized)]

from collections.abc import Callable, Iterable
class Sized:
    def __iter__(self):
        return iter([])
    def __call__(self):
        pass
isinstance(len, Callable), isinstance(3, Callable), isinstance(Sized(), Callable), isinstance(Sized(), Iterable), isinstance(lambda: 0, Callable)

import inspect
def f(a, b=2, *rest, c, d=4, **others):
    pass
[(name, int(one.kind), one.default is inspect.Parameter.empty) for name, one in inspect.signature(f).parameters.items()]

import inspect
class C:
    def __init__(self, x, y=1):
        pass
    def m(self, z):
        pass
list(inspect.signature(C).parameters), list(inspect.signature(C(1).m).parameters), inspect.isclass(C), inspect.isfunction(C.m), inspect.ismethod(C(1).m)

from collections.abc import MutableMapping
from typing import Mapping
class M(MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, key): return self.d[key]
    def __setitem__(self, key, value): self.d[key] = value
    def __delitem__(self, key): del self.d[key]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = M()
m['a'] = 1
m.update(b=2)
m.setdefault('c', 3)
list(m.keys()), list(m.items()), sorted(m.values()), m.get('z', 5), 'a' in m, 'z' in m, m.pop('a'), m.pop('z', 0), len(m), isinstance(m, Mapping)

class A:
    def __getattribute__(self, name):
        return super().__getattribute__(name)
a = A()
hasattr(a, 'one'), a.two

import types
def f(x, y=2): return x + y
g = types.FunctionType(f.__code__, f.__globals__, name='g', argdefs=f.__defaults__, closure=f.__closure__)
g.extra = 1
g(1), g.__name__, hasattr(f, 'extra')

sorted({'a': 1}.keys() | ['b']), sorted({'a': 1, 'b': 2}.keys() & {'a': 3}.keys()), {'a': 1, 'b': 2}.keys() - {'a': 0}.keys(), sorted({'a': 1}.keys() | {'x': 2, 'y': 3}.values(), key=str)

# a dataclass that is a dict, filled by itself
from collections import OrderedDict
from dataclasses import dataclass, fields
class Output(OrderedDict):
    def __post_init__(self):
        for one in fields(self):
            value = self.__dict__.get(one.name)
            if value is not None:
                self[one.name] = value
    def __getitem__(self, key):
        return dict(self.items())[key] if isinstance(key, str) else self.to_tuple()[key]
    def __setattr__(self, name, value):
        if name in {one.name for one in fields(self)} and value is not None:
            super().__setitem__(name, value)
        super().__setattr__(name, value)
    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        super().__setattr__(key, value)
    def to_tuple(self):
        return tuple(self[key] for key in self.keys())
@dataclass
class Hidden(Output):
    last: int | None = None
    states: int | None = None
    kept: int | None = None
made = Hidden(last=3, kept=5)
made, made['last'], made[1], made.to_tuple(), made.states, len(made), list(made), isinstance(made, dict)

from packaging import version
names = ['2.13.0+cpu', '2.5', '2.5.0', '2.6.0a1', '2.6.0.dev20250101', '2.6.0rc2', '1!0.1', '1.0.post1', '1.0-1', '1.0+b.1', '1.0+1']
[str(one) for one in sorted([version.parse(name) for name in names])]

from packaging.version import Version, parse
made = Version('v2.13.1rc2.dev3+cpu.1')
made, made.release, made.base_version, made.public, made.local, made.pre, made.dev, made.post, made.is_prerelease, made.major, made.minor, made.micro, parse('2.5') == parse('2.5.0'), parse('2.6.0.dev1') >= parse('2.6')

import packaging.version
packaging.version.parse('new')

from dataclasses import dataclass
from huggingface_hub.dataclasses import as_validated_field
@as_validated_field
def positive(value):
    if value <= 0: raise ValueError('not positive')
@dataclass
class Sizes:
    width: int
    heads: int = positive(default=4)
Sizes(3), Sizes(3, heads=2)

import numbers
kinds = [numbers.Number, numbers.Complex, numbers.Real, numbers.Rational, numbers.Integral]
[[isinstance(value, kind) for kind in kinds] for value in (3, True, 2.5, '3', None, [3], (3,))], numbers.Integral.__mro__[1].__name__

import json
json.loads('{"b": 1, "2": 12345678901234567890, "a": [1.5, NaN, -Infinity, "\\u00e9\\n"]}'), json.loads(' [] '), json.loads('1e3')

import json
json.loads('')

import json
json.loads('[1, 2]\n x')

import json
json.loads('{"a": 1,}')

import json
json.loads('{"a" 1}')

import json
try:
    json.loads('[1 2]')
except json.JSONDecodeError as error:
    caught = (error.msg, error.pos, error.lineno, error.colno, isinstance(error, ValueError))
caught

import json
json.dumps({'é': [1, 2]}, separators=(',', ':')), json.dumps('é\x7f', ensure_ascii=False), json.dumps({'a': [1, {}]}, indent='-'), json.dumps({1: 2, (3,): 4}, skipkeys=True)

import json
json.dumps({'a': 1, 2: 3}, sort_keys=True)

import json
json.dumps([{1}, object], default=str).replace("<class 'object'>", 'O')

import json
x = []
x.append(x)
json.dumps(x)

import math
math.ldexp(0.75, 3), math.ldexp(1.0, -1074), math.ldexp(1.5, -1074), math.frexp(-10.0), math.frexp(5e-324), math.frexp(0.0), math.nextafter(1.0, 2), math.nextafter(0.0, -1), math.ulp(1e300), math.ulp(0), math.remainder(7, 4), math.remainder(-6, 4), math.exp2(3), math.radians(12), math.log(10**400)

import math
math.ldexp(1.0, 5000)

import math
math.isclose(1, 2, rel_tol=-1)

from collections import Counter
c, d = Counter('abracadabra'), Counter('aab')
del c['zz']
c & d, c | d, +Counter(a=1, b=-1), -Counter(a=1, b=-1), c >= d, d <= c, c < d, Counter(a=0) == Counter(), Counter('a') - Counter(b=-2)

from collections import deque
q = deque([1, 2], maxlen=3)
q * 2, deque('ab') + deque('c'), 2 * deque([1])

from collections import deque
deque([1]).remove(3)

from collections import deque
deque([1]).index(3)

from collections import deque
deque([1], maxlen=1).insert(0, 2)

from collections import deque
deque([1])[0:1]

from collections import namedtuple
namedtuple('T', 'u class v v', rename=True)(1, 2, 3, 4)

from collections import namedtuple
namedtuple('T', 'a class')

from collections import namedtuple
T = namedtuple('T', 'a')
T(1).a = 2
1

from collections import namedtuple
t = namedtuple('T', 'a')(1)
t.a = 2
1

from enum import Enum
class E(str, Enum):
    A = 'x'
'%s' % E.A, f'{E.A}', str(E.A), '%s %s' % (E.A, E.A.value), E.A + 'y'

from enum import Flag, IntFlag, auto
class E(Flag):
    A = 4
    B = 1
    C = auto()
class F(IntFlag):
    A = 1
    B = auto()
E, E.C, E.A | E.B, ~E.A, E(5), F(77), str(F.A), f'{F.B}', E.__name__, type(E).__name__

from enum import Flag
class E(Flag):
    A = 4
E(77)

from enum import Flag
class E(Flag):
    A = 4
E('a')

from enum import Enum
class E(Enum):
    A = 1
class F(E): pass
1

from enum import Enum
class E(Enum):
    A = 1
E.A.value = 2
1

import re
re.search('(', 'x')

import re
try: re.compile('[')
except re.error as error: caught = isinstance(error, Exception), isinstance(error, ValueError), str(error)
caught

import re
re.search('a{2,1}', 'x')

from dataclasses import dataclass, field
@dataclass
class P:
    a: list = field(default=[])
1

import operator
operator.abs(-3)

from enum import IntFlag
class F(IntFlag):
    A = 1
    B = 2
F.A | F.B, F.A & 3, 2 | F.A, F.A ^ F.B, (F.A | F.B).value, F.A + 1
