/** What language models are told of a report: numbers of the report, findings with lines, no more than is asked for. */
import { strict as assert } from 'node:assert';
import { shortNumber } from '../../../src/base/numbers';
import { findingAnswer, inspectionAnswer } from '../../../src/host/tools/answers';
import { inspectAll } from '../../../src/inspect/inspect';

function reportOf(text: string): ReturnType<typeof inspectAll>['report'] {
  return inspectAll({ path: 'case.network.yaml', text }).report;
}

const deep = `name: deep
input: [8]
layers:
${'  - { linear: 8 }\n  - sigmoid\n'.repeat(12)}  - linear: 1
loss: mse
`;

describe('answers for language models', () => {
  it('hold the numbers of the report, with lines from 1', () => {
    const report = reportOf(deep);
    const [network] = report.networks;
    const [first] = network?.layers ?? [];
    assert.ok(network && first);
    const answer = inspectionAnswer(report, 'case.network.yaml', null);
    assert.match(answer, /Network deep \(line 1\)/);
    assert.match(answer, /error vanishing at linear1 \(line 4\)/);
    assert.ok(answer.includes(`delta ${shortNumber(first.delta ?? NaN)}`));
    assert.ok(answer.includes('Found 1 error:'));
  });

  it('list some sixty layers of a deep network, among them all with findings', () => {
    const long = deep.replace(
      /layers:[^]*loss/,
      `layers:\n${'  - { linear: 4 }\n  - tanh\n'.repeat(150)}loss`,
    );
    const answer = inspectionAnswer(reportOf(long), 'case.network.yaml', null);
    const told = answer.split('\n').filter((line) => line.startsWith('- linear'));
    assert.ok(told.length <= 62, String(told.length));
    assert.match(answer, /layers between them left out/);
    assert.ok(answer.length < 8000, String(answer.length));
  });

  it('tell what could not be read, and which networks there are', () => {
    const broken = inspectionAnswer(reportOf('input: [8]\nlayers:\n  - lineer: 8\n'), 'x', null);
    assert.match(broken, /error in line 3: /);
    assert.match(
      inspectionAnswer(reportOf(deep), 'x', 'shallow'),
      /no network called shallow; it holds deep/,
    );
  });

  it('explain a finding with value, limit, cause, remedies and page', () => {
    const report = reportOf(deep);
    const finding = report.networks[0]?.findings[0];
    assert.ok(finding);
    const answer = findingAnswer(report, 'vanishing', 'linear1', '# The page');
    assert.ok(answer.includes(`Value ${shortNumber(finding.value)}, limit ${shortNumber(finding.limit)}.`));
    assert.ok(answer.includes(`Cause: ${finding.cause}`));
    for (const remedy of finding.remedies) assert.ok(answer.includes(`Remedy: ${remedy}`));
    assert.ok(answer.endsWith('# The page'));
  });

  it('say which findings there are where another was meant', () => {
    const report = reportOf(deep);
    assert.match(
      findingAnswer(report, 'exploding', null, ''),
      /no such finding; there is vanishing at linear1/,
    );
    assert.match(findingAnswer(report, 'vanishing', 'linear9', ''), /no such finding/);
    const fine = reportOf('input: [8]\nlayers: [{ linear: 8 }, tanh, { linear: 1 }]\nloss: mse\n');
    assert.match(findingAnswer(fine, 'vanishing', null, ''), /no finding in this file/);
  });
});
