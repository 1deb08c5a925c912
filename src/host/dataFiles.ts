/** Follows the files that sources name (data, weights), so that a change of one inspects its source again. */
import * as vscode from 'vscode';
import { isProgramPath } from '../base/programs';
import { besideOf, pathOf, resolveNeed } from './networkFiles';
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
  const programs = programFiles(session);
  const watch = (path: string, need: string): vscode.Disposable => {
    if (isProgramPath(need)) return programs.follow(path, need);
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
      programs.dispose();
      for (const followed of watchers.values()) for (const watcher of followed.values()) watcher.dispose();
    },
  };
}

/** The files of programs, which are many and mostly do not exist: one watcher for all of them. */
function programFiles(session: Session): {
  readonly follow: (path: string, need: string) => vscode.Disposable;
  readonly dispose: () => void;
} {
  /** For each file the sources that ask for it, each with its own words for it. */
  const asking = new Map<string, Map<string, string>>();
  let watcher: vscode.FileSystemWatcher | null = null;
  const changed = (uri: vscode.Uri): void => {
    for (const [path, need] of asking.get(pathOf(uri)) ?? []) void session.fileChanged(path, need);
  };
  const begin = (): vscode.FileSystemWatcher => {
    const begun = vscode.workspace.createFileSystemWatcher('**/*.py');
    begun.onDidCreate(changed);
    begun.onDidChange(changed);
    begun.onDidDelete(changed);
    return begun;
  };
  return {
    follow: (path, need) => {
      watcher ??= begin();
      const key = pathOf(resolveNeed(path, need));
      const sources = asking.get(key) ?? new Map<string, string>();
      asking.set(key, sources.set(path, need));
      return new vscode.Disposable(() => void sources.delete(path));
    },
    dispose: () => void watcher?.dispose(),
  };
}
