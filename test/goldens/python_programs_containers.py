"""Random programs of lists, tuples, dicts and sets: slices, changes, sorting, unpacking, comprehensions."""
from python_programs_values import a_number, a_slice, a_text, a_value, an_int

SMALL = ['0', '1', '2', '3', '-1', '5', '2.0', 'True', '"a"', '"b"', 'None']


def item(draw):
    return draw.choice(SMALL) if draw.random() < 0.85 else draw.choice(['(1, 2)', '[3]', '"xyz"', '1.5', '{"k": 1}'])


def items(draw, most=6):
    return ', '.join(item(draw) for _ in range(draw.randint(0, most)))


def ints(draw, most=7):
    return f'[{", ".join(str(draw.randint(-4, 9)) for _ in range(draw.randint(0, most)))}]'


def sequence(draw):
    return draw.choice([lambda: ints(draw), lambda: f'[{items(draw)}]', lambda: f'tuple({ints(draw)})', lambda: a_text(draw), lambda: f'range({draw.randint(-3, 4)}, {draw.randint(-3, 9)}, {draw.choice([1, 2, -1, -3])})', lambda: f'dict.fromkeys({ints(draw)})', lambda: f'iter({ints(draw)})', lambda: f'({draw.choice(["v", "v * 2", "-v"])} for v in {ints(draw)})'])()


def lists(draw):
    found = [f'x = {ints(draw)}', f'y = [{items(draw)}]', f'z = [[{items(draw, 2)}] for _ in range({draw.randint(1, 3)})]']
    for _ in range(12):
        name = draw.choice('xxy')
        found.append(draw.choice([
            f'{name}[{a_slice(draw)}]', f'{sequence(draw)}[{a_slice(draw)}]', f'{name}[{a_slice(draw)}] = {sequence(draw)}', f'{name}[{a_slice(draw)}] = {item(draw)}', f'del {name}[{a_slice(draw)}]',
            f'{name} += {sequence(draw)}', f'{name} *= {draw.randint(-1, 2)}', f'{name}.{draw.choice(["append", "remove", "index", "count", "extend", "pop", "append"])}({item(draw)})', f'{name}.insert({draw.randint(-4, 4)}, {item(draw)})',
            f'{name}.pop()', f'{name}.{draw.choice(["reverse()", "copy()", "clear()", "sort()", "sort(reverse=True)", "sort(key=lambda v: -v)", "sort(key=str)", "foo()", "sort(lambda v: v)"])}',
            f'sorted({sequence(draw)}, key=lambda v: {draw.choice(["str(v)", "-v", "v % 3", "(v % 2, v)", "abs(v)"])}, reverse={draw.choice(["True", "False"])})',
            f'{name} {draw.choice(["+", "*", "==", "<", ">=", "!=", "in", "and", "or"])} {draw.choice(["x", "y", sequence(draw), item(draw)])}',
            f'{draw.choice(["list", "tuple", "sum", "max", "min", "len", "any", "all", "sorted", "set", "dict", "enumerate", "list(reversed", "list(enumerate", "bool", "next"])}({sequence(draw)})'.replace('list(reversed', 'reversed').replace('list(enumerate', 'enumerate'),
            f'list({draw.choice(["reversed", "enumerate"])}({sequence(draw)}))',
            f'list(zip({sequence(draw)}, {sequence(draw)}{draw.choice(["", ", strict=True", ", x"])}))',
            f'list({draw.choice(["map", "filter"])}({draw.choice(["str", "None", "lambda v: v", "lambda v, w=1: v * 2", "int", "bool"])}, {sequence(draw)}))',
            f'z[0]{draw.choice([".append(1)", " is z[-1]", "[0:0]", " + x"])}', 'z, len(z), x is y, x[:] == x',
            f'{draw.choice(["a, *b, c", "*a, b", "a, b", "(a, b), c", "a, *b", "[a, (b, *c)]"])} = {sequence(draw)}', '(a, b)',
            f'[*{sequence(draw)}, 9, *x], (*{ints(draw)},)',
        ]))
    return [*found, '(x, y, z)']


