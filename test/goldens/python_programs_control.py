"""Random programs of control flow: try, with, raise, loops with else, match."""
import re

ERRORS = ['ValueError', 'KeyError', 'TypeError', 'IndexError', 'RuntimeError', 'Own', 'OwnKey', 'ZeroDivisionError', 'AssertionError', 'StopIteration', 'NotImplementedError', 'AttributeError', 'OSError']
MANAGERS = ['Manager("m")', 'Manager("s", True) as got', 'Manager("a"), Manager("b") as got', 'suppress(ValueError, KeyError)', 'context(n) as got', 'Manager("e", fails=True)', '5']
GIVEN = ['', '1', '"a"', '1, 2', '"it\'s"', 'None']
ALTERNATIVES = ['0', '1', '"a"', 'None', '[1, _]', 'Point(x=1)', 'str()']
PAD = '    '


def failing(draw):
    """A line that raises, or an assignment that does not."""
    return draw.choice([
        f'raise {draw.choice(ERRORS)}("{draw.choice("pqr")}")', f'raise {draw.choice(ERRORS)}', f'raise {draw.choice(ERRORS)}({draw.randint(0, 3)}, "two")', f'raise {draw.choice(ERRORS)} from {draw.choice(["None", "ValueError(1)", "KeyError"])}',
        '1 / 0', '[][1]', '{}["k"]', 'int("x")', 'None.a', 'undefined', 'assert n < 0, "too big"', 'assert n > 100', 'n + "a"', 'raise 5', 'raise', 'n = n + 1', 'log.append("fine")', 'n = n + 1', 'pass', 'len(5)', 'next(iter([]))', 'a, b = 1, 2, 3', 'raise Own("x", code=3)', 'f"{n:d}{\'a\':d}"',
    ])


def block(draw, depth, loop=False):
    """Statements, each logging what it does."""
    lines = []
    for _ in range(draw.randint(1, 3)):
        kind = draw.choice(['log', 'fail', 'try', 'try', 'finally', 'with', 'if', 'for', 'return', 'while', 'leave', 'match'] if depth < 3 else ['log', 'fail', 'return', 'leave', 'log'])
        mark = f'log.append({draw.randint(0, 999)})'
        if kind == 'log':
            lines.append(mark)
        elif kind == 'fail':
            lines.append(failing(draw))
        elif kind == 'return':
            lines += [f'if n > {draw.randint(0, 4)}:', f'{PAD}return "r{draw.randint(0, 99)}", n']
        elif kind == 'leave':
            lines.append(draw.choice(['if n % 2: break', 'if n > 1: continue', 'break', 'continue']) if loop else mark)
        elif kind in ('try', 'finally'):
            lines += ['try:', *[PAD + line for line in block(draw, depth + 1, loop)]]
            if kind == 'try':
                lines += handlers(draw, depth, loop)
            if kind == 'finally' or draw.random() < 0.3:
                lines += ['finally:', f'{PAD}log.append("f{draw.randint(0, 99)}")', *([PAD + line for line in block(draw, depth + 1, loop)] if draw.random() < 0.3 else [])]
        else:
            lines += compound(draw, kind, mark, block(draw, depth + 1, loop or kind in ('for', 'while')))
    return lines


def compound(draw, kind, mark, inner):
    """A statement around others."""
    head = {
        'with': f'with {draw.choice(MANAGERS)}:',
        'if': f'if {draw.choice(["n", "n > 2", "not log", "n == len(log)", "n < 2 < n + 3"])}:',
        'for': f'for n in {draw.choice(["range(3)", "[1, 0]", "(n, n + 1)", "[]"])}:',
        'while': f'while (n := n + 1) < {draw.randint(2, 6)}:',
        'match': f'match n:\n{PAD}case 0 | 1:\n{PAD}{PAD}{mark}\n{PAD}case _ if n > 3:',
    }[kind]
    lines = [*head.split('\n'), *[PAD * (2 if kind == 'match' else 1) + line for line in inner]]
    if kind in ('for', 'while', 'if') and draw.random() < 0.4:
        lines += ['else:', f'{PAD}log.append("else{draw.randint(0, 99)}")']
    return lines


def handlers(draw, depth, loop):
    lines = []
    for _ in range(draw.randint(1, 2)):
        caught = draw.choice([*ERRORS, '(ValueError, KeyError)', 'LookupError', 'ArithmeticError', 'Exception', 'Exception', '5'])
        lines += [f'except {caught} as error:', f'{PAD}log.append(("caught", repr(error), repr(error.__cause__), repr(error.__context__), error.args))']
        lines += [PAD + line for line in draw.choice([['raise'], [failing(draw)], [], [], block(draw, depth + 1, loop), ['raise RuntimeError("again") from error'], ['return str(error)']])]
    if draw.random() < 0.3:
        lines += ['else:', f'{PAD}log.append("no error")']
    return lines


