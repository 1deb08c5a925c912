// The two times that a user feels: activation, and from a save to the new picture. Both are measured, printed and held to a limit.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lensEvaluate, say } from '../vscode/window';
import { needWindow, open, openLens, save, until, wholePicture } from './editing';

const saves = 20;
/** The goals, in milliseconds. Only times that no noise of the machine explains fail a test. */
const activationGoal = 50;
const repaintGoal = 150;
const noise = 4;

/** Runs in the Lens: writes down when a revision was painted first, and when it was complete. */
const watch = `(() => {
  window.painted = {};
  const note = () => {
    const { revision, complete } = document.querySelector('.picture')?.dataset ?? {};
    if (revision === undefined) return;
    requestAnimationFrame(() => setTimeout(() => {
      const times = (window.painted[revision] ??= {});
      const now = performance.timeOrigin + performance.now();
      times.first ??= now;
      if (complete === 'true') times.whole ??= now;
    }));
  };
  new MutationObserver(note).observe(document.body, {
    ...{ subtree: true, childList: true, attributes: true },
    attributeFilter: ['data-revision', 'data-complete'],
  });
  return true;
})()`;

interface Painted {
  readonly first: number;
  readonly whole: number;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN;
}

const now = (): number => performance.timeOrigin + performance.now();

describe('speed', () => {
  it(`activates (goal: ${activationGoal} ms)`, async () => {
    const extension = vscode.extensions.getExtension<{ activationTime: number }>(
      'backprop-lens.backprop-lens',
    );
    const { activationTime } = (await extension?.activate()) ?? { activationTime: NaN };
    await say(`       activation: ${activationTime.toFixed(1)} ms`);
    assert.ok(activationTime < noise * activationGoal);
  });

  it(`repaints the digits network after a save (goal: ${repaintGoal} ms)`, async function () {
    needWindow.call(this);
    this.timeout(120_000);
    const editor = await open('digits.network.yaml');
    await openLens();
    let { revision } = await wholePicture('digits');
    await lensEvaluate(watch);
    const text = editor.document.getText();
    const first: number[] = [];
    const whole: number[] = [];
    for (let count = 1; count <= saves; count += 1) {
      let saved = NaN;
      const event = vscode.workspace.onDidSaveTextDocument(() => (saved = now()));
      await save(editor, text.replace('seed: 1', `seed: ${count + 1}`));
      event.dispose();
      ({ revision } = await wholePicture('digits', revision));
      const painted = await until('the paint', async () => {
        const times = await lensEvaluate(`window.painted[${revision}] ?? null`);
        return (times as Partial<Painted> | null)?.whole === undefined ? undefined : (times as Painted);
      });
      first.push(painted.first - saved);
      whole.push(painted.whole - saved);
    }
    await save(editor, text);
    const list = (times: readonly number[]): string =>
      `median ${median(times).toFixed(0)} ms, from ${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)}`;
    await say(`       save to first picture, ${saves} saves: ${list(first)}`);
    await say(`       save to whole report, ${saves} saves: ${list(whole)}`);
    assert.ok(median(first) < noise * repaintGoal);
  });
});
