"""What CPython makes of the snippets in test/readers/python/snippets: the repr of the last expression, or the exception.

A snippet is a run of lines without an empty one; lines that only comment are passed over. Run with any CPython 3.11 that has the packages packaging and huggingface_hub:
python3 test/goldens/python_snippets.py
"""
import ast
import json
import pathlib
import sys

here = pathlib.Path(__file__).parent
snippets = here.parent / 'readers' / 'python' / 'snippets'


def parts(code):
    """The code before the last expression, and that expression."""
    last = ast.parse(code).body[-1]
    if not isinstance(last, ast.Expr):
        raise SystemExit(f'No expression at the end of: {code}')
    lines = code.encode().split(b'\n')
    before = b'\n'.join([*lines[:last.lineno - 1], lines[last.lineno - 1][:last.col_offset]])
    return {'before': before.decode(), 'expression': code.encode()[len(before):].decode()}


def outcome(code):
    names = {'__name__': '__main__'}
    try:
        tree = ast.parse(code)
        last = tree.body[-1]
        exec(compile(ast.Module(tree.body[:-1], []), '<snippet>', 'exec'), names)
        return {'value': repr(eval(compile(ast.Expression(last.value), '<snippet>', 'eval'), names))}
    except Exception as error:
        return {'error': f'{type(error).__name__}: {error}' if str(error) else type(error).__name__}


def blocks(path):
    for block in path.read_text().split('\n\n'):
        lines = [line for line in block.strip('\n').split('\n') if not line.startswith('#')]
        if lines and any(lines):
            yield '\n'.join(lines)


if __name__ == '__main__':
    groups = {path.stem: [{**parts(code), **outcome(code)} for code in blocks(path)] for path in sorted(snippets.glob('*.py'))}
    made = {'python': sys.version.split()[0], 'groups': groups}
    (here / 'python-snippets.json').write_text(json.dumps(made, indent=1, ensure_ascii=True) + '\n')
    print(sum(map(len, groups.values())), 'snippets')
