"""Random programs of the standard library that model code uses: itertools, functools, collections, math, operator, copy, re, json."""
from python_programs_containers import ints, item, items, sequence
from python_programs_values import a_number, a_text, an_int


def tools(draw):
    found = ['from itertools import *', 'from functools import *', 'import operator, copy', 'from operator import *', f'x = {ints(draw)}', 'def add2(a, b=10, *, c=0):\n    return a, b, c', 'p = partial(add2, 1, c=5)']
    one, two = ints(draw, 4), sequence(draw)
    uses = [
        f'list(chain({one}, {two}))', f'list(chain.from_iterable([{one}, {two}]))', f'list(islice({two}, {draw.randint(0, 5)}))', f'list(islice({two}, {draw.randint(0, 3)}, {draw.choice(["None", "5"])}, {draw.randint(1, 3)}))', f'list(islice(count({draw.randint(-3, 9)}, {draw.choice(["2", "-1", "0.5"])}), 4))', f'list(islice(cycle({one}), 5))', f'list(repeat({item(draw)}, {draw.randint(0, 3)}))', f'list(accumulate({one}{draw.choice(["", ", max", ", operator.mul", ", initial=5", ", lambda a, b: a - b"])}))', f'list(product({one}, "ab"))', f'list(product([0, 1], repeat={draw.randint(0, 3)}))', f'list(permutations({one}, {draw.choice(["None", "2", "1"])}))', f'list(combinations({two}, {draw.randint(0, 3)}))', f'list(combinations_with_replacement("abc", {draw.randint(0, 2)}))', f'[(k, list(g)) for k, g in groupby({one}{draw.choice(["", ", lambda v: v % 2", ", key=bool"])})]', f'list(takewhile(lambda v: v < 5, {one})), list(dropwhile(lambda v: v < 5, {one})), list(filterfalse(lambda v: v % 2, {one}))', f'list(zip_longest({one}, {two}, fillvalue={item(draw)}))', f'list(starmap(pow, [(2, 3), (3, 2)])), list(pairwise({two})), list(compress("abcd", {one}))', f'[list(t) for t in tee({two}, 2)]',
        f'reduce(lambda a, b: a * 2 + b, {one}{draw.choice(["", ", 3"])})', f'reduce({draw.choice(["add", "mul", "max", "operator.or_", "operator.sub"])}, {two})', 'p(), p(2), p.func is add2, p.args, p.keywords', f'p({draw.choice(["c=1", "b=2", "1, 2", "z=1", "2, c=9"])})', 'partial(p, 7)(), partial(int, base=2)("101")', '@lru_cache(maxsize=None)\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)', f'fib({draw.randint(0, 60)})', '@wraps(add2)\ndef wrapped(*args):\n    "Other."\n    return add2(*args)', 'wrapped.__name__, wrapped(1), wrapped.__wrapped__ is add2', '@singledispatch\ndef kind(v):\n    return "any"\n@kind.register(int)\ndef _(v):\n    return "int"\n@kind.register(str)\ndef _(v):\n    return "str"', f'kind({item(draw)})', 'class K:\n    @cached_property\n    def v(self):\n        self.calls = getattr(self, "calls", 0) + 1\n        return self.calls', 'k = K(); first = k.v, k.v, k.calls', 'first', '@total_ordering\nclass O:\n    def __init__(self, v): self.v = v\n    def __eq__(self, o): return self.v == o.v\n    def __lt__(self, o): return self.v < o.v', 'O(1) <= O(2), O(1) > O(2), O(2) >= O(2), max(O(1), O(3)).v', f'sorted({one}, key=cmp_to_key(lambda a, b: b - a))',
        ('itemgetter(' + draw.choice(["0", "-1", "0, 1", "\"a\"", "9"]) + ')(' + draw.choice([one, "{\"a\": 1}", "\"xyz\""]) + ')'), ('attrgetter(' + draw.choice(["\"real\"", "\"real\", \"imag\"", "\"foo\"", "\"__class__.__name__\""]) + ')(5)'), 'methodcaller("upper")("a"), methodcaller("split", ",", maxsplit=1)("a,b,c")', f'operator.{draw.choice(["add", "sub", "mul", "floordiv", "mod", "lt", "eq", "contains", "getitem", "pow", "truediv", "and_", "matmul", "concat", "is_"])}({one}, {draw.choice(["1", one, "2.0"])})', f'operator.{draw.choice(["neg", "not_", "truth", "index", "invert", "pos", "abs"])}({an_int(draw)})',
        f'copy.copy({one}), copy.deepcopy([{items(draw)}])', 'a = [[1], {"k": [2]}]; b, c = copy.copy(a), copy.deepcopy(a); a[0].append(3); a[1]["k"].append(4)', 'globals().get("b"), globals().get("c")', 's = [1]; s.append(s); d = copy.deepcopy(s); same = d[1] is d, d is s', 'globals().get("same"), globals().get("s")', 'x, prod' if draw.random() < 0.1 else 'x',
    ]
    return [*found, *draw.sample(uses, 20)]


