/** Arrays and patterns give what NumPy and einops give for the same expression (test/goldens/numpy_snippets.py). */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repr } from '../../../src/readers/python/evaluate/repr';
import { runEverything } from '../../../src/readers/python/read/policy';
import { readProgram } from '../../../src/readers/python/read/program';
import { evaluateText } from '../../../src/readers/python/read/sites';
import { programModules } from '../../../src/readers/program/modules';

interface Cases {
  readonly header: string;
  readonly cases: readonly {
    readonly expression: string;
    readonly value?: string;
    readonly error?: string;
  }[];
}

const { header, cases } = JSON.parse(readFileSync(path.join(__dirname, 'cases.json'), 'utf8')) as Cases; // the script writes them so

const number = /-?\b\d+(?:\.\d*)?(?:e[+-]?\d+)?/g;

/** The last digits of floats may differ. */
function plain(text: string): string {
  return text.replaceAll(number, (found) =>
    /[.e]/.test(found) ? String(Number(Number(found).toPrecision(12))) : found,
  );
}

describe('arrays of evaluated programs', () => {
  const program = readProgram(
    { path: 'model.py', text: header },
    { modules: programModules, policy: runEverything },
  );

  it('reads the texts in front', () => {
    assert.deepEqual(program.main.failures, []);
  });

  for (const { expression, value, error } of cases) {
    it(`${expression} is what NumPy makes of it`, () => {
      const outcome = evaluateText(program, `show(${expression})`);
      if (typeof outcome === 'string') assert.fail(outcome);
      if ('failure' in outcome) {
        assert.equal(outcome.failure.text.split(':')[0], error, outcome.failure.text);
        return;
      }
      assert(outcome.value.kind !== 'unknown', outcome.value.kind === 'unknown' ? outcome.value.message : '');
      assert.equal(plain(repr(program.machine, outcome.value)), plain(value ?? `raises ${error}`));
    });
  }
});
