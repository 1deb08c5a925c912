/** The rules that files can silence are those of the diagnosis, and the ones announced for later. */
import { strict as assert } from 'node:assert';
import { rules } from '../../src/analysis/rules/table';
import { ruleNames } from '../../src/readers/network-file/ruleNames';

describe('rule names in files', () => {
  it('hold every rule of the diagnosis', () => {
    assert.deepEqual(
      Object.keys(rules).filter((name) => !ruleNames.includes(name)),
      [],
    );
  });
});
