/** The Time tab: closed formulas and PyTorch's numbers read from the DOM, the slider, the other cells, refusals, and its looks. */
import { strict as assert } from 'node:assert';
import axe from 'axe-core';
import { example, inspected, shown, type Fixture } from './fixtures';
import { layoutFaults } from './geometry';
import { Panels, type Opening, type Panel } from './panel';
import { themes, type ThemeName } from './themes';

/** One unit whose states stay positive, so that ReLU is the identity: the gradient at step t is w^(T - t) of that at step T. */
const linearUnit = (weight: number, steps: number): string => `input: [${steps}, 1]
layers:
  - { rnn: 1, nonlinearity: relu, last: true, bias: false, init: ones, recurrent-init: { constant: ${weight} } }
loss: output-energy
data: { inputs: [[${Array.from({ length: steps }, (_, step) => 1 + (step % 3)).join(', ')}]] }
`;

const stacked = `input: [12, 3]
layers:
  - { gru: 4, layers: 2, bidirectional: true, id: "<img src=x onerror=window.hacked=1>" }
  - { lstm: 4, id: second }
  - linear: 3
loss: mse
batch: 4
`;

/** The input has no axis of the sequence's length. */
const fixed = 'input: [4]\nlayers:\n  - reshape: [2, 2]\n  - { rnn: 2 }\nloss: output-energy\n';

const ofText = (text: string): Fixture => {
  const inspection = inspected(text);
  return { state: shown(inspection), inspection };
};

