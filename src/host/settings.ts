/** The user's settings, as numbers and switches. */
import * as vscode from 'vscode';
import type { Limits } from './engine';

const section = 'backpropLens';
const mebibyte = 1024 ** 2;

/** What is drawn in and around the editor; one master switch turns all of it off. */
export type Inline = 'diagnostics' | 'codeLens' | 'statusBar';

/** What an inspection obeys. */
export function limits(): Limits {
  const settings = vscode.workspace.getConfiguration(section);
  // VS Code hands on what settings.json holds, whatever the manifest says of it.
  const whole = (name: string): number | null => {
    const value = settings.get<unknown>(name);
    return typeof value === 'number' && value >= 1 ? Math.floor(value) : null;
  };
  const ignore = settings.get<unknown>('ignore');
  const others = settings.get<unknown>('limits');
  return {
    batch: whole('batch'),
    memoryLimit: (whole('memoryLimit') ?? 2048) * mebibyte,
    timeLimit: (whole('timeLimit') ?? 60) * 1000,
    ignore: Array.isArray(ignore) ? ignore.filter((rule) => typeof rule === 'string') : [],
    // Whoever takes them looks at each number.
    limits: typeof others === 'object' && others !== null ? others : {},
  };
}

/** Whether this may be drawn. */
export function shows(inline: Inline): boolean {
  const settings = vscode.workspace.getConfiguration(`${section}.editor`);
  return settings.get<boolean>('enabled', true) && settings.get<boolean>(inline, true);
}

/** Calls back when any of our settings has changed. */
export function onSettings(changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(section)) changed();
  });
}
