/** The verdict in its states, in words and tones: a fault, a note, no gradient, healthy; and layer by layer. */
import { strict as assert } from 'node:assert';
import type { NetworkReport, Report } from '../../src/analysis/report';
import { limitsAlong } from '../../webview/plot/zones';
import { layerVerdict, verdictOf } from '../../webview/verdict';
import { bent, fixtures, inspected, texts } from './fixtures';
import { Panels } from './panel';

function first(report: Report): NetworkReport {
  const network = report.networks[0];
  assert.ok(network);
  return network;
}

describe('verdict', () => {
  it('is a note where nothing is graver, and never healthy then', () => {
    const { inspection } = fixtures.noted();
    assert.ok(inspection);
    const network = first(inspection.report);
    const verdict = verdictOf(inspection.report, network);
    assert.equal(verdict.word, 'Note');
    assert.equal(verdict.tone, 'information');
    // The limit stands below the number, and is not said twice.
    assert.ok(verdict.caption);
    assert.equal(network.findings[0]?.message.replace(` (${verdict.caption})`, ''), verdict.text);
  });

  it('is never healthy where no gradient comes to the first layer', () => {
    for (const ratio of [0, NaN]) {
      const { report } = bent(inspected(texts.digits), (network) => ({
        ...network,
        findings: [],
        flow: network.flow && { ...network.flow, ratio },
      }));
      const verdict = verdictOf(report, first(report));
      assert.equal(verdict.word, 'No gradient reaches linear1');
      assert.equal(verdict.tone, 'information');
    }
  });

  it('takes its tone from the severity', () => {
    const { report } = inspected(texts.vanishing);
    const verdict = verdictOf(report, first(report));
    assert.equal(verdict.tone, first(report).findings[0]?.severity);
  });

  it('calls no layer ok that lies in a zone, and none that has no gradient', () => {
    const deep = first(inspected(texts.vanishing).report);
    const { low } = limitsAlong(deep);
    deep.layers.forEach(({ delta }, index) => {
      const inside = delta !== null && delta < (low[index] ?? 0);
      assert.equal(layerVerdict(deep, index).word === 'ok', !inside, `layer ${index}`);
    });
    const cut = first(inspected(texts.cut).report);
    assert.equal(cut.layers[0]?.delta, 0);
    const bare = { ...cut, findings: [] };
    assert.equal(layerVerdict(bare, 0).word, '–');
  });

  it('prints no NaN for a network whose way back is cut', async () => {
    const panels = new Panels();
    try {
      const panel = await panels.open();
      await panel.show(fixtures.cut());
      for (const row of [0, 1, 2, 3]) {
        await panel.page.click(`tr[data-index="${row}"]`);
        if ((await panel.page.locator('.why > summary').count()) > 0)
          await panel.page.locator('.why').evaluate((details) => details.setAttribute('open', ''));
        assert.doesNotMatch(await panel.page.innerText('#lens'), /NaN|undefined/);
      }
      assert.equal(await panel.page.innerText('[data-field=half-life]'), 'cut off');
      await panel.page.click('[role=tab][data-tab=scan]');
      assert.doesNotMatch(await panel.page.innerText('#lens'), /NaN|undefined/);
      assert.deepEqual(await panel.faults(), []);
    } finally {
      await panels.close();
    }
  });
});