def dicts(draw):
    def key():
        return draw.choice(['"a"', '"b"', '"c"', '1', '1.0', 'True', 'None', '(1, 2)', '"a"', '"b"', '[1]'] if draw.random() < 0.3 else ['"a"', '"b"', '"c"', '"d"'])

    def pairs():
        return ', '.join(f'{key()}: {item(draw)}' for _ in range(draw.randint(0, 4)))
    found = [f'd = {{{pairs()}}}', f'e = {{{pairs()}}}', 'd, e = globals().get("d", {}), globals().get("e", {"z": 0})', 's, t = set(d), frozenset("abz")']
    for _ in range(13):
        found.append(draw.choice([
            f'd[{key()}]', f'd[{key()}] = {item(draw)}', f'del d[{key()}]', f'd.get({key()}{draw.choice(["", ", 7"])})', f'd.pop({key()}{draw.choice(["", ", 7"])})', f'd.setdefault({key()}, {item(draw)})',
            f'''d.update({draw.choice(["e", "a=1, z=2", "[(1, 2)]", "e, q=3", "[1]", "None", "[(1, 2, 3)]", '["ab"]'])})''', 'd.popitem()', f'd {draw.choice(["|", "==", "!=", "|=", "<", "+"]).replace("|=", "|")} e', 'd |= e',
            f'{key()} {draw.choice(["in", "not in"])} {draw.choice(["d", "d.keys()", "d.values()", "s", "t"])}', f'({key()}, 1) in d.items()',
            'list(d), list(d.values()), list(d.items()), len(d)', 'list(reversed(d)), str(d.keys()), str(d.items()), str(d.values())', f'sorted(d.keys() {draw.choice("&|-^")} e.keys(), key=str)',
            f'''dict({draw.choice(["d", 'zip("ab", [1, 2])', "a=1, b=2", "d, a=5", '[("x", 1)]', "5", "[5]", "**e", "[[1, 2], (3, 4)]"])})''', f'{{**d, **e, "k": {item(draw)}}}', f'''dict.fromkeys({draw.choice(['"ab"', "d", "range(2)", "5"])}{draw.choice(["", ", 0"])})''',
            f'''{{k: v for k, v in {draw.choice(["d.items()", "e.items()", "zip(d, e)", "d", "enumerate(e)"])} if {draw.choice(["k", "v", 'k != "a"', "True"])}}}''', f's.{draw.choice(["add", "discard", "remove"])}({key()})', f'''sorted(s {draw.choice("&|-^")} {draw.choice(["t", "{1, 2}", "set(e)", "[1]", '"ab"', "frozenset(e)"])}, key=repr)''',
            f'''sorted(s.{draw.choice(["union", "intersection", "difference", "symmetric_difference"])}({draw.choice(["t", '"ab"', "[1, 2]", "e", "5"])}), key=repr)''', f'''s {draw.choice(["<", "<=", ">", ">=", "==", "!="])} {draw.choice(["t", "set()", '{"a"}', "[1]", "d.keys()"])}''', f'''s.{draw.choice(["issubset", "issuperset", "isdisjoint"])}({draw.choice(["t", '"abc"', "d", "5"])})''', f'''s.{draw.choice(["update", "difference_update", "intersection_update"])}({draw.choice(['"ab"', "t", "[1]", "3"])})''', f't.{draw.choice(["add(1)", "copy() == t", "union(s) >= t", "pop()"])}', f's {draw.choice(["|=", "&=", "-=", "^="])} {draw.choice(["t", "{1}", "[1]"])}',
            'for k in d:\n    d[str(k) + "x"] = 1', 'for k in list(d):\n    d[k] = str(d[k])\n    if len(d) > 2:\n        del d[k]', f'''hash({draw.choice(["t", "s", "(1, 2)", "(1, [2])", "d", "1.0", '"a"'])}) is None''', f'd[{key()}, {key()}] = 1', f'd["n"] = d.get("n", 0) + {an_int(draw)}',
        ]))
    return [*found, '(d, e, sorted(s, key=repr), sorted(t))']


