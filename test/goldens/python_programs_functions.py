"""Random programs of functions: parameters and calls, closures, decorators, generators."""
from python_programs_values import an_int


def signature(draw):
    """A parameter list and the names in it."""
    names = list('abcdef')[: draw.randint(0, 4)]
    parts, defaults, seen = [], False, []
    slash = draw.randint(1, len(names)) if names and draw.random() < 0.2 else 0
    for number, name in enumerate(names):
        defaults = defaults or draw.random() < 0.35
        parts.append(f'{name}={draw.randint(0, 9)}' if defaults else name)
        seen.append(name)
        if slash == number + 1:
            parts.append('/')
    keywords = list('kmn')[: draw.choice([0, 0, 1, 2])]
    rest = draw.random() < 0.3
    if rest:
        parts.append('*args')
        seen.append('args')
    elif keywords:
        parts.append('*')
    for name in keywords:
        parts.append(draw.choice([name, f'{name}={draw.randint(0, 9)}']))
        seen.append(name)
    if draw.random() < 0.3:
        parts.append('**kwargs')
        seen.append('kwargs')
    return ', '.join(parts), seen


def arguments(draw):
    found = [str(draw.randint(0, 99)) for _ in range(draw.randint(0, 4))]
    if draw.random() < 0.2:
        found.append(draw.choice(['*[1, 2]', '*"xy"', '*()', '*range(3)', '*5', '*t']))
    names = draw.sample(['a', 'b', 'c', 'k', 'm', 'z'], draw.choice([0, 0, 1, 2]))
    found += [f'{name}={draw.randint(0, 99)}' for name in names]
    if draw.random() < 0.15:
        found.append(draw.choice(['**{"z": 1}', '**{"a": 2}', '**o', '**{1: 2}', '**{"b": 1, "k": 2}', '**{}']))
    return ', '.join(found)


def calls(draw):
    found = ['t, o = (7, 8), {"k": 3, "y": 4}']
    for name in ('f', 'g'):
        parameters, seen = signature(draw)
        found.append(f'def {name}({parameters}):\n    return ({"".join(one + ", " for one in seen)})')
    parameters, seen = signature(draw)
    found.append(f'h = lambda {parameters}: [{", ".join(seen)}]')
    parameters, seen = signature(draw)
    own = ', '.join(part for part in ['self', parameters] if part)
    found.append(f'class C:\n    def method({own}):\n        return ({"".join(one + ", " for one in seen)})\n    @staticmethod\n    def fixed({parameters}):\n        return ({"".join(one + ", " for one in seen)})\n    @classmethod\n    def made(cls, {parameters}):\n        return (cls.__name__, {"".join(one + ", " for one in seen)})\n    def __call__({own}):\n        return ({"".join(one + ", " for one in seen)})\n    def __init__({own}):\n        self.x = ({"".join(one + ", " for one in seen)})')
    found.append('c = C.__new__(C)')
    for _ in range(12):
        callee = draw.choice(['f', 'f', 'g', 'g', 'h', 'c.method', 'C.fixed', 'C.made', 'c', 'C.method', 'c.made'])
        found.append(f'{callee}({arguments(draw)})')
    found.append(f'C({arguments(draw)}).x')
    found.append('f.__name__, f.__defaults__, g.__kwdefaults__, C.method.__qualname__, h.__name__, f.__code__.co_argcount')
    return found


def closures(draw):
    start, step = draw.randint(-3, 9), draw.randint(1, 4)
    found = [
        f'log, total = [], {start}',
        f'def counter(start={start}, step={step}):\n    count = start\n    def more(by=None):\n        nonlocal count\n        count {draw.choice(["+=", "-=", "*=", "//=", "|=", "%=", "**="])} {draw.choice(["step", "(by or step)", "step + 1"])}\n        log.append(count)\n        return count\n    def look():\n        return count, step\n    return more, look',
        'more, look = counter()', 'more(), more(3), look()',
        f'def outer(x, seen=[]):\n    seen.append(x)\n    def inner(y=x):\n        {draw.choice(["x = y", "nonlocal x; x = y + 1", "pass", "global total; total += x"])}\n        return {draw.choice(["x", "y", "(x, y, list(seen))", "(x, total)", "late"])}\n    {draw.choice(["late = 5", "x += 1", "pass", "x = [x]"])}\n    result = inner({draw.choice(["", "4"])})\n    return result, x',
        'outer(1)', 'outer(2)', 'total',
        f'def broken():\n    {draw.choice(["total += 1", "print(total); total = 2", "del total", "return undefined_name", "for q in []: pass; return q", "return q if False else total"])}\n    {draw.choice(["return total", "return q", "q = 1; return q"])}', 'broken()',
        f'def twice(fn):\n    def wrapper(*args, **kwargs):\n        return fn(fn(*args, **kwargs))\n    wrapper.__name__ = "twice_" + fn.__name__\n    wrapper.calls = 0\n    return wrapper',
        f'def scaled(by):\n    def decorate(fn):\n        def wrapper(v):\n            return fn(v) * by\n        return wrapper\n    return decorate',
        f'@twice\n@scaled({draw.randint(1, 4)})\ndef act(v):\n    "What it does."\n    return v + {draw.randint(1, 5)}', f'act({an_int(draw)}), act.__name__, act.calls, act.__doc__',
        'fns = []\nfor i in range(3):\n    fns.append(lambda x, i=i: x + i)\n    fns.append(lambda x: x * i)', f'[fn({draw.randint(1, 5)}) for fn in fns]',
        f'def fact(n):\n    return 1 if n < 2 else n * fact(n - 1)', f'fact({draw.randint(0, 30)})',
        f'def walk(tree, depth=0, *, found=None):\n    found = [] if found is None else found\n    for name, child in tree.items():\n        if isinstance(child, dict):\n            walk(child, depth + 1, found=found)\n        else:\n            found.append((depth, name, child))\n    return found',
        f'walk({{"a": {{"b": {draw.randint(0, 9)}, "c": {{"d": {draw.randint(0, 9)}}}}}, "e": 1}})',
        f'compose = lambda *fs: lambda x: x if not fs else compose(*fs[1:])(fs[0](x))', f'compose({", ".join(draw.choice(["abs", "str", "lambda v: v + 1", "lambda v: v * 2", "float", "repr", "len"]) for _ in range(draw.randint(0, 4)))})({an_int(draw)})',
        f'def tell(x):\n    if x < 0:\n        return\n    elif x:\n        return x,\n    return x, *log[:2]', f'tell({an_int(draw)}), tell(0)',
        'log', f'(y := {draw.randint(0, 9)}) + y, [y, z := y + 1, z]',
        f'a = b = c = [{draw.randint(0, 9)}]\na += [1]\nb = b + [2]', '(a, b, c, a is c)', f'i = 0\nlog[i:], i = [], {draw.randint(1, 3)}', f'def f(x, *, x2=total): return x, x2\ntotal = "changed"', 'f(1)', 'del total', 'total',
    ]
    return found


