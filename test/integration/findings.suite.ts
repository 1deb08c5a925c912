// A finding in the editor: its diagnostic, the page of its rule, the fixes that it offers, and the ways to silence it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { click, key, screenshot, waitFor, windowAvailable } from '../vscode/window';
import { bytesOf, deep, finding, fixes, gone, picture, run, set, undone } from './aroundEditor';
import { file, open, until } from './editing';

describe('findings in the editor', () => {
  let first: vscode.Diagnostic;
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open(deep);
    first = await finding(deep, 'vanishing');
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('a finding names the places that it follows from, and its page', () => {
    // What, why and what helps, a line each: a hover is cut off below its diagnostics.
    assert.match(first.message, /^The gradient vanishes: .*\nThe activation sigmoid .*\nUse relu, .*$/);
    const [related, ...others] = first.relatedInformation ?? [];
    assert.equal(related?.location.uri.toString(), file(deep).toString());
    assert.match(related.message, /^linear1: delta is \d.*, it passes on × 0\.\d+ \(activation\)$/);
    assert.ok(others.length > 0);
    assert.match(others[0]?.message ?? '', /^linear21: delta is/);
    assert.ok(typeof first.code === 'object');
    assert.equal(first.code.target.toString(), 'backprop-lens:/rules/vanishing.md');
  });

  it('the link of a finding opens the rendered page of its rule', async function () {
    if (!windowAvailable()) this.skip();
    const editor = await open(deep);
    const at = first.range.start.translate(0, 3);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('editor.action.showHover');
    await waitFor('.monaco-hover a.code-link', { place: 'workbench' });
    await screenshot(picture('editor-hover'));
    await click('.monaco-hover a.code-link', { place: 'workbench' });
    const tab = await until('the page', () => {
      const active = vscode.window.tabGroups.activeTabGroup.activeTab;
      return active?.label.includes('vanishing') ? active : undefined;
    });
    assert.ok(tab.input instanceof vscode.TabInputCustom, tab.label);
    assert.equal(tab.input.uri.toString(), 'backprop-lens:/rules/vanishing.md');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await screenshot(picture('editor-page'));
    await vscode.window.tabGroups.close(tab);
  });

  it('a page is there to be read, and nothing else is', async () => {
    const page = await vscode.workspace.openTextDocument(
      vscode.Uri.parse('backprop-lens:/rules/dead-relu.md'),
    );
    assert.match(page.getText(), /^# Dead/);
    for (const path of ['/rules/nothing.md', '/extension.js', '/rules/../extension.js']) {
      const uri = vscode.Uri.from({ scheme: 'backprop-lens', path });
      await assert.rejects(Promise.resolve(vscode.workspace.fs.readFile(uri)), path);
    }
  });

  it('the fixes of a finding say what becomes better, silence and explain it', async () => {
    const titles = (await fixes(deep, first.range)).map(({ title }) => title);
    assert.deepEqual(titles.slice(-5), [
      'Ignore vanishing on this line',
      'Ignore vanishing in this file',
      'Ignore vanishing in the workspace',
      'Explain vanishing',
      'Show in the Lens',
    ]);
    const [best = ''] = titles;
    assert.match(best, /→|Measure remedies/);
    assert.deepEqual(await fixes(deep, new vscode.Range(0, 0, 0, 0)), []);
  });

  it('a fix explains the rule', async () => {
    const wanted = (await fixes(deep, first.range)).find(({ title }) => title === 'Explain vanishing');
    assert.ok(wanted);
    await run(wanted);
    const tab = await until('the page', () => {
      const active = vscode.window.tabGroups.activeTabGroup.activeTab;
      return active?.input instanceof vscode.TabInputCustom ? active : undefined;
    });
    assert.equal(tab.label.includes('vanishing'), true);
    await vscode.window.tabGroups.close(tab);
  });

  it('the list of fixes opens where the finding stands', async function () {
    if (!windowAvailable()) this.skip();
    const editor = await open(deep);
    const at = first.range.start.translate(0, 3);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('editor.action.quickFix');
    await waitFor('.action-widget :text("Ignore vanishing in this file")', { place: 'workbench' });
    await screenshot(picture('editor-fixes'));
    await key('Escape');
  });

  it('a fix is applied, and one undo takes it back to the byte', async function () {
    this.timeout(120_000);
    const before = await bytesOf(deep);
    const [best] = await until(
      'measured remedies',
      async () => {
        const found = await fixes(deep, first.range);
        return found.some(({ title }) => title.includes('→')) ? found : undefined;
      },
      90_000,
    );
    assert.ok(best?.isPreferred === true);
    await run(best);
    await gone(deep, 'vanishing');
    assert.notEqual(await bytesOf(deep), before);
    await undone(deep, before);
    await finding(deep, 'vanishing');
  });

  for (const [where, place] of [
    ['on this line', /^ *- \{ linear: 32.* {2}# backprop-lens: ignore\[vanishing\]$/m],
    ['in this file', /^# backprop-lens: ignore\[vanishing\]\n/],
  ] as const) {
    it(`a finding is silenced ${where}, and one undo takes it back to the byte`, async () => {
      const before = await bytesOf(deep);
      const all = await fixes(deep, first.range);
      const wanted = all.find(({ title }) => title === `Ignore vanishing ${where}`);
      assert.ok(wanted);
      await run(wanted);
      await gone(deep, 'vanishing');
      assert.match((await open(deep)).document.getText(), place);
      await undone(deep, before);
      await finding(deep, 'vanishing');
    });
  }

  it('a finding is silenced in the workspace', async () => {
    const all = await fixes(deep, first.range);
    const wanted = all.find(({ title }) => title === 'Ignore vanishing in the workspace');
    assert.ok(wanted);
    await run(wanted);
    await gone(deep, 'vanishing');
    const settings = vscode.workspace.getConfiguration('backpropLens');
    assert.deepEqual(settings.inspect('ignore')?.workspaceValue, ['vanishing']);
    await settings.update('ignore', undefined, vscode.ConfigurationTarget.Workspace);
    await finding(deep, 'vanishing');
  });

  it('limits are settings', async () => {
    await set('limits', { vanishing: { error: 0, warning: 0.5, information: 'nonsense' }, nonsense: 3 });
    await until('a warning', async () => {
      const { severity } = await finding(deep, 'vanishing');
      return severity === vscode.DiagnosticSeverity.Warning ? true : undefined;
    });
    await set('limits', undefined);
    await until('an error', async () => {
      const { severity } = await finding(deep, 'vanishing');
      return severity === vscode.DiagnosticSeverity.Error ? true : undefined;
    });
  });
});