def comprehensions(draw):
    found = [f'x = {ints(draw)}', 'k = 10', f'rows = [{ints(draw, 3)}, {ints(draw, 3)}]', 'v = "outer"']
    for _ in range(11):
        test = draw.choice(['', ' if v % 2', ' if v > 1 if v < 7', ' if not v', ' if (q := v * 2) > 3'])
        body = draw.choice(['v', 'v * k', '(v, k)', '[v] * 2', 'v if v > 2 else -v', 'str(v)', '(lambda: v)()', 'k // v', 'x.index(v)', '-v ** 2', 'v in x[1:]'])
        found.append(draw.choice([
            f'[{body} for v in x{test}]', f'sorted({{{body} for v in x{test}}}, key=str)', f'{{v: {body} for v in x{test}}}', f'list({body} for v in x{test})', f'sum(v * k for v in x{test})',
            '[v for row in rows for v in row]', '[[v * w for v in row] for row in rows for w in row[:1]]', '[(i, v) for i, v in enumerate(x) if i % 2 == 0]', '[a + b for a, b in zip(x, x[1:])]', '[f() for f in [lambda: v for v in x]]', '[f() for f in [lambda v=v: v for v in x]]', '[*zip(*rows)]',
            '[y for v in x for y in [v + 1] if y > k]', '(v, k)', f'any({body} for v in x), all({body} for v in x)', '{k: [v for v in x if v < k] for k in range(3)}', '[k for k in range(3)], k', '(last := [v for v in x][-1:]), last', f'q', f'max((v for v in x), default={item(draw)}, key=lambda v: (v % 3, v))', 'next((v for v in x if v > 3), None)',
            'i, total = 0, []\nwhile i < len(x):\n    i += 1\n    if x[i - 1] == 3:\n        continue\n    if i > 5:\n        break\n    total.append(x[i - 1])\nelse:\n    total.append("else")', 'total', 'for i, n in enumerate(x):\n    if n < 3 and len(x) < 12:\n        x.append(n + 5)', 'x',
            f'class K:\n    v = {an_int(draw)}\n    a = [v for _ in range(2)]', f'class K:\n    v = [1, 2]\n    a = [w for w in v]', 'K.a', f'for i, *rest in [(1, 2, 3), {sequence(draw)}]:\n    last = rest', 'last', f'''[{draw.choice(["v", "i"])} for i, v in {draw.choice(["x", "rows", "enumerate(x)", 'zip(x, "abc")'])}]''', f'x[{a_slice(draw)}], [n for n in x[{a_slice(draw)}]] if True else 0',
        ]))
    return found


def comparisons(draw):
    def nested(depth=2):
        if depth == 0:
            return draw.choice([a_number, a_text, an_int])(draw)
        inside = ', '.join(nested(depth - 1) for _ in range(draw.randint(1, 3)))
        return draw.choice([f'[{inside}]', f'({inside},)', f'[{inside}]'])
    found = []
    for _ in range(12):
        one, two = draw.choice([nested, lambda: a_value(draw), lambda: sequence(draw)])(), draw.choice([nested, lambda: a_value(draw)])()
        found.append(draw.choice([
            f'{one} {draw.choice(["<", "<=", ">", ">=", "==", "!=", "==", "in", "is"])} {two}' if ' is ' not in one else '1', f'{one} {draw.choice(["+", "-", "*", "/", "//", "%", "@", "&", "|", "^", "<<"])} {two}', f'({one} < {two}) == (not {one} >= {two})', f'{one} == {one}', f'{draw.choice("-+~")}({one})', f'sorted([{one}, {two}])', f'''({two})[{draw.choice([an_int(draw), '"a"', "0", "1.0", "None"])}]''', f'({one})({two})', f'len({two}), bool({two})', f'{two} if {one} else 0', f'isinstance({two}, (int, str)), type({two}).__name__, callable({two})', f'({two}).{draw.choice(["foo", "append", "__class__", "real"])}', f'iter({two}) is None', f'str({one})', f'''{draw.choice(["x", "undefined", "max()", "int([])", "[][0]", "{}[1]", "next(iter([]))", "len(5)", 'abs("a")', "range(1.5)", "range(1, 2, 0)", 'sum(["a"])', "min([])", "isinstance(1, 2)", 'getattr(1, "x")', "zip(1)", "sorted(5)", 'round("a")', "print(1, foo=2)", '"a".join(5)', "dict(1)", "divmod(1)", "enumerate()", "open", "type(1, 2)", 'chr("a")', 'setattr(1, "a", 2)', "None.x", "None[0]", "None()", "iter(5)", "hash([])", "list(5)", "tuple(None)", "sum(5)", "any(5)", "issubclass(1, int)", "reversed(5)", "reversed({1})", "vars(1)", 'float("x")', "bytes(-1)", 'int("1", 50)', "map()", "filter(1)", "list(3)"])}''',
        ]))
    return found


KINDS = {'lists': lists, 'dicts': dicts, 'comprehensions': comprehensions, 'comparisons': comparisons}
