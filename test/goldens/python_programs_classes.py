"""Random programs of classes: ancestors and super, special methods, properties, dataclasses, enums, named tuples."""
from python_programs_containers import ints
from python_programs_functions import arguments
from python_programs_values import a_value, an_int

SPECIAL = {
    '__len__': '(self): return self.n', '__bool__': '(self): return self.n > 1', '__eq__': '(self, other): return isinstance(other, A) and self.n == other.n', '__hash__': '(self): return hash(self.n)', '__lt__': '(self, other): return self.n < other.n',
    '__add__': '(self, other): return (type(self).__name__, "add", other)', '__radd__': '(self, other): return ("radd", other)', '__iadd__': '(self, other): self.n += 1; return self', '__mul__': '(self, other): return NotImplemented', '__rmul__': '(self, other): return ("rmul", other)', '__neg__': '(self): return -self.n',
    '__getitem__': '(self, key): return ["zero", "one", "two"][key]', '__setitem__': '(self, key, value): log.append((key, value))', '__contains__': '(self, item): return item == self.n', '__iter__': '(self): return iter(range(self.n))', '__call__': '(self, *args, **kwargs): return (args, kwargs)', '__repr__': '(self): return f"<{type(self).__name__} {self.n}>"', '__str__': '(self): return "as text"',
    '__getattr__': '(self, name): return name + "?" if name.startswith("m") else object.__getattribute__(self, name)', '__setattr__': '(self, name, value): log.append(name); object.__setattr__(self, name, value)', '__delattr__': '(self, name): log.append("del " + name); super().__delattr__(name)', '__format__': '(self, spec): return f"[{spec}]"', '__index__': '(self): return self.n', '__int__': '(self): return self.n + 100', '__float__': '(self): return self.n + 0.5', '__enter__': '(self): return "entered"', '__exit__': '(self, *error): return True', '__reversed__': '(self): return iter("rev")', '__missing__': '(self, key): return key', '__matmul__': '(self, other): return "matmul"', '__truediv__': '(self, other): return "div"', '__pow__': '(self, other, mod=None): return ("pow", other, mod)', '__abs__': '(self): return "abs"', '__round__': '(self, n=None): return ("round", n)', '__delitem__': '(self, key): log.append(("del", key))', '__ge__': '(self, other): return "ge"', '__gt__': '(self, other): return NotImplemented', '__and__': '(self, other): return "and"', '__contains__ ': '(self, item): return "yes"', '__invert__': '(self): return "inv"', '__next__': '(self): raise StopIteration', '__divmod__': '(self, other): return "dm"', '__floordiv__': '(self, other): return "fd"', '__ne__': '(self, other): return "ne"', '__dir__': '(self): return ["b", "a"]',
}
USES = ['len(a)', 'bool(a)', 'a == b', 'a != b', 'hash(a) == hash(b)', 'a < b', 'b > a', 'a <= b', 'sorted([b, a])[0].n', 'a + 1', '1 + a', 'a + b', 'a * 2', '2 * a', 'a * b', '-a', '+a', '~a', 'a[1]', 'a[-1]', 'a[5]', 'a["k"]', 'a[0:2]', '1 in a', '"one" in a', 'list(a)', 'a(1, k=2)', 'repr(a)', 'str(a)', 'f"{a}|{a!r}|{a:>9}"', 'format(a, "x")', 'a.missing', 'a.other', '[10, 20, 30][a]', 'int(a)', 'float(a)', 'list(reversed(a))', 'a @ b', 'a / 2', 'a ** 2', 'abs(a)', 'round(a, 2)', 'round(a)', 'a if a else "false"', 'not a', 'max(a, b).n', '{a: 1}.get(b)', 'a in [b]', 'a is b', 'isinstance(a, A)', 'iter(a) is a', 'a and 1', 'a & 1', 'a >= b', 'b >= a', 'divmod(a, 2)', 'a // 2', 'next(a)', 'range(a)', '"%s %r" % (a, a)', '"%d" % a', 'bin(a)', 'a.n', 'type(a).__name__', 'sum([a, a], 0)', 'any([a])', 'tuple(a)', '[*a]', 'dict(a)', 'callable(a)', 'hasattr(a, "q")', 'hasattr(a, "mq")', 'getattr(a, "q", "default")', 'a == 1', '1 == a', 'a != 1', 'vars(b)', '{a, b} == {b, a}', 'copy.copy(a).n', 'operator.index(a)', '"x" * a', 'math.floor(a)', 'str(a) + 1', 'a.__class__.__mro__', 'for v in a: log.append(v)', 'with a as got: log.append(got)', 'a += 1', 'del a.n', 'a.q = 5', 'del a.q', 'a.n += 1', 'a *= 2']


