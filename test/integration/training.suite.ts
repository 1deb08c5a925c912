// Training in a real window: it runs beside the editor, which stays as quick as it was, stops at once, and any step of it can be looked at.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { click, focus, key, lensEvaluate, say, textOf, waitFor, workbenchEvaluate } from '../vscode/window';
import { file, needWindow, open, openLens, until, wholePicture } from './editing';

const heavy = 'heavy.network.yaml';

/** Steps of some ten milliseconds, and more of them than anybody waits for. */
const heavyText = `input: [784]
layers: [{ linear: 512 }, relu, { linear: 512 }, relu, { linear: 10 }]
loss: cross-entropy
seed: 1
data: { set: blobs, samples: 1000, features: 784, classes: 10 }
train: { rate: 0.01, steps: 1000000, batch: 128 }
`;

/** Only times that no noise of the machine explains fail a test. */
const noise = 10;
const stopGoal = 100;

const status = (): Promise<unknown> =>
  lensEvaluate(`document.querySelector('[data-field="training"]')?.dataset.status ?? null`);
const step = async (): Promise<number> =>
  Number(await lensEvaluate(`document.querySelector('[data-field="progress"]')?.dataset.value ?? '0'`));

/** Runs in the workbench: how long it takes from each key to the frame with the character, in milliseconds. */
const probe = `(() => {
  window.latencies = [];
  let pressed = null;
  window.addEventListener('keydown', () => (pressed = performance.now()), { capture: true });
  new MutationObserver(() => {
    if (pressed === null) return;
    const began = pressed;
    pressed = null;
    requestAnimationFrame(() => window.latencies.push(performance.now() - began));
  }).observe(document.querySelector('.monaco-editor .view-lines'), { subtree: true, childList: true, characterData: true });
  return true;
})()`;

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

async function typed(count: number): Promise<readonly number[]> {
  await workbenchEvaluate('(window.latencies.length = 0)');
  await focus('.monaco-editor .view-lines', 'workbench').catch(() => undefined);
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  for (let index = 0; index < count; index += 1) await key('x');
  // The script above keeps numbers.
  return (await workbenchEvaluate('window.latencies')) as readonly number[];
}

async function train(): Promise<void> {
  await waitFor('#tab-train');
  await click('#tab-train');
  await click('[data-action="train-start"]');
}

describe('training', function () {
  this.timeout(90_000);
  before(needWindow);
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await openLens();
  });

  it('of the digits recognises what it was not trained on, and any step can be looked at', async () => {
    await open('digits.network.yaml');
    const { revision } = await wholePicture('digits');
    await train();
    await until(
      'the end of the training',
      async () => ((await status()) === 'finished' ? true : undefined),
      60_000,
    );
    const accuracy = await until('the accuracy', async () => {
      const value = await lensEvaluate(
        `document.querySelector('[data-field="accuracy-testing"]')?.dataset.value ?? null`,
      );
      return value === null ? undefined : Number(value);
    });
    assert.ok(accuracy >= 0.96, `${accuracy}`);
    await lensEvaluate(`(() => {
      const slider = document.querySelector('[data-field="scrubber"] input[type="range"]');
      slider.value = slider.max;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      slider.dispatchEvent(new Event('change', { bubbles: true }));
    })()`);
    await waitFor('[data-field="recalled-step"]');
    await until('the picture of the last step', async () => {
      const shown = await lensEvaluate(`document.querySelector('.picture').dataset.revision`);
      return Number(shown) > revision ? true : undefined;
    });
    const loss = Number(await lensEvaluate(`document.querySelector('[data-field="loss"]').dataset.value`));
    assert.ok(loss < 0.5, `the loss of the trained network is ${loss}`);
    await click('[data-action="back"]');
    await until('the source again', async () => {
      const shown = await lensEvaluate(`document.querySelector('.picture').dataset.revision`);
      // Where its pictures had been dropped meanwhile it was inspected again; recalled steps count from far above.
      return Number(shown) >= revision && Number(shown) < 2 ** 40 ? true : undefined;
    });
    await click('[data-action="train-reset"]');
  });

  it('does not slow down typing, nor the picture of a save', async () => {
    await vscode.workspace.fs.writeFile(file(heavy), new TextEncoder().encode(heavyText));
    const editor = await open(heavy);
    const { revision } = await wholePicture('heavy');
    await workbenchEvaluate(probe);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# \n'));
    editor.selection = new vscode.Selection(0, 2, 0, 2);
    await typed(10);
    const quiet = await typed(40);
    await train();
    await until('some steps', async () => ((await step()) > 5 ? true : undefined));
    const busy = await typed(40);
    const list = (values: readonly number[]): string =>
      `median ${quantile(values, 0.5).toFixed(1)} ms, 95 % within ${quantile(values, 0.95).toFixed(1)} ms`;
    await say(
      `       key to frame, ${quiet.length} keys: ${list(quiet)}; while training, ${busy.length}: ${list(busy)}`,
    );
    assert.ok(quiet.length > 20 && busy.length > 20, 'the keys were not seen');
    assert.ok(quantile(busy, 0.5) < Math.max(100, noise * quantile(quiet, 0.5)));
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.workspace.fs.writeFile(
      file(heavy),
      new TextEncoder().encode(heavyText.replace('seed: 1', 'seed: 2')),
    );
    await wholePicture('heavy', revision);
    assert.equal(await status(), 'running');
    await waitFor('[data-field="changed"]');
  });

  it(`stops at once (goal: ${stopGoal} ms), keeps what it had, and can be cleared`, async () => {
    const before = await step();
    const took = Number(
      await lensEvaluate(`new Promise((done) => {
        const began = performance.now();
        new MutationObserver((_, observer) => {
          if (document.querySelector('[data-field="training"]').dataset.status !== 'stopped') return;
          observer.disconnect();
          done(performance.now() - began);
        }).observe(document.body, { subtree: true, childList: true, attributes: true });
        document.querySelector('[data-action="train-stop"]').click();
      })`),
    );
    await say(`       stop: ${took.toFixed(0)} ms`);
    assert.ok(took < noise * stopGoal, `${took} ms`);
    assert.ok((await step()) >= before);
    assert.match(await textOf('[data-field="status"]'), /stopped/i);
    await click('[data-action="train-reset"]');
    await waitFor('[data-state="untrained"]');
    await vscode.workspace.fs.delete(file(heavy));
  });
});
