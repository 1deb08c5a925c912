/** Follows the files that sources name (data, weights), so that a change of one inspects its source again. */
import * as vscode from 'vscode';
import { besideOf, resolveNeed } from './networkFiles';
import type { Session } from './session';

/** The followed files. */
export interface DataFiles {
  /** Follows what this source now names, and nothing else for it. */
  follow(path: string): void;
  dispose(): void;
}

/** Follows nothing yet. */
export function dataFiles(session: Session): DataFiles {
  const watchers = new Map<string, Map<string, vscode.Disposable>>();
  const watch = (path: string, need: string): vscode.Disposable => {
    const watcher = vscode.workspace.createFileSystemWatcher(besideOf(resolveNeed(path, need)));
    const changed = (): void => void session.fileChanged(path, need);
    watcher.onDidCreate(changed);
    watcher.onDidChange(changed);
    watcher.onDidDelete(changed);
    return watcher;
  };
  return {
    follow: (path) => {
      const followed = watchers.get(path) ?? new Map<string, vscode.Disposable>();
      const needs = new Set(session.needs(path));
      for (const [need, watcher] of followed) {
        if (needs.has(need)) continue;
        watcher.dispose();
        followed.delete(need);
      }
      for (const need of needs) if (!followed.has(need)) followed.set(need, watch(path, need));
      if (followed.size === 0) watchers.delete(path);
      else watchers.set(path, followed);
    },
    dispose: () => {
      for (const followed of watchers.values()) for (const watcher of followed.values()) watcher.dispose();
    },
  };
}