def special_methods(draw):
    def methods():
        chosen = draw.sample(sorted(SPECIAL), draw.randint(3, 12))
        return ''.join(f'\n    def {name.strip()}{SPECIAL[name]}' for name in chosen)
    return [
        'import copy, math, operator', 'log = []',
        f'class A{draw.choice(["", "", "(object)"])}:\n    def __init__(self, n=1):\n        self.n = n{methods()}',
        f'class B(A):\n    label = "b"{methods()}', f'a, b = {draw.choice("AB")}({draw.randint(0, 3)}), {draw.choice("AB")}({draw.randint(0, 3)})',
        *draw.sample(USES, 16), '[getattr(a, "n", None), len(log) and log[-3:]]',
    ]


def ancestors(draw):
    names = list('ABCDE')
    found = ['log = []']
    made = []
    for name in names:
        bases = draw.sample(made, min(len(made), draw.choice([0, 1, 1, 2, 2, 3])))
        bases.sort(reverse=draw.random() < 0.8)
        parts = []
        if draw.random() < 0.6:
            own = draw.choice(['', ', x=0', ', *args, **kwargs', ', x'])
            passed = {'': '', ', x=0': draw.choice(['', 'x + 1']), ', *args, **kwargs': '*args, **kwargs', ', x': 'x'}[own]
            parts.append(f'    def __init__(self{own}):\n        log.append("{name}")\n        super().__init__({passed if bases else ""})\n        self.{name.lower()} = {draw.choice(["1", "x" if "x" in own else "2", "len(log)"])}')
        if draw.random() < 0.6:
            parts.append(f'    def act(self, n=0):\n        return ["{name}", {draw.choice(["*super().act(n)", "n", "self.tag", "*super(" + name + ", self).act(n + 1)", "type(self).__name__", "__class__.__name__"])}]')
        if draw.random() < 0.5:
            parts.append(f'''    tag = {draw.choice(['"' + name + '"', "[]", str(draw.randint(0, 9))])}''')
        if draw.random() < 0.3:
            parts.append(f'    @property\n    def value(self):\n        return {draw.choice(["self._value", "self.tag", "1 / 0", "self.nothing", "(super().value, 1)"])}' + (f'\n    @value.setter\n    def value(self, new):\n        {draw.choice(["self._value = new", "raise ValueError(new)", "log.append(new)"])}' if draw.random() < 0.6 else ''))
        if draw.random() < 0.25:
            parts.append(f'    @classmethod\n    def build(cls, *args):\n        return cls(*args), cls.__name__')
        if draw.random() < 0.2:
            parts.append(f'    @staticmethod\n    def fixed(v=1):\n        return v * 2')
        if draw.random() < 0.15:
            parts.append('    def __init_subclass__(cls, **kwargs):\n        log.append(("sub", cls.__name__, kwargs))\n        super().__init_subclass__()')
        if draw.random() < 0.15:
            parts.append(f'    __slots__ = ("{name.lower()}", "s")')
        if draw.random() < 0.15:
            parts.append(f'    def __new__(cls, *args, **kwargs):\n        log.append(("new", cls.__name__))\n        return {draw.choice(["super().__new__(cls)", "object.__new__(cls)", "5", "super().__new__(cls, *args)"])}')
        if draw.random() < 0.2:
            parts.append('    def __repr__(self):\n        return f"{self.__class__.__name__}()"')
        keywords = ', flag=1' if draw.random() < 0.1 and bases else ''
        found.append(('class ' + str(name) + (('(' + ", ".join(bases) + str(keywords) + ')') if bases else "") + ':\n') + ('\n'.join(parts) or '    pass'))
        made.append(name)
        found.append(f'[one.__name__ for one in {name}.__mro__], {name}.__bases__')
    for name in draw.sample(names, 3):
        found += ['log.clear()', f'o = {name}({draw.choice(["", "", "1", "x=3", "1, 2"])})', 'log.copy()', 'o.act()', 'o.tag', 'o.value', f'o.value = {an_int(draw)}', f'''o.tag {draw.choice(["=", "+="])} {draw.choice(["5", "[1]", '"x"'])}''', 'getattr(o, "tag", None), getattr(type(o), "tag", None)', 'sorted(vars(o).items(), key=str)', draw.choice([f'{name}.build()[1]', 'o.fixed(4)', f'{name}.act(o, 5)', 'o.nothing', 'del o.tag', f'isinstance(o, ({draw.choice(names)}, {draw.choice(names)}))', f'issubclass({draw.choice(names)}, {draw.choice(names)})', 'o.s = 1', f'{name}.act()', f'super({name}, o).act()', f'{name}.tag = "new"', f'hasattr(o, "value"), hasattr(o, "a")'])]
    return found


