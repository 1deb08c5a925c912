/** Every snippet gives the value or the exception that CPython gives (test/goldens/python_snippets.py). */
import { strict as assert } from 'node:assert';
import type { FileMissing } from '../../../src/base/source';
import goldens from '../../goldens/python-snippets.json';
import { repr } from '../../../src/readers/python/evaluate/repr';
import { runEverything } from '../../../src/readers/python/read/policy';
import { readProgram } from '../../../src/readers/python/read/program';

interface Golden {
  /** What runs before the expression that is asked for. */
  readonly before: string;
  readonly expression: string;
  readonly value?: string;
  readonly error?: string;
}

/** A workspace in which no module is found. */
class NothingThere extends Map<string, FileMissing> {
  override get(): FileMissing {
    return { missing: 'it does not exist' };
  }
}

const nothingThere = new NothingThere();

/** The last expression is given a name, so that its value can be asked for. */
function outcome({ before, expression }: Golden): string {
  const text = `${before}_outcome = (${expression})`;
  const program = readProgram(
    { path: '__main__.py', text },
    { name: '__main__', policy: runEverything, files: nothingThere },
  );
  const [failure] = program.main.failures;
  if (failure) return failure.text;
  const value = program.main.module.attributes.get('_outcome');
  if (value === undefined)
    return `no value: ${program
      .problems()
      .map(({ message }) => message)
      .join(' ')}`;
  if (value.kind === 'unknown') return `unknown: ${value.message}`;
  return repr(program.machine, value);
}

describe('the Python evaluator against CPython', () => {
  const groups: Readonly<Record<string, readonly Golden[]>> = goldens.groups;
  for (const [group, snippets] of Object.entries(groups)) {
    describe(group, () => {
      for (const snippet of snippets) {
        const title = `${snippet.before}${snippet.expression}`.replaceAll('\n', ' ⏎ ').slice(0, 100);
        it(title, () => assert.equal(outcome(snippet), snippet.value ?? snippet.error));
      }
    });
  }
});