def collections(draw):
    words = draw.choice(['"abracadabra"', '[1, 1, 2, 3, 3, 3]', '{"a": 2, "b": 0}', '"the cat the hat".split()', '""', 'a=2, b=-1'])
    found = ['from collections import *', f'c, d = Counter({words}), Counter("aab")', f'q = deque({ints(draw)}{draw.choice(["", ", maxlen=4", ", 3"])})', 'dd = defaultdict(list)', f'o = OrderedDict(b=1, a=2)', 'm = ChainMap({"a": 1}, {"a": 2, "b": 3})']
    uses = ['c', 'c.most_common(2)', 'c.most_common()', 'c["zz"], c.get("zz")', 'c + d', 'c - d', 'c & d, c | d', 'sorted(c.elements(), key=str)', 'c.update("abc")', 'c.subtract("abc")', 'c.total()', '+c, -c', 'c == d, c >= d', 'dict(c), len(c), sum(c.values())', 'del c["zz"]', 'c["new"] += 2', 'q', 'q.append(7)', 'q.appendleft(8)', 'q.pop()', 'q.popleft()', f'q.rotate({draw.randint(-3, 3)})', 'q.extend([1, 2]); q.extendleft([3, 4])', f'q[{draw.randint(-5, 5)}]', 'q[1:2]', 'q.maxlen, len(q), list(q), bool(q)', f'q.insert(1, {draw.randint(0, 9)})', 'q.remove(3)', 'q.count(1), q.index(1)', 'q == deque([1]), q + deque([1])', 'q[0] = "new"', 'q.reverse()', 'q.copy() == q, deque("ab") * 2', 'dd["a"].append(1)', 'dd["b"]', 'dd, dict(dd), "zz" in dd, dd.get("q")', 'defaultdict(int, a=1)', 'defaultdict(lambda: 5)["x"]', 'defaultdict()["x"]', 'defaultdict(5)', 'dd.default_factory', 'o', 'o.move_to_end("b")', 'o.move_to_end("b", last=False)', 'o.popitem(last=False)', 'o.popitem()', 'o == {"a": 2, "b": 1}, o == OrderedDict(a=2, b=1)', 'o["c"] = 3', 'list(o.items()), list(reversed(o))', 'm["a"], m["b"], len(m), sorted(m)', 'm["c"] = 1', 'm["zz"]', 'm.maps', 'm.new_child({"z": 0})["z"]', 'for k in dd: dd[k + "x"]', 'class D(dict):\n    def __missing__(self, key):\n        return key * 2\n    def __getattr__(self, name):\n        return self[name]', 'D(a=1)["b"], D(a=1).a, D(a=1).get("q"), D(a=1)', 'class L(list):\n    def first(self):\n        return self[0]', 'L([1, 2]).first(), L("ab") + [1], L([1])[0:1], type(L([1])[:]).__name__, repr(L())', 'class S(str):\n    pass', 'S("ab").upper(), S("x") == "x", type(S("a") + "b").__name__, {S("k"): 1}["k"]', 'class I(int):\n    def __add__(self, o):\n        return I(int(self) + o)', 'I(5) + 1, type(I(5) + 1).__name__, type(I(5) * 2).__name__, I("7"), repr(I(3))', 'class U(UserDict):\n    pass', 'U(a=1), U(a=1)["a"], "a" in U(a=1)']
    return [*found, *draw.sample(uses, 20)]