def records(draw):
    kinds = ['int', 'float', 'str', 'list', 'object']
    fields, defaults = [], False
    for name in 'abcd'[: draw.randint(1, 4)]:
        defaults = (defaults or draw.random() < 0.4) if draw.random() < 0.95 else False
        value = draw.choice([f' = {draw.randint(0, 9)}', ' = None', ' = field(default_factory=list)', ' = field(default=3, repr=False)', ' = field(default=4, compare=False)', ' = field(init=False, default=6)', ' = field(default=1, kw_only=True)', ' = field(default=[])' if draw.random() < 0.2 else ' = "d"']) if defaults else draw.choice(['', '', '', ' = field()', ' = field(kw_only=True)'])
        fields.append(f'    {name}: {draw.choice(kinds)}{value}')
    options = draw.choice(['', '', '(frozen=True)', '(order=True)', '(eq=False)', '(frozen=True, order=True)', '(kw_only=True)', '(repr=False)', '(slots=True)', '(unsafe_hash=True)', '(init=False)'])
    post = draw.choice(['', '', '\n    def __post_init__(self):\n        self.extra = "post"', '\n    @property\n    def first(self):\n        return self.a', '\n    K: ClassVar[int] = 5\n    given: InitVar[int] = 2\n    def __post_init__(self, given):\n        object.__setattr__(self, "extra", given)', '\n    def __post_init__(self):\n        if self.a is None:\n            raise ValueError("a is missing")'])
    found = ['from dataclasses import *', 'from typing import ClassVar, NamedTuple, Optional', 'from collections import namedtuple', f'@dataclass{options}\nclass P:\n' + '\n'.join(fields) + post, f'@dataclass\nclass Q(P):\n    z: int = {draw.randint(0, 9)}\n    a: str = "redefined"', 'class N(NamedTuple):\n    x: int\n    y: float = 2.5\n    def total(self):\n        return self.x + self.y', f'''T = namedtuple("T", {draw.choice(['"u v"', '["u", "v", "w"]', '"u,v"', '"u v", defaults=[5]', '"u u"', '"u _v"', '"u class", rename=True'])})''']
    for name in ('p', 'q'):
        found.append(f'{name} = P({arguments(draw)})')
    uses = ['p', 'q', 'p == q', 'p < q', 'p != P', 'hash(p) == hash(q)', 'p.a', 'p.a = 9', 'p.new = 1', 'asdict(p)', 'astuple(p)', 'replace(p, a=7)', 'replace(p, zz=7)', 'fields(P)[0].name', 'is_dataclass(p), is_dataclass(int)', 'p.extra', 'P.__match_args__', f'Q({arguments(draw)})', 'Q.__mro__[1].__name__', 'sorted([p, q])', 'repr(p)', 'vars(p)', '{p: 1}', 'p.first', 'del p.a', 'P.a', 'P.b', 'N(1)', f'N({arguments(draw)})', 'N(1, 2) == (1, 2)', 'N(1)._replace(y=7), N._fields, N(3)._asdict(), N._make([1, 2])', 'N(1).total(), N(2)[1], len(N(1)), N(1) < N(2)', 'n = N(5)\nx, y = n\nn.x = 1', 'x, y', f'T({arguments(draw)})', 'T(1, 2)', 'T(1, 2)._replace(u=5)', 'T(1, 2).v', 'T._fields, T(u=1, v=2) + (3,)', 'T._field_defaults', 'T(1, 2).q', 'isinstance(T(1, 2), tuple), T.__name__', '[f.default for f in fields(P)][-1:] is None', 'P.__name__, P.__qualname__', f'P(*{ints(draw, 4)})', 'p is replace(p), p == replace(p)', 'N()', 'N(1)._replace(q=1)']
    return [*found, *draw.sample(uses, 15)]


