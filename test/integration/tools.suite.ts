// The tools for language models, called as VS Code calls them for a chat.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

async function call(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('\n');
}

describe('tools for language models', () => {
  it('are listed with a schema and a description', () => {
    for (const name of ['inspect_gradients', 'explain_finding']) {
      const tool = vscode.lm.tools.find((one) => one.name === name);
      assert.ok(tool, name);
      assert.ok(tool.description.length > 80, name);
      assert.ok(tool.inputSchema, name);
    }
  });

  it('inspect a file of the workspace by its name', async () => {
    const answer = await call('inspect_gradients', { file: 'deep-sigmoid.network.yaml' });
    assert.match(answer, /error vanishing at linear1 \(line \d+\)/);
    assert.match(answer, /- linear1: line \d+, linear · sigmoid, \(\d+, 32\), delta \d/);
  });

  it('explain a finding with the page of its rule', async () => {
    const answer = await call('explain_finding', { file: 'deep-sigmoid.network.yaml', rule: 'vanishing' });
    assert.match(answer, /Cause: /);
    assert.match(answer, /^# Vanishing gradient/m);
  });

  it('say in a sentence that a file is none of theirs, and read nothing outside of the workspace', async () => {
    for (const file of ['README.md', '../outside.network.yaml', '/etc/passwd', 'nothing.network.yaml']) {
      await assert.rejects(
        call('inspect_gradients', { file }),
        /defines no network|no such file|cannot be read/,
        file,
      );
    }
  });
});
