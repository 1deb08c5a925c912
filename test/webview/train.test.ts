/** The Train tab: real trainings, steered from the panel, with the known answers of lessons.md read from the page. */
import { strict as assert } from 'node:assert';
import type { TrainingState } from '../../src/protocol/training';
import { layoutFaults } from './geometry';
import { Panels, type Panel } from './panel';
import { exampleText, Trainings } from './trainings';

/** Four samples in one batch, so that the probe is the batch of every step. */
const xor = `name: xor
input: [2]
layers: [{ linear: 4 }, tanh, { linear: 1 }]
loss: mse
seed: 3
data: { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]] }
train: { optimizer: sgd, rate: 0.1, steps: 200, batch: 4 }
`;

const near = (value: number, expected: number, share: number): void =>
  assert.ok(Math.abs(value - expected) <= share * expected, `${value} is not ${expected}`);

describe('the Train tab', function () {
  this.timeout(120_000);
  const panels = new Panels();
  after(() => panels.close());

  async function opened(text: string, name = 'case.network.yaml'): Promise<[Panel, Trainings]> {
    const panel = await panels.open();
    const trainings = new Trainings(panel, text, name);
    await trainings.start();
    return [panel, trainings];
  }
  const field = (panel: Panel, name: string): Promise<string> =>
    panel.page.innerText(`[data-field="${name}"]`);
  const value = (panel: Panel, name: string): Promise<number> => panel.value(`[data-field="${name}"]`);
  const look = async (panel: Panel, step: number): Promise<void> =>
    panel.page.evaluate((to) => {
      const input = document.querySelector<HTMLInputElement>('#train-step');
      if (input === null) throw new Error('There is no slider.');
      input.value = String(to);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, step);

  async function ended(panel: Panel): Promise<void> {
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  }

  it('recognises digits: at least 96 % of those held out, beginning within 10 % of ln 10', async () => {
    const [panel, trainings] = await opened(exampleText('digits.network.yaml'), 'digits.network.yaml');
    await trainings.train();
    assert.equal(await panel.page.getAttribute('[data-field=training]', 'data-status'), 'finished');
    assert.ok((await value(panel, 'accuracy-testing')) >= 0.96);
    near(await value(panel, 'loss-first'), Math.LN10, 0.1);
    const { snapshot } = trainings.state;
    assert.equal(await value(panel, 'progress'), snapshot?.steps);
    const bar = panel.page.locator('[role=progressbar]');
    assert.equal(await bar.getAttribute('aria-valuenow'), await bar.getAttribute('aria-valuemax'));
    assert.match(await field(panel, 'how'), /optimizer: sgd, .*rate: 0.5/);
    assert.match(
      await field(panel, 'said'),
      /^Training finished: loss 0\.\d+ after \d+ steps, accuracy \d+ % held out\.$/,
    );
    const rows = await panel.page.locator('.rows-axis.named').first().innerText();
    assert.deepEqual(rows.split(/\s+/), ['linear1', 'logits']);
    await ended(panel);
  });

  it('stays at ln 2 with all parameters zero', async () => {
    const text = exampleText('lesson-2-two-circles-zeros.network.yaml').replace('steps: 15000', 'steps: 300');
    const [panel, trainings] = await opened(text);
    await trainings.train();
    near(await value(panel, 'loss-first'), Math.LN2, 1e-6);
    near(await value(panel, 'loss-training'), Math.LN2, 1e-6);
    await ended(panel);
  });

  it('names the op whose numbers are the first that are not finite', async () => {
    const text = exampleText('lesson-2-dead-relu.network.yaml').replace('rate: 1,', 'rate: 1e30,');
    const [panel, trainings] = await opened(text, 'digits.network.yaml');
    await trainings.train();
    assert.equal(await panel.page.getAttribute('[data-field=training]', 'data-status'), 'diverged');
    assert.match(
      await field(panel, 'status-text'),
      /^At step 1, .* of linear in linear2 are NaN or infinite\.$/,
    );
    await ended(panel);
  });

  it('shows that 40 % and more of a ReLU layer are dead, and by which step they died', async () => {
    const [panel, trainings] = await opened(
      exampleText('lesson-2-dead-relu.network.yaml'),
      'digits.network.yaml',
    );
    await trainings.train();
    const row = '[data-field=dead-table] tr[data-layer=linear1]';
    assert.ok((await panel.value(`${row} [data-field=dead-share]`)) >= 0.4);
    const half = await panel.value(`${row} [data-field=dead-half]`);
    const last = await panel.value(`${row} [data-field=dead-last]`);
    assert.ok(half > 0 && half < last && last <= 300, `${half}, ${last}`);
    // Without a single active sample no gradient comes back to the unit.
    assert.equal(await panel.value(`${row} [data-field=revived]`), 0);
    const linear1 = await panel.page
      .locator('[data-picture=train-units] canvas')
      .first()
      .evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? [canvas.width, canvas.height] : []));
    assert.equal(linear1[1], 64);
    for (const width of [300, 600, 1200]) {
      await panel.page.setViewportSize({ width, height: 900 });
      await panel.settled();
      assert.deepEqual(await layoutFaults(panel.page), [], String(width));
    }
    await ended(panel);
  });

  it('shows the whole panel as it was at a recorded step, and goes back', async () => {
    const [panel, trainings] = await opened(xor);
    await trainings.train();
    const written = await value(panel, 'loss');
    const { recorded } = trainings.state.snapshot ?? assert.fail('nothing was recorded');
    near(await value(panel, 'loss-first'), written, 1e-6);
    await look(panel, 120);
    await trainings.obey();
    assert.equal(await value(panel, 'recalled-step'), 120);
    near(await value(panel, 'loss'), recorded.loss[[...recorded.steps].indexOf(120)] ?? NaN, 1e-5);
    await panel.page.click('[role=tab][data-tab=flow]');
    assert.equal(await value(panel, 'recalled-step'), 120);
    await panel.page.focus('#train-step');
    await panel.page.keyboard.press('ArrowRight');
    await trainings.obey();
    assert.equal(await value(panel, 'recalled-step'), 121);
    await panel.page.click('[data-action=back]');
    assert.equal(await panel.page.locator('[data-state=recalled]').count(), 0);
    assert.equal(await value(panel, 'loss'), written);
    await ended(panel);
  });

  it('asks for one step at a time while the slider is dragged, at last for the newest', async () => {
    const [panel, trainings] = await opened(xor);
    await trainings.train();
    for (const step of [50, 60, 70, 80]) await look(panel, step);
    const asked = await trainings.obey();
    assert.deepEqual(
      asked.flatMap((message) => (message.kind === 'recall' ? [message.step] : [])),
      [50, 80],
    );
    assert.equal(await value(panel, 'recalled-step'), 80);
    await ended(panel);
  });

  it('follows the training until a step is chosen', async () => {
    const [panel, trainings] = await opened(xor.replace('steps: 200', 'steps: 200000'));
    await trainings.train(1);
    await panel.page.check('[data-action=follow]');
    await trainings.obey();
    await trainings.train(2000);
    const first = await value(panel, 'recalled-step');
    await trainings.train((trainings.state.snapshot?.step ?? 0) + 5000);
    assert.ok((await value(panel, 'recalled-step')) > first);
    await look(panel, 10);
    await trainings.obey();
    assert.equal(await panel.page.isChecked('[data-action=follow]'), false);
    await ended(panel);
  });

  it('pauses, makes a step, goes on, stops and clears, and keeps the focus on its buttons', async () => {
    const [panel, trainings] = await opened(xor.replace('steps: 200', 'steps: 200000'));
    const press = async (word: string): Promise<TrainingState['status']> => {
      await panel.page.click(`[data-action=train-${word}]`);
      await trainings.obey();
      return trainings.state.status;
    };
    await trainings.train(1);
    assert.equal(await press('pause'), 'paused');
    const before = await value(panel, 'progress');
    assert.equal(await press('step'), 'paused');
    assert.equal(await value(panel, 'progress'), before + 1);
    assert.equal(await press('resume'), 'running');
    assert.equal(await press('stop'), 'stopped');
    assert.equal(
      await panel.page.evaluate(() => document.activeElement?.getAttribute('data-action')),
      'train-stop',
    );
    assert.equal(await panel.page.getAttribute('[data-action=train-stop]', 'aria-disabled'), 'true');
    await panel.page.click('[data-action=train-reset]');
    await trainings.obey();
    assert.equal(await panel.page.locator('[data-state=untrained]').count(), 1);
    await ended(panel);
  });

  it('says after a reload that it was stopped, and keeps what it had', async () => {
    const [panel, trainings] = await opened(xor.replace('steps: 200', 'steps: 200000'));
    await trainings.train(1);
    // A running training is remembered now and then, one that rests at once.
    await panel.page.click('[data-action=train-pause]');
    await trainings.obey();
    const step = await value(panel, 'progress');
    assert.ok(step > 0);
    await panel.page.reload();
    await panel.showState(trainings.fixture.state);
    assert.equal(await panel.page.getAttribute('[data-field=training]', 'data-status'), 'stopped');
    assert.match(await field(panel, 'status-text'), /reloaded/);
    assert.equal(await value(panel, 'progress'), step);
    assert.ok((await value(panel, 'loss-first')) > 0);
    assert.match(await field(panel, 'scrubber'), /went with the reload/);
    await ended(panel);
  });

  it('says that the source has changed since, but not for a comment', async () => {
    const [panel, trainings] = await opened(xor);
    await trainings.train();
    const again = async (text: string, revision: number): Promise<number> => {
      await panel.showState(new Trainings(panel, text, 'case.network.yaml', revision).fixture.state);
      return panel.page.locator('[data-field=changed]').count();
    };
    assert.equal(await again(`${xor}# a comment\n`, 4), 0);
    assert.equal(await again(xor.replace('seed: 3', 'seed: 4'), 5), 1);
    await ended(panel);
  });

  it('says what is assumed where the source does not say how to train', async () => {
    const panel = await panels.open();
    const { fixture } = new Trainings(panel, xor.replace(/train:.*\n/, ''), 'case.network.yaml');
    await panel.show(fixture);
    await panel.page.click('[role=tab][data-tab=train]');
    // PyTorch's defaults of Adam.
    assert.match(await field(panel, 'assumed-training'), /optimizer: adam, rate: 0\.001/);
    await ended(panel);
  });

  it('says in how many steps a value was cut: in all where the limit is tiny, in none where it is huge', async () => {
    const text = exampleText('lesson-3-clipping-value.network.yaml').replace('steps: 400', 'steps: 20');
    for (const [limit, share] of [
      ['1.0e-9', 1],
      ['1.0e+9', 0],
    ] as const) {
      const [panel, trainings] = await opened(text.replace('clip-value: 0.1 }', `clip-value: ${limit} }`));
      await trainings.train();
      assert.equal(await panel.value('[data-field="clipped-value"]'), share);
      await ended(panel);
    }
  });

  it('draws 20 layers over 512 steps ten times a second with time to spare', async () => {
    const deep = `name: deep\ninput: [4]\nlayers: [{ repeat: 20, layers: [{ linear: 8, init: he-normal }, relu] }, { linear: 1 }]\nloss: mse\nseed: 1\nbatch: 8\ntrain: { rate: 0.001, steps: 512, batch: 8 }\n`;
    const [panel, trainings] = await opened(deep);
    await trainings.train();
    const { path } = { path: 'case.network.yaml' };
    const message = { kind: 'training', path, network: 0, state: { ...trainings.state, status: 'running' } };
    // As it runs on: every message a tenth of a second of work after the one before.
    const times = await panel.page.evaluate(async (data) => {
      const taken: number[] = [];
      for (let tenth = 1; tenth <= 20; tenth += 1) {
        const seconds = data.state.seconds + tenth / 10;
        const state = structuredClone({ ...data.state, seconds });
        const begun = performance.now();
        window.dispatchEvent(new MessageEvent('message', { data: { ...data, state } }));
        await Promise.resolve();
        document.body.getBoundingClientRect();
        taken.push(performance.now() - begun);
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
      }
      return taken;
    }, message);
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    console.log(
      `      a message while it runs: ${mean.toFixed(1)} ms in the mean, ${Math.max(...times).toFixed(1)} ms at most`,
    );
    assert.ok(mean < 100, `${mean} ms leave no room at ten a second`);
    await ended(panel);
  });
});