def enums(draw):
    base = draw.choice(['Enum', 'Enum', 'IntEnum', 'str, Enum', 'Flag', 'IntFlag', 'StrEnum', 'int, Enum'])
    text = 'str' in base or base == 'StrEnum'
    values = [f'"{name}"' if text else draw.choice(['1', '2', '4', '8', 'auto()']) for name in 'xyz']
    if base == 'Enum' and draw.random() < 0.3:
        values = [a_value(draw), '(1, 2)', 'auto()' if draw.random() < 0.2 else '"s"']
    extra = draw.choice(['', '\n    def double(self):\n        return self.value * 2', '\n    @property\n    def low(self):\n        return self.name.lower()', '\n    @classmethod\n    def default(cls):\n        return cls.RED', '\n    def __str__(self):\n        return self.name.title()', '\n    @classmethod\n    def _missing_(cls, value):\n        return cls.RED'])
    found = ['from enum import *', f'{draw.choice(["", "", "", "@unique" + chr(10)])}class E({base}):\n    RED = {values[0]}\n    GREEN = {values[1]}\n    BLUE = {values[2]}{extra}']
    uses = ['E.RED', 'E.RED.name, E.RED.value', 'E.RED._value_, E.GREEN._name_', 'list(E)', 'len(E)', 'E["GREEN"]', 'E["NONE"]', f'E({values[0] if "auto" not in values[0] else 1})', 'E(77)', 'E("nothing")', 'str(E.RED), repr(E.BLUE), f"{E.GREEN}", "%s" % E.RED', 'f"{E.RED!r}|{E.RED!s:>12}|{E.RED:>12}"', 'E.RED == E.RED, E.RED is E["RED"], E.RED != E.BLUE', 'E.RED == 1, E.RED == "x"', 'E.RED < E.BLUE', 'sorted(E)', 'E.RED in E', '{E.RED: 1}[E.RED]', 'E.PURPLE', 'E.RED = 5', 'E.RED.value = 5', 'isinstance(E.RED, E), isinstance(E.RED, int), isinstance(E.RED, str)', '[one.name for one in E]', 'E.RED + 1', 'E.RED | E.BLUE', 'E.RED & E.BLUE', '~E.RED', 'E.RED.double()', 'E.RED.low', 'E.default()', 'hash(E.RED) == hash(E.RED)', 'type(E.RED).__name__, E.__name__, E.RED.__class__', 'class F(E):\n    pass', 'class F(E):\n    NEW = 1', 'E(E.RED)', 'bool(E.RED)', 'E.RED.GREEN', 'E.RED.upper()', 'Enum("G", "a b c").b', 'Enum("G", {"a": 1}).a', 'list(reversed(E))', 'E.RED in [E.RED], "x" in [E.RED]', 'int(E.RED)', 'E.RED.foo', '"RED" in E.__members__', '{one: one.value for one in E}', 'E.RED.value if isinstance(E.RED, E) else 0']
    return [*found, *draw.sample(uses, 18)]


KINDS = {'special methods': special_methods, 'ancestors': ancestors, 'records': records, 'enums': enums}
