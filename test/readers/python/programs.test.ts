/** Programs made at random run as CPython runs them (test/goldens/python_programs.py): each value, each exception. `PYTHON_PROGRAMS=FILE` runs those of another file. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { FileMissing } from '../../../src/base/source';
import { runEverything } from '../../../src/readers/python/read/policy';
import { readProgram, type Program } from '../../../src/readers/python/read/program';
import { evaluateText } from '../../../src/readers/python/read/sites';
import type { Value } from '../../../src/readers/python/values/value';

interface Golden {
  readonly name: string;
  readonly statements: readonly string[];
  /** For each statement the repr of its value, the exception, or nothing where it only does something. */
  readonly outcomes: readonly string[];
}

/** A workspace in which no module is found. */
class NothingThere extends Map<string, FileMissing> {
  override get(): FileMissing {
    return { missing: 'it does not exist' };
  }
}

const nothingThere = new NothingThere();
const file = process.env['PYTHON_PROGRAMS'] ?? path.join(__dirname, '../../goldens/python-programs.json');
// the script beside the data writes exactly this shape
const goldens = JSON.parse(readFileSync(file, 'utf8')) as { readonly programs: readonly Golden[] };

/** What each statement gives; null where it or what it needs is unknown. */
function outcomes({ statements }: Golden): (string | null)[] {
  const program = readProgram(
    { path: '__main__.py', text: `${statements.join('\n')}\n` },
    { name: '__main__', policy: runEverything, files: nothingThere },
  );
  assert.deepEqual(program.main.file.problems, []);
  let line = 1;
  return statements.map((statement) => {
    const first = line;
    line += statement.split('\n').length;
    const failure = program.main.failures.find(({ trace: [outermost] }) => {
      const at = outermost?.place.node.lineno ?? 0;
      return at >= first && at < line;
    });
    if (failure) return failure.text;
    const name = /^(_\d+) = /.exec(statement)?.[1];
    const value = name === undefined ? undefined : program.main.module.attributes.get(name);
    return name === undefined || value === undefined ? '' : shown(program, value, name);
  });
}

function shown(program: Program, value: Value, name: string): string | null {
  if (value.kind === 'unknown') return null;
  const outcome = evaluateText(program, `repr(${name})`);
  if (typeof outcome !== 'object') return null;
  if (!('value' in outcome)) return outcome.failure.text;
  if (outcome.value.kind !== 'str') return null;
  return outcome.value.value.replaceAll(/0x[0-9a-f]{7,}/g, '0x');
}

/** How many statements of a program may be unknown: what is computed with something that a failed statement would have changed. */
const unknownShare = 0.02;

describe('random programs in the Python evaluator', () => {
  const counts = { asked: 0, unknown: 0 };
  for (const golden of goldens.programs) {
    it(golden.name, () => {
      const wrong: string[] = [];
      const found = outcomes(golden);
      for (const [index, wanted] of golden.outcomes.entries()) {
        const given = found[index] ?? null;
        counts.asked += 1;
        if (given === null) counts.unknown += 1;
        else if (given !== wanted)
          wrong.push(`${golden.statements[index]}\n  wanted ${wanted}\n  got    ${given}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('knows nearly all values', () => {
    assert.ok(
      counts.unknown <= counts.asked * unknownShare,
      `${counts.unknown} of ${counts.asked} are unknown`,
    );
  });
});
