"""Random programs of numbers and texts: arithmetic, comparison, methods, formats."""

INTS = ['0', '1', '-1', '2', '3', '-3', '7', '-7', '10', '16', '255', '-256', '1000', '2**31', '2**53', '2**53 + 1', '-2**63', '2**64 - 1', '10**18', '10**20', '3**50', '-(7**40)', 'True', 'False']
FLOATS = ['0.0', '-0.0', '0.1', '0.5', '1.0', '1.5', '2.5', '-2.5', '3.14159', '-7.25', '1e-5', '1e-7', '1e15', '1e16', '1e17', '1.7976931348623157e308', '5e-324', '2.0**53', '123456.789', '0.045', '1.005', "float('inf')", "-float('inf')", "float('nan')"]
TEXTS = ['""', '"a"', '"abc"', '"Hello World"', '"a,b,,c"', '"  padded  "', '"aXbXc"', '"123"', '"-4.5"', '"tab\\there"', '"line\\nbreak\\r\\n"', '"it\'s"', '"\\"both\\\' "', '"caf\\u00e9"', '"\\U0001f600x"', '"layer1.0.conv2.weight"', '"conv_bn-relu"', '"aaaa"', '"ABC def GHI"', '"x=1; y=2"', '"{}"', '"%s"', '"\\x00\\x7f\\xa0"', '"\\\\"', '"stage_03"', '"\\u00df\\u0131"']
OTHERS = ['None', '[1, 2]', '(1, 2)', '{"a": 1}', 'b"ab"', '...', 'int', 'range(3)', '{1}']
ARITHMETIC = ['+', '-', '*', '/', '//', '%']
BITS = ['&', '|', '^', '<<', '>>']
COMPARISONS = ['<', '<=', '>', '>=', '==', '!=']


def an_int(draw):
    return draw.choice(INTS) if draw.random() < 0.6 else str(draw.randint(-40, 40))


def a_float(draw):
    return draw.choice(FLOATS) if draw.random() < 0.6 else repr(round(draw.uniform(-50, 50), draw.randint(0, 6)))


def a_number(draw):
    return an_int(draw) if draw.random() < 0.55 else a_float(draw)


def a_text(draw):
    return draw.choice(TEXTS)


def a_value(draw):
    """Mostly of a sensible type."""
    return draw.choice([an_int, a_float, a_text, lambda one: one.choice(OTHERS)])(draw)


def number(draw, depth=2):
    """An expression whose value is a number, or an error."""
    if depth == 0 or draw.random() < 0.2:
        return f'({a_number(draw)})' if draw.random() < 0.95 else draw.choice(OTHERS + TEXTS)
    left, right = number(draw, depth - 1), number(draw, depth - 1)
    small = str(draw.randint(-3, 70))
    return draw.choice([
        f'({left} {draw.choice(ARITHMETIC)} {right})',
        f'({left} {draw.choice(ARITHMETIC)} {right})',
        f'({left} {draw.choice(ARITHMETIC)} {right})',
        f'({an_int(draw)} {draw.choice(BITS[:3])} {an_int(draw)})',
        f'({an_int(draw)} {draw.choice(BITS[3:])} {small})',
        f'(({a_number(draw)}) ** {draw.choice(["2", "3", "-1", "-2", "0", "0.5", "1.0", "10"])})',
        f'(-{left})',
        f'(~({an_int(draw)}))',
        f'abs({left})',
        f'round({left})',
        f'round({left}, {draw.randint(-3, 4)})',
        f'int({left})',
        f'float({left})',
        f'max({left}, {right})',
        f'min({left}, {right}, key=lambda v: -v)',
        f'sum([{left}, {right}, {an_int(draw)}])',
        f'({left} if {left} else {right})',
        f'({left} and {right})',
        f'({left} or {right})',
        f'pow({an_int(draw)}, {draw.randint(-1, 20)}, {draw.choice(["7", "-7", "1000", "0", "1", "2**40"])})',
    ])


def numbers(draw):
    found = []
    for _ in range(14):
        one, two = number(draw), number(draw, 1)
        found.append(draw.choice([
            one, one, one,
            f'{one}, {two}',
            f'divmod({one}, {two})',
            f'{one} {draw.choice(COMPARISONS)} {two} {draw.choice(COMPARISONS)} {number(draw, 1)}',
            f'not {one}, bool({two}), {one} == {two}, {one} is not None',
            f'hash({a_number(draw)}) == hash({a_number(draw)}), type({one}).__name__',
            f'bin({one}), hex({one}), oct({two})',
            ('(' + an_int(draw) + ').bit_length(), (' + an_int(draw) + ').' + draw.choice(["bit_count()", "real", "imag", "numerator", "conjugate()", "to_bytes(12, \"big\", signed=True)", "foo"])),
            f'({a_float(draw)}).{draw.choice(["is_integer()", "as_integer_ratio()", "real", "hex()", "conjugate()", "bit_length()", "__floor__()", "__round__(1)"])}',
            ('int(' + draw.choice(["\" 12 \"", "\"1_000\"", "\"0x1f\"", "\"1f\"", "\"\"", "\"-0b101\"", "\"9\"*30", "\"1.5\"", "\"abc\"", "\"z\"", "\"1__0\"", "\"+7\""]) + draw.choice(["", ", 16", ", 2", ", 0", ", 36", ", 10", ", 1", ", base=8"]) + ')'),
            ('float(' + draw.choice(["\" 1.5 \"", "\"1e5\"", "\"inf\"", "\"-Infinity\"", "\"nan\"", "\"1_0.5\"", "\"abc\"", "\"\"", "\".5\"", "\"5.\"", "\"1e400\"", "\"0x1\"", "None", "10**400"]) + ')'),
            f'sorted([{", ".join(a_number(draw) for _ in range(4))}], reverse={draw.choice(["True", "False"])})',
            f'str({one}), repr({two})',
        ]))
    return found


