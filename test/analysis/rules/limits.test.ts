/** Limits: those that somebody sets take the place of the usual ones, and nothing that is no number does. */
import { strict as assert } from 'node:assert';
import { limitsWith, settableLimits, usualLimits } from '../../../src/analysis/rules/limits';
import { inspectAll } from '../../../src/inspect/inspect';

const text = `format: 1
input: [8]
loss: mse
layers:
${'  - { linear: 16, init: xavier-uniform }\n  - sigmoid\n'.repeat(5)}  - linear: 1
`;

function severitiesOf(limits: object): readonly string[] {
  const { report } = inspectAll({ path: 'case.network.yaml', text }, new Map(), { limits });
  return (report.networks[0]?.findings ?? [])
    .filter(({ rule }) => rule === 'vanishing')
    .map(({ severity, limit }) => `${severity} ${limit}`);
}

describe('limits', () => {
  it('are the usual ones where nothing is set', () => {
    assert.deepEqual(limitsWith({}), usualLimits);
  });

  it('give a verdict another severity when they are set', () => {
    const usual = severitiesOf({});
    assert.equal(usual.length, 1);
    assert.deepEqual(severitiesOf({ vanishing: { error: 1e-30, warning: 1e-29, information: 1e-28 } }), []);
    assert.deepEqual(severitiesOf({ vanishing: { error: 0.9 } }), ['error 0.9']);
  });

  it('pass over what is no number, no rule, or a fact', () => {
    const hostile = JSON.parse(
      '{"vanishing": {"error": "1", "warning": null, "__proto__": 3}, "__proto__": {"error": 1}, "dead-relu": 7, "linear-stack": {"warning": 5}, "constructor": {}}',
    ) as object;
    assert.deepEqual(limitsWith(hostile), usualLimits);
  });

  it('that can be set are no facts', () => {
    const settable = settableLimits();
    assert.equal(settable['vanishing']?.error, 1e-3);
    assert.equal(settable['linear-stack'], undefined);
    assert.deepEqual(Object.keys(settable['learning-rate'] ?? {}), ['warning']);
  });
});
