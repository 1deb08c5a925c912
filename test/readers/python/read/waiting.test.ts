/** Files of installed packages: what they define is made when somebody asks for it, and comes out as if it had run in order. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { FileMissing } from '../../../../src/base/source';
import { repr } from '../../../../src/readers/python/evaluate/repr';
import { readProgram, type Program } from '../../../../src/readers/python/read/program';

/** Files beyond those that are there do not exist. */
class OthersMissing extends Map<string, Uint8Array | FileMissing> {
  override get(path: string): Uint8Array | FileMissing {
    return super.get(path) ?? { missing: 'it does not exist' };
  }
}

/** Reads a text beside which a package `lib` is installed in `site`. */
function reading(text: string, library: Readonly<Record<string, string>>): Program {
  const encoder = new TextEncoder();
  const files = new OthersMissing(
    Object.entries(library).map(([path, content]) => [`site/lib/${path}`, encoder.encode(content)]),
  );
  return readProgram({ path: 'm.py', text }, { files, packages: ['site'] });
}

function shown(program: Program, name: string): string {
  const value = program.main.module.attributes.get(name);
  if (value === undefined) return 'missing';
  return value.kind === 'unknown' ? `unknown: ${value.reason}` : repr(program.machine, value);
}

/** The files of the library that were run. */
function run(program: Program): readonly string[] {
  return [...program.modules.keys()].filter((path) => path !== 'm.py').map((path) => path.slice(9));
}

describe('files of installed packages', () => {
  it('run only where a name leads to them, also through names that a package passes on', () => {
    const program = reading('from lib import a\nx = a()\n', {
      '__init__.py': 'from .one import a, unused\nfrom .two import b\nfrom .three import *\n',
      'one.py': 'from .two import b\nfrom .four import c\ndef a(): return c + 1\ndef unused(): return b\n',
      'two.py': 'b = 1\n',
      'three.py': 'from .two import b as e\n__all__ = ["e"]\n',
      'four.py': 'c = 2\n',
    });
    assert.equal(shown(program, 'x'), '3');
    assert.deepEqual(new Set(run(program)), new Set(['__init__.py', 'three.py', 'one.py', 'four.py']));
    assert.deepEqual(program.problems(), []);
  });

  it('run nothing of a package for a module of it that was imported by its own name, unless that may be something else', () => {
    const library = {
      '__init__.py': 'from .one import *\nfrom .two import two\n',
      'one.py': 'a = 1\n',
      'two.py': 'def two(): return 2\n',
    };
    const whole = reading('import lib.one\nx = lib.one.a\n', library);
    assert.equal(shown(whole, 'x'), '1');
    assert.deepEqual(run(whole), ['one.py']);
    assert.equal(shown(reading('import lib.two\nx = lib.two()\n', library), 'x'), '2');
  });

  it('run in order what registers, changes or reads what was changed', () => {
    const library = {
      '__init__.py': '',
      'm.py':
        'table = {}\ndef register(f):\n    table[f.__name__] = f\n    return f\n@register\ndef one(): return 1\nnames = list(table)\n@register\ndef two(): return 2\nitems = []\nitems.append(1)\nbefore = len(items)\nitems.append(2)\nafter = len(items)\ncount = 1\ncount += 1\nif count == 2: flag = True\nelse: flag = False\n',
    };
    const text =
      'from lib import m\na = sorted(m.table), m.names, m.before, m.after, m.count, m.flag, m.two()\n';
    assert.equal(shown(reading(text, library), 'a'), "(['one', 'two'], ['one'], 1, 2, 2, True, 2)");
  });

  it('give names that are bound twice, tried for, deleted or set from outside as Python does', () => {
    const library = {
      '__init__.py': '',
      'm.py':
        'def f(): return 1\ndef f(): return 2\ntry:\n    from .gone import g\nexcept ImportError:\n    g = None\nx = 1\ny = 2\ndel y\ncalls = 0\ndef bump():\n    global calls\n    calls += 1\n    return calls\ndef read(): return x\ndef __getattr__(name): return name.upper()\n',
    };
    const text =
      'from lib import m\na = m.f(), m.g, m.bump(), m.bump(), m.calls, m.read(), m.other\nm.x = 5\nb = m.read(), hasattr(m, "x"), sorted(n for n in dir(m) if n in "fgxy")\n';
    const program = reading(text, library);
    assert.equal(shown(program, 'a'), "(2, None, 1, 2, 2, 1, 'OTHER')");
    assert.equal(shown(program, 'b'), "(5, True, ['f', 'g', 'x'])");
  });

  it('say what is wrong with a statement where it stands, once it is needed', () => {
    const library = { '__init__.py': '', 'm.py': 'good = 1\n\nbad = [][0]\nworse = bad + 1\n' };
    const fine = reading('from lib import m\na = m.good\n', library);
    assert.deepEqual([shown(fine, 'a'), fine.problems().length], ['1', 0]);
    const wrong = reading('from lib import m\na = m.worse\n', library);
    assert.equal(shown(wrong, 'a'), 'unknown: raised');
    const [problem] = wrong.problems();
    assert.match(problem?.message ?? '', /^IndexError: list index out of range/);
    assert.deepEqual([problem?.span.path, problem?.span.start.line], ['site/lib/m.py', 2]);
  });

  it('end where names ask for each other in a circle', () => {
    const library = {
      '__init__.py': '',
      'a.py': 'from .b import y\nx = y\n',
      'b.py': 'from .a import x\ny = x\n',
    };
    const program = reading('from lib.a import x\n', library);
    assert.equal(shown(program, 'x'), 'unknown: raised');
    assert.match(
      program
        .problems()
        .map(({ message }) => message)
        .join(),
      /ImportError|NameError/,
    );
  });

  it('find their names in what a package puts in its own place', () => {
    const library = {
      '__init__.py':
        'import sys, types\nfrom pathlib import Path\nclass Lazy(types.ModuleType):\n    def __getattr__(self, name):\n        if name == "a": return 3\n        raise AttributeError(name)\nsys.modules[__name__] = Lazy(__name__)\n',
    };
    const program = reading('from lib import a\nimport lib\nb = lib.a + 1\n', library);
    assert.deepEqual([shown(program, 'a'), shown(program, 'b')], ['3', '4']);
    assert.deepEqual(program.problems(), []);
    // What such a package would load then is not known, so nothing is said to be missing.
    const other = reading('from lib import c\n', library);
    assert.equal(shown(other, 'c'), 'unknown: module');
    assert.deepEqual(other.problems(), []);
  });
});