def generator_body(draw, depth=0):
    """Statements of a generator."""
    pad = '    ' * (depth + 1)
    lines = []
    for _ in range(draw.randint(1, 3)):
        kind = draw.choice(['yield', 'yield', 'send', 'for', 'from', 'try', 'finally', 'if', 'return', 'plain', 'raise', 'while', 'with'] if depth < 2 else ['yield', 'yield', 'send', 'plain'])
        value = draw.choice([str(draw.randint(0, 9)), 'x', 'got', '"s"', '(x, got)', 'n'])
        inner = generator_body(draw, depth + 1) if kind in ('for', 'try', 'finally', 'if', 'while', 'with') else []
        lines += {
            'yield': [f'{pad}yield {value}'],
            'send': [f'{pad}got = yield {value}', f'{pad}log.append(("got", got))'],
            'plain': [f'{pad}n = n + 1', f'{pad}log.append(n)'],
            'for': [(str(pad) + 'for x in ' + draw.choice(["range(2)", "\"ab\"", "[5, 6]"]) + ':'), *inner],
            'from': [(str(pad) + draw.choice(["", "got = "]) + 'yield from ' + draw.choice(["[1, 2]", "range(2)", "\"xy\"", "part()", "part()", "(v for v in (7, 8))", "5"]))],
            'try': [f'{pad}try:', *inner, f'{pad}except {draw.choice(["ValueError", "Exception", "GeneratorExit", "(KeyError, ValueError)"])} as error:', f'{pad}    log.append(("caught", repr(error)))', *([f'{pad}    yield "handled"'] if draw.random() < 0.5 else [])],
            'finally': [f'{pad}try:', *inner, f'{pad}finally:', f'{pad}    log.append("finally")'],
            'if': [f'{pad}if {draw.choice(["x", "n > 1", "got", "not got"])}:', *inner],
            'while': [f'{pad}while n < {draw.randint(1, 4)}:', f'{pad}    n += 1', *inner],
            'with': [f'{pad}with managed() as got:', *inner],
            'return': [f'{pad}if n > 2:', f'{pad}    return {value}'],
            'raise': [f'{pad}if n > {draw.randint(2, 5)}:', (str(pad) + '    raise ' + draw.choice(["ValueError(x)", "KeyError(\"k\")", "StopIteration(3)"]))],
        }[kind]
    return lines


def generators(draw):
    body = '\n'.join(generator_body(draw))
    other = '\n'.join(generator_body(draw))
    found = [
        'log, kept = [], []', 'def part():\n    try:\n        got = yield "p1"\n        log.append(("part", got))\n        yield "p2"\n    finally:\n        log.append("part ends")\n    return "part result"',
        'class managed:\n    def __enter__(self):\n        log.append("enter")\n        return "m"\n    def __exit__(self, kind, error, trace):\n        log.append(("exit", kind and kind.__name__))\n        return kind is KeyError',
        f'def make(x=0, n={draw.randint(0, 3)}):\n    got = None\n{body}\n    return ("end", n)', f'def other(x=1, n=0):\n    got = yield "first"\n{other}',
        'def drive(made, acts):\n    kept.append(made)\n    seen = []\n    for act in acts:\n        try:\n            seen.append(act(made))\n        except StopIteration as stop:\n            seen.append(("stop", stop.value))\n        except Exception as error:\n            seen.append(repr(error))\n    return seen',
        'drive(make(), [list])', 'drive(other(), [list])', 'log.copy()', 'log.clear()',
    ]
    for _ in range(5):
        acts = ', '.join(draw.choice(['next', 'next', 'next', 'lambda g: g.send(5)', 'lambda g: g.send(None)', 'lambda g: g.throw(ValueError("in"))', 'lambda g: g.throw(KeyError("k"))', 'lambda g: g.close()', 'list', 'lambda g: next(g, "default")', 'lambda g: iter(g) is g']) for _ in range(draw.randint(2, 6)))
        found += [f'drive({draw.choice(["make", "other"])}(), [{acts}])', 'log.copy()', 'log.clear()']
    return [*found, 'drive(make(), [lambda made: [*made]])', 'def through():\n    result = yield from make()\n    yield ("result", result)', 'drive(through(), [list])', 'drive(make(), [lambda made: [x for x in made if x]])', 'drive(other(), [lambda made: sum(1 for _ in made)])', 'type(make()).__name__, make().__class__.__name__, make.__name__']


KINDS = {'calls': calls, 'closures': closures, 'generators': generators}