def exceptions(draw):
    found = [
        'from contextlib import contextmanager, suppress', 'log = []',
        'class Own(Exception):\n    def __init__(self, *args, code=0):\n        super().__init__(*args)\n        self.code = code',
        'class OwnKey(KeyError, ValueError):\n    def __str__(self):\n        return "own " + super().__str__()',
        'class Manager:\n    def __init__(self, name, swallow=False, fails=False):\n        self.name, self.swallow, self.fails = name, swallow, fails\n    def __enter__(self):\n        log.append("enter " + self.name)\n        return self\n    def __exit__(self, kind, error, trace):\n        log.append(("exit", self.name, kind and kind.__name__, str(error)))\n        if self.fails:\n            raise OSError("in exit")\n        return self.swallow',
        '@contextmanager\ndef context(value):\n    log.append("before")\n    try:\n        yield value * 2\n    except IndexError as error:\n        log.append(("swallowed", str(error)))\n    finally:\n        log.append("after")',
    ]
    for number in range(3):
        body = '\n'.join(PAD + line for line in block(draw, 0))
        found.append(f'def run{number}(n={draw.randint(0, 3)}):\n    got = None\n{body}\n    return "end", n')
        found += [f'run{number}()', f'run{number}({draw.randint(0, 6)})', 'log.copy()', 'log.clear()']
    return [*found, f'{draw.choice(ERRORS)}({draw.choice(GIVEN)})', f'str({draw.choice(ERRORS)}({draw.choice(GIVEN)}))', f'{draw.choice(ERRORS)}.__mro__', f'issubclass({draw.choice(ERRORS)}, {draw.choice(["LookupError", "Exception", "OwnKey", "(ValueError, KeyError)", "5"])})']


def pattern(draw, depth, names):
    """A pattern; `names` are those it may still bind."""
    def name():
        return names.pop() if names else '_'
    kind = draw.choice(['value', 'value', 'name', 'wildcard', 'sequence', 'mapping', 'class', 'or', 'as', 'dotted', 'builtin'] if depth else ['value', 'value', 'wildcard', 'name', 'builtin'])
    if kind == 'value':
        return draw.choice(['0', '1', '-1', '"a"', 'None', 'True', '2.0', '"ab"', '1.0'])
    if kind == 'name' and depth < 2:
        return name()
    if kind == 'wildcard':
        return '_' if depth < 2 else '1'
    if kind == 'dotted':
        return 'Color.RED'
    if kind == 'builtin':
        return draw.choice(['int()', 'str()', 'int', 'float()', 'list()', 'str', 'bool()', 'dict()', 'int(real=1)']).replace('int', f'int({name()})', 1) if draw.random() < 0.1 else draw.choice(['int()', 'str()', f'int({name()})', 'float()', 'list()', 'bool()', 'dict()', 'int(real=1)'])
    if kind == 'or':
        return f'({" | ".join(draw.choice(ALTERNATIVES) for _ in range(draw.randint(2, 3)))})'
    if kind == 'as':
        return f'({draw.choice(["int() | str()", "1 | 2", "[1, *_]", "Point()"])} as {names.pop() if names else "zz"})'
    parts = [pattern(draw, depth - 1, names) for _ in range(draw.randint(0, 3))]
    if kind == 'mapping':
        keys = draw.sample(['"k"', '"x"', '1', 'None'], len(parts))
        rest = [f'**{names.pop()}'] if names and draw.random() < 0.3 else []
        return f'{{{", ".join([*(f"{key}: {part}" for key, part in zip(keys, parts)), *rest])}}}'
    if kind == 'class':
        parts = parts[: draw.choice([0, 1, 2, 2, 3])]
        named = [part if draw.random() < 0.5 and number == 0 else f'{chr(120 + number)}={part}' for number, part in enumerate(parts)]
        return f'{draw.choice(["Point", "Point", "Pair"])}({", ".join(named)})'
    if draw.random() < 0.35:
        parts.insert(draw.randint(0, len(parts)), f'*{name()}')
    return f'[{", ".join(parts)}]'


def matching(draw):
    found = [
        'from enum import Enum', 'from dataclasses import dataclass', 'class Color(Enum):\n    RED = 1\n    BLUE = "b"', '@dataclass\nclass Point:\n    x: object = 0\n    y: object = 0', 'class Pair:\n    __match_args__ = ("x", "z")\n    def __init__(self, x, z=1):\n        self.x, self.z = x, z',
        'subjects = [0, 1, True, -1, 1.0, 2.0, "a", "ab", "", None, [], [1], [1, 2], (0, 1), [0, [1, "a"]], ["a", 1, None], {}, {"k": 1}, {"k": 0, "x": [1]}, {1: "a", None: 2}, Point(), Point(1, "a"), Point([1], None), Pair(1), Pair("a", [0]), Color.RED, Color.BLUE, range(2), b"ab", {1}]',
    ]
    for number in range(3):
        cases = []
        for _ in range(draw.randint(2, 5)):
            names = list('abcdef')
            made = pattern(draw, 2, names)
            bound = [name for name in 'abcdef' if re.search(rf'(?<!["\w]){name}(?!["\w])', made)]
            guard = draw.choice(['', '', '', ' if subject', f' if {bound[0]}' if bound else ' if True', ' if len(subject) > 1'])
            cases.append(f'        case {made}{guard}:\n            return {len(cases)}, {", ".join([*bound, "0"])}')
        found.append(f'def match{number}(subject):\n    match subject:\n' + '\n'.join(cases) + '\n    return "none"')
        found += [f'def tell{number}(subject):\n    try:\n        return match{number}(subject)\n    except Exception as error:\n        return repr(error)', f'[tell{number}(subject) for subject in subjects]']
    return found


KINDS = {'exceptions': exceptions, 'matching': matching}