describe('the Time tab', () => {
  const panels = new Panels();
  after(() => panels.close());

  async function open(fixture: Fixture, opening: Opening = {}): Promise<Panel> {
    const panel = await panels.open(opening);
    await panel.show(fixture);
    await panel.page.click('[data-tab=time]');
    await panel.answer(fixture);
    await panel.settled();
    return panel;
  }

  const near = (actual: number, expected: number, tolerance = 1e-5): void =>
    assert.ok(Math.abs(actual - expected) <= tolerance * Math.abs(expected), `${actual} is not ${expected}`);

  const cell = (row: string, field: string): string =>
    `[data-field=time-cells-table] tr[data-row="${row}"] [data-field=${field}]`;

  /** Moves the slider to one of its stops by the keyboard. */
  async function press(panel: Panel, fixture: Fixture, key: string): Promise<void> {
    await panel.page.focus('#time-steps');
    await panel.page.keyboard.press(key);
    await panel.answer(fixture);
    await panel.settled();
  }

  it('shows w^(T - t) of a linear unit, with its boundary', async () => {
    const [weight, steps] = [0.9, 25];
    const panel = await open(ofText(linearUnit(weight, steps)));
    near(await panel.value('[data-field=time-ratio]'), weight ** (steps - 1));
    near(await panel.value('[data-field=time-factor]'), weight);
    near(await panel.value('[data-field=time-bound]'), weight);
    near(await panel.value('[data-field=time-radius]'), weight);
    near(await panel.value('[data-field=time-half-life]'), Math.log(0.5) / Math.log(weight));
    const sentence = await panel.page.innerText('[data-picture=time] [data-field=sentence]');
    assert.match(sentence, /falls from .* at step 25 to .* at step 1, 24 steps back \(× 0\.9 a step\)/);
    assert.match(sentence, /It must vanish: no step back lets more than × 0\.9 through/);
    await panel.page.click('[data-picture=time] [data-action=table]');
    const deltas = await panel.page
      .locator('[data-picture=time] tbody tr td:nth-child(2)')
      .evaluateAll((cells) => cells.map((each) => Number(each.getAttribute('data-value'))));
    assert.equal(deltas.length, steps);
    deltas.forEach((delta, t) => near(delta, (deltas.at(-1) ?? NaN) * weight ** (steps - 1 - t)));
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('shows the three cells of the lesson on one scale: the plain one loses the gradient, the LSTM keeps it', async () => {
    const fixture = example('lesson-4-recurrent-lstm.network.yaml');
    const panel = await open(fixture);
    assert.ok((await panel.value(cell('LSTM, as written', 'ratio'))) > 0.1);
    assert.ok((await panel.value(cell('RNN', 'ratio'))) < 1e-12);
    assert.ok((await panel.value(cell('GRU', 'ratio'))) < 1e-9);
    // The forget gate's bias is 3, and what else comes in is 0 on average.
    near(await panel.value('tr[data-row=forget] [data-field=mean]'), 1 / (1 + Math.exp(-3)), 0.01);
    assert.deepEqual(await panel.page.locator('[data-field=time-gates-table] tbody th').allInnerTexts(), [
      'input',
      'forget',
      'cell',
      'output',
    ]);
    await panel.page.click('input[name=time-cell][value=gru]');
    await panel.settled();
    assert.deepEqual(await panel.page.locator('[data-field=time-gates-table] tbody th').allInnerTexts(), [
      'reset',
      'update',
      'new',
    ]);
    await panel.page.click('input[name=time-cell][value=rnn]');
    await panel.settled();
    // Uniform within 1 / sqrt(32): the eigenvalues fill a disc of radius sqrt(32 / 3 / 32) = 0.58 (circular law), tanh takes a little of it.
    near(await panel.value('[data-field=time-radius]'), Math.sqrt(1 / 3), 0.15);
    near(await panel.value('[data-field=time-factor]'), Math.sqrt(1 / 3), 0.15);
    await panel.page.click('input[name=time-start][value=orthogonal]');
    await panel.answer(fixture);
    await panel.settled();
    near(await panel.value('[data-field=time-bound]'), 1);
    assert.ok((await panel.value('[data-field=time-factor]')) > 0.8);
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('says that the exploding example explodes', async () => {
    const panel = await open(example('lesson-4-recurrent-exploding.network.yaml'));
    near(await panel.value('[data-field=time-bound]'), 2);
    const factor = await panel.value('[data-field=time-factor]');
    assert.ok(factor > 1 && factor < 2, `${factor}`);
    assert.match(await panel.page.innerText('[data-picture=time] [data-field=sentence]'), /grows from/);
    assert.equal(await panel.page.innerText('[data-field=time-half-life]'), 'does not fall');
    await panel.close();
  });

  it('asks for another length when the slider moves, and goes back to that of the source', async () => {
    const fixture = example('lesson-4-recurrent-rnn.network.yaml');
    const panel = await open(fixture);
    assert.equal(await panel.value('[data-field=steps]'), 60);
    await press(panel, fixture, 'ArrowLeft');
    assert.equal(await panel.value('[data-field=steps]'), 50);
    assert.equal(await panel.page.getAttribute('.time', 'data-steps'), '50');
    const [factor, ratio] = [
      await panel.value('[data-field=time-factor]'),
      await panel.value('[data-field=time-ratio]'),
    ];
    near(ratio, factor ** 49, 1e-3);
    await press(panel, fixture, 'Home');
    assert.equal(await panel.value('[data-field=steps]'), 2);
    await panel.page.click('.time .slider .link');
    await panel.answer(fixture);
    await panel.settled();
    assert.equal(await panel.value('[data-field=steps]'), 60);
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('selects layers with the rest of the panel, and passes of a stack on its own', async () => {
    const fixture = ofText(stacked);
    const panel = await open(fixture);
    assert.match((await panel.page.getAttribute('.time', 'data-layer')) ?? '', /^<img/);
    assert.equal(await panel.page.evaluate(() => 'hacked' in window), false);
    assert.deepEqual(await panel.page.locator('input[name=time-pass] + span').allInnerTexts(), [
      'layer 1, forwards',
      'layer 1, backwards',
      'layer 2, forwards',
      'layer 2, backwards',
    ]);
    await panel.page.click('input[name=time-pass][value="1"]');
    await panel.answer(fixture);
    await panel.settled();
    assert.match(await panel.page.innerText('[data-picture=time] [data-field=sentence]'), /at step 12/);
    await panel.page.click('input[name=time-layer][value=second]');
    await panel.answer(fixture);
    await panel.settled();
    assert.equal(await panel.page.getAttribute('.time', 'data-layer'), 'second');
    assert.equal(await panel.page.getAttribute('.detail', 'data-layer'), 'second');
    await panel.page.click('tr[data-index="0"]');
    await panel.answer(fixture);
    await panel.settled();
    assert.match((await panel.page.getAttribute('.time', 'data-layer')) ?? '', /^<img/);
    assert.match(
      await panel.page.innerText('[data-picture=time] [data-field=sentence]'),
      /The loss reads every step/,
    );
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('says why a length cannot be had, and is there only for recurrent networks', async () => {
    const short = await open(ofText(fixed), { memory: { settings: { 'time.steps': 9 } } });
    assert.match(await short.page.innerText('[data-field=note]'), /no axis of the input/);
    assert.equal(await short.page.locator('#time-steps').count(), 0);
    await short.close();
    const waiting = await panels.open();
    const fixture = ofText(fixed);
    await waiting.showState(fixture.state);
    await waiting.page.click('[data-tab=time]');
    assert.match(await waiting.page.innerText('#tab-panel'), /being unrolled/);
    const asked = (await waiting.taken()).find(
      (message) => message.kind === 'ask' && message.question.study === 'sequence',
    );
    assert.ok(asked?.kind === 'ask');
    await waiting.send({
      kind: 'answer',
      id: asked.id,
      outcome: 'failed',
      reason: 'Too long, said the study.',
    });
    assert.match(await waiting.page.innerText('#tab-panel'), /Too long, said the study/);
    await waiting.close();
    const dense = await panels.open();
    await dense.show(ofText('input: [4]\nlayers:\n  - linear: 2\nloss: mse\n'));
    assert.equal(await dense.page.locator('[data-tab=time]').count(), 0);
    await dense.close();
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`looks right in ${theme}`, async () => {
      const faults: string[] = [];
      for (const fixture of [ofText(stacked.replace(/ {2}- .*gru.*\n/, '')), ofText(stacked)]) {
        const panel = await open(fixture, { theme });
        for (const width of [170, 300, 600, 1200]) {
          await panel.page.setViewportSize({ width, height: 900 });
          await panel.settled();
          faults.push(...(await layoutFaults(panel.page)).map((fault) => `at ${width}: ${fault}`));
        }
        await panel.page.evaluate(axe.source);
        const violations = await panel.page.evaluate(async () => {
          const { run } = (window as unknown as { axe: typeof axe }).axe;
          const found = await run(document, { resultTypes: ['violations'] });
          return found.violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
          );
        });
        faults.push(...violations, ...(await panel.faults()));
        await panel.close();
      }
      assert.deepEqual(faults, []);
    });
  }
});
