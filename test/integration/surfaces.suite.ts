// What is drawn in and around the editor: diagnostics, CodeLens, status bar, tree, and their switches.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { click, windowAvailable, workbenchEvaluate } from '../vscode/window';
import { diagnostics, file, open, statusBarText, until } from './editing';

const deep = 'deep-sigmoid.network.yaml';

async function codeLensesOf(name: string): Promise<readonly vscode.CodeLens[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    file(name),
  );
  return all.filter(({ command }) => command?.title.startsWith('∇'));
}

async function codeLenses(name: string): Promise<readonly string[]> {
  return (await codeLensesOf(name)).map(({ command }) => command?.title ?? '');
}

async function found(name: string): Promise<readonly vscode.Diagnostic[]> {
  return until(`diagnostics of ${name}`, () => {
    const list = diagnostics(file(name));
    return list.length > 0 ? list : undefined;
  });
}

async function set(key: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('backpropLens')
    .update(key, value, vscode.ConfigurationTarget.Global);
}

describe('around the editor', () => {
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open(deep);
  });

  it('a finding stands at the layer that causes it, with its rule', async () => {
    const [first, ...others] = await found(deep);
    assert.ok(first);
    assert.deepEqual(others, []);
    assert.match(first.message, /vanishes/);
    const { code, range, severity } = first;
    assert.equal(severity, vscode.DiagnosticSeverity.Error);
    assert.ok(typeof code === 'object');
    assert.equal(code.value, 'vanishing');
    assert.match(code.target.path, /rules\/vanishing\.md$/);
    const document = await vscode.workspace.openTextDocument(file(deep));
    assert.match(document.lineAt(range.start.line).text, /linear: 32/);
    assert.equal(range.isSingleLine, true);
    assert.ok((first.relatedInformation?.length ?? 0) > 0);
  });

  it('a problem stands where the text is wrong', async () => {
    const name = 'wrong.network.yaml';
    await vscode.workspace.fs.writeFile(
      file(name),
      new TextEncoder().encode('input: [4]\nlayers:\n  - linaer: 3\n  - relu\n'),
    );
    await open(name);
    const list = await found(name);
    assert.ok(
      list.some(({ range, message }) => range.start.line === 2 && message.includes('linaer')),
      JSON.stringify(list),
    );
    await vscode.workspace.fs.delete(file(name));
    await until('its diagnostics to go', () => (diagnostics(file(name)).length === 0 ? true : undefined));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('a line above each network says what it is', async () => {
    await open(deep);
    const lines = await until('the line', async () => {
      const list = await codeLenses(deep);
      return list.some((line) => line.includes('error')) ? list : undefined;
    });
    assert.deepEqual(lines, ['∇ 21 layers · 21,450 parameters · 1 error']);
  });

  it('the line moves with the text while that is not saved', async () => {
    const editor = await open(deep);
    const at = async (): Promise<number | undefined> => (await codeLensesOf(deep))[0]?.range.start.line;
    const before = await at();
    assert.ok(before !== undefined);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '#\n#\n'));
    await until('it to have moved', async () => ((await at()) === before + 2 ? true : undefined));
    await vscode.commands.executeCommand('undo');
    await until('it to be back', async () => ((await at()) === before ? true : undefined));
  });

  it('the status bar tells about the active network file, and nothing elsewhere', async function () {
    if (!windowAvailable()) this.skip();
    await open(deep);
    await until('the summary', async () =>
      (await statusBarText()) === '∇ 21 layers · 1 error' ? true : undefined,
    );
    await open('README.md');
    await until('no summary', async () => ((await statusBarText()) === undefined ? true : undefined));
  });

  it('the tree lists file, network and layer', async function () {
    if (!windowAvailable()) this.skip();
    await open(deep);
    await vscode.commands.executeCommand('backpropLens.networks.focus');
    const rows = async (): Promise<string> =>
      String(
        await workbenchEvaluate(
          `[...document.querySelectorAll('.pane-body .monaco-list-row')].map((row) => row.innerText.replaceAll('\\n', ' ')).join('\\n')`,
        ),
      );
    await until('the files', async () => ((await rows()).includes('digits.network.yaml') ? true : undefined));
    await click('.pane-body .monaco-list-row:has-text("deep-sigmoid")', { place: 'workbench' });
    await until('the layers', async () =>
      /linear1\b.*error|error.*linear/.test(await rows()) ? true : undefined,
    );
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  it('each of them has a switch, and all of them one', async () => {
    await open(deep);
    await found(deep);
    await set('editor.codeLens', false);
    await until('no line', async () => ((await codeLenses(deep)).length === 0 ? true : undefined));
    await set('editor.codeLens', undefined);
    await set('editor.enabled', false);
    await until('no diagnostics', () => (diagnostics(file(deep)).length === 0 ? true : undefined));
    await set('editor.enabled', undefined);
    await found(deep);
  });

  it('a silenced rule stays silent', async () => {
    await set('ignore', ['vanishing']);
    await until('silence', () =>
      diagnostics(file(deep)).some(({ message }) => message.includes('vanishes')) ? undefined : true,
    );
    await set('ignore', undefined);
    await found(deep);
  });
});
