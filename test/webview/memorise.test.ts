/** Memorising one batch in the Train tab: asked for by a button, three curves with their control, a verdict in words, and a refusal. */
import { strict as assert } from 'node:assert';
import { axeFaults } from './accessibility';
import { inspected, shown, type Fixture } from './fixtures';
import { layoutFaults } from './geometry';
import { Panels } from './panel';

const text = (activation: string): string => `name: small
input: [8]
layers:
  - repeat: 4
    layers:
      - { linear: 16, init: xavier-normal }
      - ${activation}
  - linear: 3
loss: cross-entropy
train: { optimizer: adam, rate: 0.01 }
`;

const fixtureOf = (source: string): Fixture => {
  const inspection = inspected(source);
  return { state: shown(inspection), inspection };
};

describe('memorising one batch', function () {
  this.timeout(120_000);
  const panels = new Panels();
  after(() => panels.close());

  for (const [activation, outcome, curves] of [
    // A tanh of unit gain passes its gradient on; four sigmoids leave 0.25 to the fourth of it at most.
    ['tanh', 'trains', 2],
    ['sigmoid', 'stuck', 3],
  ] as const) {
    it(`says that four layers of ${activation}: ${outcome}`, async () => {
      const panel = await panels.open({ memory: { tab: 'train' } });
      const fixture = fixtureOf(text(activation));
      await panel.show(fixture);
      const { page } = panel;
      assert.ok(
        !(await panel.taken()).some(
          (message) => message.kind === 'ask' && message.question.study === 'trainability',
        ),
        'nobody has asked yet',
      );
      await page.click('[data-action=memorise]');
      await panel.answer(fixture);
      await panel.settled();
      assert.equal(await page.getAttribute('[data-field=memorised]', 'data-outcome'), outcome);
      const titles = await page.locator('.memorise figure h3').allInnerTexts();
      assert.deepEqual(
        titles.map((title) => title.split(':')[0]),
        ['Rate 0.001', 'Rate 0.01', 'Rate 0.1'],
      );
      // The control is drawn only where it was asked: beside the network and the constant guess.
      assert.equal(await page.locator('.memorise figure').first().locator('.legend li').count(), curves);
      for (const width of [300, 1200]) {
        await page.setViewportSize({ width, height: 900 });
        await panel.settled();
        assert.deepEqual([...(await layoutFaults(page)), ...(await axeFaults(page))], [], `at ${width}`);
      }
      await page.click('[data-action=memorise]');
      assert.equal(await page.locator('.memorise figure').count(), 0);
      assert.deepEqual(await panel.faults(), []);
      await panel.close();
    });
  }

  it('says why there is nothing to memorise', async () => {
    const panel = await panels.open({ memory: { tab: 'train' } });
    const fixture = fixtureOf(text('tanh'));
    await panel.show(fixture);
    await panel.page.click('[data-action=memorise]');
    await panel.answer(fixture, (message) =>
      message.kind === 'ask'
        ? [{ kind: 'answer', id: message.id, outcome: 'failed', reason: 'This is too large.' }]
        : null,
    );
    assert.match(await panel.page.innerText('.memorise'), /This is too large\./);
    await panel.close();
  });
});