def text_call(draw, subject=None):
    """A call of a method of str."""
    part = draw.choice(['"a"', '","', '" "', '"X"', '"."', '"ab"', '""', '"\\n"', '"l"', 'None', '"1"', '"b"', '"layer"'])
    other = a_text(draw)
    count = draw.choice(['', '', f', {draw.randint(-2, 3)}'])
    bounds = draw.choice(['', '', f', {draw.randint(-5, 5)}', f', {draw.randint(-5, 5)}, {draw.randint(-5, 9)}'])
    call = draw.choice([
        *[f'{name}({part}{count})' for name in ('split', 'rsplit')],
        *[f'{name}()' for name in ('split', 'rsplit', 'strip', 'upper', 'lower', 'title', 'capitalize', 'swapcase', 'casefold', 'splitlines', 'isdigit', 'isalpha', 'isalnum', 'isspace', 'isupper', 'islower', 'istitle', 'isnumeric', 'isdecimal', 'isidentifier', 'isascii', 'isprintable', 'expandtabs', 'encode', '__len__')],
        *[f'{name}({part})' for name in ('strip', 'lstrip', 'rstrip', 'partition', 'rpartition')],
        *[f'{name}({part}{bounds})' for name in ('find', 'rfind', 'index', 'rindex', 'count', 'startswith', 'endswith')],
        f'replace({part}, {other}{count})', f'replace({part}, "-")',
        f'join([{other}, {part}, "z"])', 'removeprefix("ab")', 'removesuffix("c")', f'join("xyz")', f'join([1])',
        ('center(' + str(draw.randint(0, 12)) + draw.choice(["", ", \"*\"", ", \"ab\""]) + ')'), f'ljust({draw.randint(0, 12)}, ".")', f'rjust({draw.randint(0, 12)})',
        f'zfill({draw.randint(0, 12)})', 'splitlines(True)', 'expandtabs(4)',
        f'startswith(({part}, {other}))', f'translate(str.maketrans("abc", "xyz"))', f'translate(str.maketrans({{"a": None, "b": "BB", 99: 67}}))', 'translate(str.maketrans("ab", "cd", "e"))',
        f'split(sep={part}, maxsplit=1)', 'split(maxsplit=1)', 'rsplit(maxsplit=1)', 'encode("ascii", "replace")', 'encode("latin-1", "ignore")', 'encode("ascii")', 'lower(1)', 'foo()', 'format(1, a=2)',
    ])
    return f'{subject or a_text(draw)}.{call}'


def a_slice(draw, width=7):
    def end():
        return draw.choice(['', str(draw.randint(-width, width))])
    return draw.choice([f'{end()}:{end()}', f'{end()}:{end()}:{draw.choice(["", "1", "2", "-1", "-2", "3", "0"])}', str(draw.randint(-width, width))])


def texts(draw):
    found = [f't = {a_text(draw)}', f'u = {a_text(draw)}']
    for _ in range(14):
        found.append(draw.choice([
            text_call(draw), text_call(draw), text_call(draw), text_call(draw, 't'), text_call(draw, 'u'),
            f't[{a_slice(draw)}], u[{a_slice(draw)}]',
            f'{a_text(draw)}[{a_slice(draw)}]',
            f't {draw.choice(["+", "*", "%", "<", "in", "not in", "==", "-"])} {draw.choice(["u", "3", "-1", "None", a_text(draw)])}',
            f't * {draw.randint(-1, 3)} + u',
            f'[{draw.choice(["ord(c)", "c.upper()", "c * 2", "repr(c)"])} for c in u]',
            'repr(t), str(u), ascii(t + u), len(t)',
            f'{a_text(draw)} {draw.choice(COMPARISONS)} {a_text(draw)}',
            f'sorted(u{draw.choice(["", ", reverse=True", ", key=str.lower"])}), max(t, default=None), list(reversed(t))',
            f'{draw.choice(["list", "tuple", "bytes", "int", "float", "bool", "len", "ord", "str"])}({a_text(draw)})',
            ('chr(' + draw.choice(["97", "233", "128512", "-1", "1114112", "\"a\""]) + ')'),
            (a_text(draw) + '.encode().decode(' + draw.choice(["", "\"utf-8\"", "\"ascii\"", "\"latin-1\""]) + ')'),
            ('b"a\\x00b,c"' + draw.choice([".split(b\",\")", "[1]", "[::-1]", " + b\"d\"", ".hex()", " + \"x\"", ".decode()", ".replace(b\"a\", b\"\")", ".find(b\"b\")", " * 2", ".upper()"])),
        ]))
    return found