def mathematics(draw):
    whole = ['gcd', 'lcm']
    one, two = a_number(draw), a_number(draw)
    found = ['import math', 'from math import floor, ceil, pi, inf']
    for _ in range(14):
        one, two, small = a_number(draw), a_number(draw), str(draw.randint(-2, 25))
        found.append(draw.choice([
            f'math.{draw.choice(["floor", "ceil", "trunc", "fabs", "isnan", "isinf", "isfinite", "modf", "frexp", "sqrt"])}({one})', f'math.{draw.choice(["floor", "ceil", "sqrt", "isqrt", "factorial", "trunc"])}({an_int(draw) if draw.random() < 0.3 else small})', f'math.{draw.choice(whole)}({an_int(draw)}, {an_int(draw)})', f'math.{draw.choice(["comb", "perm"])}({small}, {draw.randint(-1, 9)})', f'math.{draw.choice(["fmod", "copysign", "remainder", "isclose", "nextafter"])}({one}, {two})', f'math.ldexp({a_number(draw)}, {draw.randint(-5, 5)})', f'math.prod({ints(draw)}), math.fsum([{one}, {two}, 0.1])', f'round(math.{draw.choice(["exp", "log", "log2", "log10", "sin", "cos", "tanh", "log1p", "expm1", "atan", "erf"])}({draw.randint(-2, 9)} / 4), 10)', ('math.' + draw.choice(["log", "log2", "log10", "exp", "acos", "pow", "atan2", "sqrt", "floor"]) + '(' + draw.choice([small, "-1", "0", "\"a\"", "None", "10**400"]) + ')'), f'math.log({draw.choice(["8", "100", "2**70"])}, {draw.choice(["2", "10"])})', f'math.isclose({one}, {two}, {draw.choice(["rel_tol=0.5", "abs_tol=1", "rel_tol=-1"])})', f'math.hypot(3, 4), math.dist([0, 0], [3, 4])', 'math.pi, math.e, math.tau, -math.inf, math.nan', f'math.degrees({small}), math.radians({small})', f'math.foo', f'math.gcd(), math.lcm(4), math.gcd({small}, 4, 6)', f'math.floor({one} / ({two} or 1)) * 2', f'int(math.sqrt({abs(int(small))})) ** 2, {small} ** 0.5 == math.sqrt(abs({small}))', f'math.gcd({one}, 2)', f'math.pow({small}, {draw.choice(["0.5", "2", "-1", "0"])})', f'ceil({a_number(draw)}) - floor({a_number(draw)})', f'math.exp2(3), math.exp2(-1)', f'math.sumprod' if draw.random() < 0.1 else 'math.ulp(1.0)',
        ]))
    return found


