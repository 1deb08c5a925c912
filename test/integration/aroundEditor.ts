// What the suites about the editor ask of it: marks, fixes, hovers, hints, CodeLens, and settings to change.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { workbenchEvaluate } from '../vscode/window';
import { diagnostics, file, open, until } from './editing';

/** The example with one finding. */
export const deep = 'deep-sigmoid.network.yaml';

/** A mark of one line. */
interface Mark {
  readonly line: number;
  readonly severity: string;
}

interface Exports {
  readonly marks: (
    path: string,
  ) => Promise<{ readonly gutter: readonly Mark[]; readonly overviewRuler: readonly Mark[] }>;
}

export async function marks(name: string): ReturnType<Exports['marks']> {
  // Our own extension; the shape is that of its exports.
  const ours = vscode.extensions.getExtension<Exports>('backprop-lens.backprop-lens');
  assert.ok(ours);
  return ours.exports.marks(file(name).toString());
}

export async function set(key: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('backpropLens')
    .update(key, value, vscode.ConfigurationTarget.Global);
}

/** The diagnostic of a rule. */
export async function finding(name: string, rule: string): Promise<vscode.Diagnostic> {
  return until(`${rule} in ${name}`, () =>
    diagnostics(file(name)).find(({ code }) => typeof code === 'object' && code.value === rule),
  );
}

export async function gone(name: string, rule: string): Promise<void> {
  await until(`${rule} to go from ${name}`, () =>
    diagnostics(file(name)).some(({ code }) => typeof code === 'object' && code.value === rule)
      ? undefined
      : true,
  );
}

/** What the list of fixes at a place offers. */
export async function fixes(name: string, at: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  const found = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    file(name),
    at,
    vscode.CodeActionKind.QuickFix.value,
  );
  return found.filter(({ command }) => command?.command.startsWith('backpropLens.'));
}

export async function run({ command }: vscode.CodeAction): Promise<void> {
  assert.ok(command);
  // VS Code hands on the arguments as they are.
  await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

export async function bytesOf(name: string): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(file(name))).toString('base64');
}

/** Undoes the last edit, saves, and holds that the file is what it was. */
export async function undone(name: string, before: string): Promise<void> {
  await open(name);
  await vscode.commands.executeCommand('undo');
  const { document } = await open(name);
  await document.save();
  assert.equal(await bytesOf(name), before);
}

export async function hoverText(name: string, line: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    'vscode.executeHoverProvider',
    file(name),
    new vscode.Position(line, 6),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .filter((text) => text.includes('backpropLens.openLens'))
    .join('\n');
}

export async function hints(name: string): Promise<readonly string[]> {
  const { document } = await open(name);
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<readonly vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return found.map(({ position, label }) => `${position.line}: ${typeof label === 'string' ? label : ''}`);
}

export async function codeLensCount(name: string): Promise<number> {
  const all = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    file(name),
  );
  return all.filter(({ command }) => command?.title.startsWith('∇')).length;
}

/** How many marks the window draws beside the line numbers. */
export async function drawnMarks(): Promise<number> {
  return Number(
    await workbenchEvaluate(`document.querySelectorAll('.editor-instance .cgmr[class*="ced-"]').length`),
  );
}

/** Where a picture of the window goes. */
export const picture = (name: string): string => join(__dirname, '..', `${name}.png`);