def specification(draw, of):
    """A format specification, now and then a wrong one for the type."""
    fill = draw.choice(['', '', '<', '>', '^', '=', '*<', '0>', 'x^', '_='])
    sign = draw.choice(['', '', '', '+', '-', ' '])
    alternate = draw.choice(['', '', '', '#'])
    zero = draw.choice(['', '', '', '0'])
    width = draw.choice(['', '', str(draw.randint(1, 14))])
    grouping = draw.choice(['', '', '', ',', '_'])
    precision = draw.choice(['', '', f'.{draw.randint(0, 8)}'])
    if of == 'text':
        return f'{draw.choice(["", "", "<", ">", "^", "*^", "="])}{draw.choice(["", "", "0"])}{width}{precision}{draw.choice(["", "", "s", "s", "d"])}'
    if of == 'int':
        return f'{fill}{sign}{alternate}{zero}{width}{grouping}{draw.choice(["", "", "", precision])}{draw.choice(["", "d", "d", "x", "X", "o", "b", "c", "n", "f", "e", "g", "%", "s"])}'
    return f'{fill}{sign}{alternate}{zero}{width}{grouping}{precision}{draw.choice(["", "", "f", "F", "e", "E", "g", "G", "%", "n", "d", "s"])}'


def percent(draw):
    kind = draw.choice('dddisrafFeEgGxXocu%')
    width = draw.choice(['', str(draw.randint(1, 10)), '*'])
    precision = draw.choice(['', f'.{draw.randint(0, 5)}', '.*'] if width != '*' else ['', '.2'])
    text = f'%{draw.choice(["", "", "-", "+", "0", " ", "#", "-0", "+0"])}{width}{precision}{kind}'
    value = a_text(draw) if kind in 'sra' and draw.random() < 0.5 else draw.choice([an_int, a_float, a_value])(draw)
    stars = ', '.join(str(draw.randint(0, 9)) for _ in range((width == '*') + (precision == '.*')))
    given = ', '.join(part for part in [stars, f'({value})' if kind != '%' else ''] if part)
    return f'"[{text}]" % ({given},)' if given else f'"[{text}]" % ()'


def formats(draw):
    found = ['x, n, s, w, p = 3.14159, -42, "text", 10, 3', 'd = {"a": 1, "b": [5, 6]}']
    for _ in range(16):
        of = draw.choice(['text', 'int', 'float'])
        value = {'text': a_text, 'int': an_int, 'float': a_float}[of](draw)
        spec = specification(draw, of)
        name = {'text': 's', 'int': 'n', 'float': 'x'}[of]
        found.append(draw.choice([
            f'format({value}, "{spec}")', f'format({value}, "{spec}")', f'format({value}, "{spec}")',
            f'"{{:{spec}}}|{{!r:>{draw.randint(1, 9)}}}".format({value}, s)',
            f'f"[{{{name}:{spec}}}]"', f'f"{{{name}!{draw.choice("rsa")}:>{draw.randint(1, 14)}}}|{{{name} = }}|{{{name}=:{spec}}}"',
            'f"{x:{w}.{p}f}|{n:>{w}}|{s:{\'*\'}^{w + 4}}"',
            f'f"{{d[\'a\']}}{{d[\'b\'][{draw.randint(-3, 2)}]:03d}}{{{{}}}}{{(lambda v: v * 2)(n)}}"',
            f'"{{0[{draw.choice(["a", "b", "c"])}]}} {{1.{draw.choice(["real", "imag", "foo"])}}} {{k!s:>{draw.randint(1, 8)}}}".format(d, n, k={value})',
            f'"{draw.choice(["{} {}", "{0} {}", "{2}", "{k}", "{", "}", "{!x}", "{0!r:^12}{{}}", "{:{}}", "{a.b}", "{0.__class__.__name__}"])}".format({value}, 7)',
            percent(draw), percent(draw), percent(draw),
            f'"%({draw.choice(["a", "b", "c"])})s and %(a)0{draw.randint(1, 6)}.2f" % d',
            f'"{draw.choice(["%s", "%s %s", "%d", "%", "%y", "%5.1f|", "%r%%"])}" % {draw.choice([value, "(1, 2)", "(1,)", "d", "[1, 2]", "()"])}',
            f'str({value}), repr({value}), f"{{{value.replace(chr(34), chr(39)) if chr(92) not in value else "n"}!r}}"',
        ]))
    return found


KINDS = {'numbers': numbers, 'texts': texts, 'formats': formats}
