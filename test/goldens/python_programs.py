"""What CPython makes of programs that are made at random from a fixed seed: for each statement the repr of its value, or the exception.

A program is a list of statements that run one after another in one module; one that raises ends only itself. A statement that is an expression is `_N = (…)`, N its
number, and its repr is taken when everything has run. Sets are shown sorted, since their order is no promise. Run with CPython 3.11:
python3 test/goldens/python_programs.py
python3 test/goldens/python_programs.py --count=200 --seed=5 --out=FILE     more of each kind, for a search by hand:
PYTHON_PROGRAMS=FILE npx mocha --node-option import=tsx test/readers/python/programs.test.ts
"""
import argparse
import ast
import json
import pathlib
import random
import re
import signal
import sys
import warnings

import python_programs_classes
import python_programs_containers
import python_programs_control
import python_programs_functions
import python_programs_library
import python_programs_values

here = pathlib.Path(__file__).parent
KINDS = {
    **python_programs_values.KINDS,
    **python_programs_containers.KINDS,
    **python_programs_functions.KINDS,
    **python_programs_control.KINDS,
    **python_programs_classes.KINDS,
    **python_programs_library.KINDS,
}
SECONDS = 5
MOST = 3000


def is_expression(text):
    try:
        ast.parse(text, mode='eval')
        return True
    except SyntaxError:
        return False


def compiles(text):
    try:
        compile(text, '<program>', 'exec')
        return True
    except SyntaxError:
        return False


def message(error):
    try:
        return f'{type(error).__name__}: {error}' if str(error) else type(error).__name__
    except Exception as other:
        return f'{type(error).__name__}, and str() of it raises {type(other).__name__}'


def outcomes(statements):
    """
    The statements that can be compared, and of each the repr or the exception; empty for one that only does something. Where a statement raises, the names
    that it would have bound are unknown to our evaluator, and undefined in CPython: what asks for them is left out.
    """
    names = {'__name__': '__main__'}
    errors, kept, lost = {}, {}, set()
    for number, text in enumerate(statements):
        if not compiles(text) or lost & asked(text):
            continue
        line = f'_{number} = ({text})' if is_expression(text) else text
        kept[number] = line
        try:
            exec(compile(line, '<program>', 'exec'), names)
            lost -= bound(line)
        except Exception as error:
            errors[number] = message(error)
            lost |= bound(line)
    return list(kept.values()), [errors[number] if number in errors else shown(names, f'_{number}') for number in kept]


def bound(text):
    """The names that a statement of the top level binds."""
    tree = ast.parse(text)
    inner = {node for outer in ast.walk(tree) if isinstance(outer, (ast.FunctionDef, ast.ClassDef, ast.Lambda)) for node in ast.walk(outer)}
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)) and node not in inner}
    return found | {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def asked(text):
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def shown(names, name):
    if name not in names:
        return ''
    try:
        return re.sub(r'0x[0-9a-f]{7,}', '0x', repr(names[name]))
    except Exception as error:
        return message(error)


class TooLong(BaseException):
    pass


def stop(*_):
    raise TooLong


def program(kind, seed):
    """A program of a kind, the same for the same seed everywhere; None where it does not end or says too much."""
    draw = random.Random(f'{kind} {seed}')
    texts = KINDS[kind](draw)
    signal.alarm(SECONDS)
    try:
        statements, found = outcomes(texts)
    except TooLong:
        return None
    finally:
        signal.alarm(0)
    if any(len(outcome) > MOST for outcome in found):
        return None
    return {'name': f'{kind} {seed}', 'statements': statements, 'outcomes': found}


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--count', type=int, default=12)
    options.add_argument('--seed', type=int, default=0)
    options.add_argument('--kinds', default=','.join(KINDS))
    options.add_argument('--out', type=pathlib.Path, default=here / 'python-programs.json')
    chosen = options.parse_args()
    warnings.simplefilter('ignore')
    signal.signal(signal.SIGALRM, stop)
    made = [program(kind, chosen.seed + turn) for kind in chosen.kinds.split(',') for turn in range(chosen.count)]
    programs = [one for one in made if one]
    lines = ',\n'.join(json.dumps(one, ensure_ascii=True) for one in programs)
    chosen.out.write_text(f'{{"python": "{sys.version.split()[0]}", "programs": [\n{lines}\n]}}\n')
    print(len(programs), 'programs,', sum(len(one['statements']) for one in programs), 'statements')