def patterns(draw):
    def atom():
        return draw.choice(['a', 'b', '\\d', '\\w', '\\s', '.', '[abc]', '[^a]', '[a-c1-3]', '(a|b)', '(?:ab|c)', '(\\d+)', '(?P<n>\\w)', '\\.', '_', 'x', '1', '(\\w)\\1' if False else 'c'])

    def pattern():
        text = ''.join(atom() + draw.choice(['', '', '', '*', '+', '?', '{1,2}', '+?', '*', '{2}']) for _ in range(draw.randint(1, 4)))
        while text.count('(?P<n>') > 1:
            text = text.replace('(?P<n>', '(', 1)
        return draw.choice(['', '', '^']) + text.replace('\\b*', '\\b').replace('\\b+', '\\b') + draw.choice(['', '', '', '$'])
    subjects = ['"abc123"', '"layer1.0.conv2.weight"', '"aab cab_1 x2"', '""', '"a\\nb\\nab"', '"1.5e3, 22 a_b"', '"blocks.10.attn.qkv"', '"CamelCaseName abc"']
    found = ['import re']
    for _ in range(12):
        made, subject = pattern(), draw.choice(subjects)
        flags = draw.choice(['', '', '', ', re.I', ', flags=re.M', ', flags=re.S | re.I']) if draw.random() < 0.5 else ''
        call = draw.choice([f're.findall(r"{made}", {subject}{flags})', f're.findall(r"{made}", {subject})', f're.split(r"{made}", {subject}{draw.choice(["", ", 1", ", maxsplit=2"])})', ('re.sub(r"' + str(made) + '", ' + draw.choice(["\"-\"", "r\"<\\g<0>>\"", "lambda m: m.group().upper()", "r\"\\1\"", "\"\""]) + ', ' + str(subject) + draw.choice(["", ", 1", ", count=2"]) + ')'), f're.subn(r"{made}", "#", {subject})', f'[(m.group(), m.span(), m.groups()) for m in re.finditer(r"{made}", {subject})]', f're.{draw.choice(["match", "search", "fullmatch"])}(r"{made}", {subject}{flags})', f'(m := re.search(r"{made}", {subject})) and (m.group(0), m.start(), m.end(), m.groups(), m.groupdict(), m.lastindex, m[0], m.string)', f're.compile(r"{made}").{draw.choice(["search", "match", "findall", "split"])}({subject})', f're.compile(r"{made}").pattern, re.compile(r"{made}").groups', ('re.' + draw.choice(["match", "search"]) + '(r"' + str(made) + '", ' + str(subject) + ').group(' + draw.choice(["0", "1", "\"n\"", "5"]) + ')'), 're.escape("a.b*c_d-e f"), re.sub(r"(?<!^)(?=[A-Z])", "_", "CamelCaseName").lower()', ('re.search("' + draw.choice(["(", "[", "*a", "a)", "a{2,1}", "\\\\", "[b-a]", "a**"]) + '", "x")'), f're.sub(r"(\\d)(?=(\\d{{3}})+$)", r"\\1,", "{draw.randint(0, 10**8)}")'])
        found.append(call)
    return found


def texts_of_values(draw):
    found = ['import json', 'import copy']
    def value(depth=3):
        if depth == 0:
            return draw.choice([an_int(draw), a_number(draw), a_text(draw), 'None', 'True'])
        inside = [value(depth - 1) for _ in range(draw.randint(0, 3))]
        return draw.choice([f'[{", ".join(inside)}]', ('{' + ", ".join((draw.choice([chr(34) + chr(97 + n) + chr(34), str(n), "None"]) + ': ' + str(one)) for n, one in enumerate(inside)) + '}'), f'({"".join(one + ", " for one in inside)})', inside[0] if inside else '0'])
    for number in range(8):
        found += [f'v{number} = {value()}', ('json.dumps(v' + str(number) + draw.choice(["", ", indent=2", ", sort_keys=True", ", separators=(\",\", \":\")", ", ensure_ascii=False"]) + ')'), draw.choice([f'json.loads(json.dumps(v{number})) == v{number}', f'json.loads(json.dumps(v{number}))', f'str(v{number})', f'repr(v{number}) == str(v{number})', f'copy.deepcopy(v{number})'])]
    return [*found, ('json.loads(' + draw.choice(["\"[1, 2.5, null, true]\"", "\"{bad}\"", "\"\"", "\"[1,]\"", "\"{\\\"a\\\": NaN}\"", "\"1e3\"", "\" 12 \"", "\"[1] x\""]) + ')'), 'json.dumps({1})', 'json.dumps({(1, 2): 3})', 'json.dumps("a\\"\\\\\\n\\u00e9")']


KINDS = {'tools': tools, 'collections': collections, 'mathematics': mathematics, 'patterns': patterns, 'json': texts_of_values}
