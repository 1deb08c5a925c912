/** The study of what changed: against the save before and against git, against texts that cannot be compared, and against nothing. */
import assert from 'node:assert/strict';
import { inspectAll } from '../../src/inspect/inspect';
import type { ChangeAnswer, EarlierTexts } from '../../src/studies/change/study';
import { StudyRefused } from '../../src/studies/study';
import { answered, inspected } from '../webview/subjects';
import { perceptron, stack } from '../analysis/rules/networks';

const deep = perceptron({
  ...{ input: 16, hidden: stack(7, 16), outputs: 4, batch: 64 },
  ...{ activation: 'sigmoid', init: 'xavier-normal', loss: 'cross-entropy' },
});
const relu = deep.replaceAll('sigmoid', 'relu').replaceAll('xavier-normal', 'he-normal');

function changeOf(text: string, earlier: EarlierTexts | undefined, since = 'save'): ChangeAnswer {
  const answer = answered(inspected(text), 0, { study: 'change', since, earlier });
  assert.ok(!(answer instanceof StudyRefused), answer instanceof StudyRefused ? answer.message : '');
  return answer as ChangeAnswer; // the study was named
}

describe('study change', () => {
  it('compares with the text that was asked for, by numbers that inspections of both give', () => {
    const answer = changeOf(relu, { save: deep, head: relu });
    assert.deepEqual([answer.since, answer.there], ['save', ['save', 'head']]);
    const delta = (text: string): number | null | undefined =>
      inspectAll({ path: 'case.network.yaml', text }).report.networks[0]?.layers[0]?.delta;
    const { change } = answer;
    assert.ok(change);
    assert.equal(change.layers[0]?.delta.before, delta(deep));
    assert.equal(change.layers[0]?.delta.after, delta(relu));
    assert.match(change.sentence, /vanishing is gone/);
    assert.equal(changeOf(relu, { save: deep, head: relu }, 'head').change?.nothing, true);
  });

  it('takes the other text where the one that was asked for is not there', () => {
    const answer = changeOf(relu, { save: null, head: deep });
    assert.deepEqual([answer.since, answer.there], ['head', ['head']]);
    assert.equal(answer.change?.nothing, false);
  });

  it('has nothing to say without an earlier text', () => {
    const nothing = { since: null, there: [], change: null, why: null };
    assert.deepEqual(changeOf(relu, { save: null, head: null }), nothing);
    assert.deepEqual(changeOf(relu, undefined), nothing);
  });

  it('says why an earlier text cannot be compared', () => {
    const broken = changeOf(relu, { save: 'nothing: here\n', head: null });
    assert.equal(broken.change, null);
    assert.match(broken.why ?? '', /does not have this network/);
    const needy = changeOf(relu, { save: `${relu}data: { file: gone.csv, target: y }\n`, head: null });
    assert.match(needy.why ?? '', /needs gone.csv, which is not at hand/);
  });

  it('is no question with another word or another kind of text', () => {
    for (const question of [
      { since: 'yesterday' },
      { since: 'save', earlier: { save: 3, head: null } },
      {},
    ]) {
      const answer = answered(inspected(relu), 0, { study: 'change', ...question });
      assert.ok(answer instanceof StudyRefused);
    }
  });
});
