/** The user's settings, as numbers and switches. */
import * as vscode from 'vscode';
import type { Limits } from './engine';

const section = 'backpropLens';
const mebibyte = 1024 ** 2;

/** What is drawn in and around the editor; one master switch turns all of it off. */
export type Inline =
  | 'diagnostics'
  | 'codeLens'
  | 'statusBar'
  | 'hover'
  | 'quickFixes'
  | 'gutter'
  | 'overviewRuler'
  | 'inlayHints';

/** What an inspection obeys. */
export function limits(): Limits {
  const settings = vscode.workspace.getConfiguration(section);
  // VS Code hands on what settings.json holds, whatever the manifest says of it.
  const whole = (name: string): number | null => {
    const value = settings.get<unknown>(name);
    return typeof value === 'number' && value >= 1 ? Math.floor(value) : null;
  };
  const ignore = settings.get<unknown>('ignore');
  return {
    batch: whole('batch'),
    memoryLimit: (whole('memoryLimit') ?? 2048) * mebibyte,
    timeLimit: (whole('timeLimit') ?? 60) * 1000,
    ignore: Array.isArray(ignore) ? ignore.filter((rule) => typeof rule === 'string') : [],
    limits: limitsIn(settings.get<unknown>('limits')),
  };
}

/** A copy, since what VS Code hands out cannot be sent to a worker; whoever takes it looks at each name and number. */
function limitsIn(value: unknown): Limits['limits'] {
  const fields = (each: unknown): [string, unknown][] =>
    typeof each === 'object' && each !== null ? Object.entries(each) : [];
  return Object.fromEntries(fields(value).map(([rule, own]) => [rule, Object.fromEntries(fields(own))]));
}

/** Whether this may be drawn. */
export function shows(inline: Inline): boolean {
  const settings = vscode.workspace.getConfiguration(`${section}.editor`);
  return settings.get<boolean>('enabled', true) && settings.get<boolean>(inline, inline !== 'inlayHints');
}

/** Turns everything in and around the editor off, or on again, where the switch was last set. */
export async function toggleEditorHints(): Promise<void> {
  const settings = vscode.workspace.getConfiguration(`${section}.editor`);
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const target = settings.inspect('enabled')?.workspaceValue === undefined ? Global : Workspace;
  await settings.update('enabled', !settings.get<boolean>('enabled', true), target);
}

/** Silences a rule everywhere: for the workspace, where one is open. */
export async function ignoreEverywhere(rule: unknown): Promise<void> {
  if (typeof rule !== 'string') return;
  const settings = vscode.workspace.getConfiguration(section);
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const target = vscode.workspace.workspaceFolders === undefined ? Global : Workspace;
  await settings.update('ignore', [...new Set([...limits().ignore, rule])], target);
}

/** Calls back when any of our settings has changed. */
export function onSettings(changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(section)) changed();
  });
}
