// What the editor shows beside the text: hovers, inlay hints, marks, and the switches of all that is drawn.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { click, key, screenshot, waitFor, windowAvailable, workbenchEvaluate } from '../vscode/window';
import {
  codeLensCount,
  deep,
  drawnMarks,
  finding,
  fixes,
  hints,
  hoverText,
  marks,
  picture,
  set,
} from './aroundEditor';
import { diagnostics, file, open, statusBarText, until } from './editing';

describe('hints in the editor', () => {
  let first: vscode.Diagnostic;
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open(deep);
    first = await finding(deep, 'vanishing');
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('a hover shows the curve, the numbers and the findings of a layer', async () => {
    const text = await until('the hover', async () => {
      // The histogram comes from the worker, which may be busy, and findings with the whole report.
      const found = await hoverText(deep, first.range.start.line);
      return found.includes('histogram of') && found.includes('[vanishing]') ? found : undefined;
    });
    assert.match(text, /\*\*linear1\*\* · linear · sigmoid/);
    const [, data = ''] = /data:image\/svg\+xml;base64,([\w+/=]+)/.exec(text) ?? [];
    const svg = Buffer.from(data, 'base64').toString();
    assert.match(svg, /^<svg /);
    assert.match(svg, /pre-activation/);
    for (const word of ['output', 'delta', 'gain', 'saturated', 'parameters', 'error · [vanishing]']) {
      assert.ok(text.includes(word), word);
    }
    assert.equal(await hoverText(deep, 0), '');
  });

  it('a name in a hover is a name and nothing else', async () => {
    const name = 'hostile.network.yaml';
    const text =
      'input: [4]\nlayers:\n  - linear: 3\n    id: "[x](command:y) <img src=z> **b** | $(bug) http://y"\n';
    await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
    await open(name);
    const found = await until('its hover', async () => (await hoverText(name, 2)) || undefined);
    const [title = ''] = found.split(' · ');
    assert.equal(
      title,
      '**\\[x\\]\\(command\\:y\\) \\<img src=z\\> \\*\\*b\\*\\* \\| \\$\\(bug\\) http\\://y**',
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(file(name));
  });

  it('a link in the hover opens the Lens at the layer', async function () {
    if (!windowAvailable()) this.skip();
    const editor = await open('lenet.network.yaml');
    const { document } = editor;
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('conv2d: 6'));
    const at = new vscode.Position(line, 6);
    await until('its hover', async () =>
      (await hoverText('lenet.network.yaml', line)) === '' ? undefined : true,
    );
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('editor.action.showHover');
    await waitFor('.monaco-hover img', { place: 'workbench' });
    await screenshot(picture('editor-hover-layer'));
    await click('.monaco-hover a:has-text("Show in the Lens")', { place: 'workbench' });
    await waitFor('.picture');
    await key('Escape');
  });

  it('inlay hints say shape and gain, once somebody asks for them', async () => {
    assert.deepEqual(await hints(deep), []);
    await set('editor.inlayHints', true);
    const shown = await until('the hints', async () => {
      const found = await hints(deep);
      return found.length > 0 ? found : undefined;
    });
    assert.match(shown.join('\n'), /\(\d+, 32\) · × 0\.\d+/);
    if (windowAvailable()) {
      await until('them in the window', async () =>
        (await workbenchEvaluate(`document.querySelector('.view-lines').innerText.includes('×')`)) === true
          ? true
          : undefined,
      );
      await screenshot(picture('editor-hints'));
    }
    await set('editor.inlayHints', undefined);
  });

  it('marks stand at the line of a finding and move with it', async function () {
    const { line } = first.range.start;
    const marked = await until('the marks', async () => {
      const found = await marks(deep);
      return found.gutter.length > 0 ? found : undefined;
    });
    assert.deepEqual(marked.gutter, [{ line, severity: 'error' }]);
    assert.deepEqual(marked.overviewRuler, marked.gutter);
    if (!windowAvailable()) this.skip();
    await open(deep);
    assert.equal(await until('the mark', async () => (await drawnMarks()) || undefined), 1);
    const top = async (): Promise<number> =>
      Number(
        await workbenchEvaluate(
          `document.querySelector('.editor-instance .cgmr[class*="ced-"]')?.getBoundingClientRect().top ?? NaN`,
        ),
      );
    // The line above the network pushes everything down as soon as it is there.
    const steady = (): Promise<number> =>
      until('the mark to stand still', async () => {
        const seen = await top();
        await new Promise((resolve) => setTimeout(resolve, 300));
        return (await top()) === seen ? seen : undefined;
      });
    const editor = await open(deep);
    // An undo shows the place that it changed: the view begins where it will end.
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    editor.revealRange(new vscode.Range(0, 0, 0, 0), vscode.TextEditorRevealType.AtTop);
    const before = await steady();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '#\n#\n'));
    const moved = await until('it to have moved', async () => {
      const now = await top();
      return now > before + 20 ? now : undefined;
    });
    await vscode.commands.executeCommand('undo');
    await until('it to be back', async () => ((await top()) < moved - 20 ? true : undefined));
  });

  it('each mark has a switch', async () => {
    await set('editor.gutter', false);
    await until('no mark in the gutter', async () =>
      (await marks(deep)).gutter.length === 0 ? true : undefined,
    );
    assert.equal((await marks(deep)).overviewRuler.length, 1);
    await set('editor.gutter', undefined);
    await set('editor.overviewRuler', false);
    await until('no mark in the ruler', async () =>
      (await marks(deep)).overviewRuler.length === 0 ? true : undefined,
    );
    assert.equal((await marks(deep)).gutter.length, 1);
    await set('editor.overviewRuler', undefined);
  });

  it('hovers and fixes have switches', async () => {
    await set('editor.hover', false);
    assert.equal(await hoverText(deep, first.range.start.line), '');
    await set('editor.hover', undefined);
    await set('editor.quickFixes', false);
    assert.deepEqual(await fixes(deep, first.range), []);
    await set('editor.quickFixes', undefined);
  });

  it('one command silences all of it, and brings all of it back', async () => {
    await open(deep);
    await set('editor.inlayHints', true);
    await until('the hints', async () => ((await hints(deep)).length > 0 ? true : undefined));
    await vscode.commands.executeCommand('backpropLens.toggleEditorHints');
    await until('no diagnostics', () => (diagnostics(file(deep)).length === 0 ? true : undefined));
    assert.deepEqual(await hints(deep), []);
    assert.equal(await codeLensCount(deep), 0);
    assert.equal(await hoverText(deep, first.range.start.line), '');
    assert.deepEqual(await fixes(deep, first.range), []);
    assert.deepEqual(await marks(deep), { gutter: [], overviewRuler: [] });
    if (windowAvailable()) {
      assert.equal(await statusBarText(), undefined);
      assert.equal(await drawnMarks(), 0);
    }
    await vscode.commands.executeCommand('backpropLens.toggleEditorHints');
    await finding(deep, 'vanishing');
    assert.notEqual(await hoverText(deep, first.range.start.line), '');
    assert.equal(await codeLensCount(deep), 1);
    assert.equal((await marks(deep)).gutter.length, 1);
    await set('editor.inlayHints', undefined);
    await set('editor.enabled', undefined);
  });
});
