/** The network files of the workspace: finds them, follows them on disk, and reads them through the workspace's file system. */
import * as vscode from 'vscode';
import type { SentBytes } from '../base/byteSource';
import { byteCount } from '../base/numbers';
import { isModelPath, largestModelFile } from '../base/modelFiles';
import { isProgramPath } from '../base/programs';
import type { SourceEntry } from '../protocol/messages';

const pattern = '**/*.network.{yaml,yml,json}';
const programs = '**/*.{py,ipynb}';
const largestSource = 16 * 1024 ** 2;

/** Whether a file is a network file, by its name. */
export function isNetworkFile(uri: vscode.Uri): boolean {
  return /\.network\.(ya?ml|json)$/.test(uri.path) && !isPast(uri);
}

/** Whether a document shows an old version of a file, or no file at all. */
export function isPast({ scheme }: vscode.Uri): boolean {
  return remembersPast.has(scheme);
}

const remembersPast = new Set(['git', 'untitled', 'output', 'vscode-scm', 'gitlens', 'vscode-local-history']);

/** The path under which the rest of the host knows a file. */
export const pathOf = (uri: vscode.Uri): string => uri.toString();

/** The reverse of pathOf. */
export const uriOf = (path: string): vscode.Uri => vscode.Uri.parse(path, true);

/** What happens to a network file on disk. */
export interface FileEvents {
  changed(path: string): void;
  deleted(path: string): void;
  /** The list of sources has changed. */
  listed(): void;
}

/** The sources that can be opened: those of the workspace, and those that were opened from elsewhere. */
export class NetworkFiles implements vscode.Disposable {
  readonly #paths = new Set<string>();
  readonly #events: FileEvents;
  readonly #watchers = new Map<string, vscode.Disposable>();

  constructor(events: FileEvents) {
    this.#events = events;
    this.#watch('', pattern);
    void this.#find();
  }

  /** All of them, in the order of their labels. */
  entries(): readonly SourceEntry[] {
    return [...this.#paths]
      .map((path) => ({ path, label: labelOf(path) }))
      .sort((one, other) => one.label.localeCompare(other.label));
  }

  /** A file that was opened by hand; outside of the workspace, and where it is a model file, it is followed by itself. */
  add(path: string): void {
    if (this.#paths.has(path)) return;
    this.#paths.add(path);
    const uri = uriOf(path);
    const isFollowed = isNetworkFile(uri) || isProgramPath(path);
    if (vscode.workspace.getWorkspaceFolder(uri) === undefined || !isFollowed)
      this.#watch(path, besideOf(uri));
    // Most programs are none of ours: they are followed once one is.
    else if (isProgramPath(path) && !this.#watchers.has(programs)) this.#watch(programs, programs);
    this.#events.listed();
  }

  delete(path: string): void {
    this.#watchers.get(path)?.dispose();
    this.#watchers.delete(path);
    if (this.#paths.delete(path)) this.#events.listed();
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.dispose();
  }

  async #find(): Promise<void> {
    const found = await vscode.workspace.findFiles(pattern);
    const before = this.#paths.size;
    for (const uri of found) this.#paths.add(pathOf(uri));
    if (this.#paths.size !== before) this.#events.listed();
  }

  #watch(key: string, glob: vscode.GlobPattern): void {
    const watcher = vscode.workspace.createFileSystemWatcher(glob);
    const changed = (uri: vscode.Uri): void => {
      if (!isNetworkFile(uri) && !this.#paths.has(pathOf(uri))) return;
      this.add(pathOf(uri));
      this.#events.changed(pathOf(uri));
    };
    watcher.onDidCreate(changed);
    watcher.onDidChange(changed);
    // A deleted folder is told once, not file by file.
    watcher.onDidDelete((uri) => {
      for (const path of [...this.#paths]) {
        if (path === pathOf(uri) || path.startsWith(`${pathOf(uri)}/`)) this.#events.deleted(path);
      }
    });
    this.#watchers.set(key, watcher);
  }
}

/** Path within the workspace, for people. */
export function labelOf(path: string): string {
  return vscode.workspace.asRelativePath(uriOf(path));
}

/** A pattern for exactly this file; its name may hold characters that a pattern would take for its own. */
export function besideOf(uri: vscode.Uri): vscode.RelativePattern {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name.replaceAll(/[*?{}[\]!]/g, '?'));
}

/** A source as it is saved: its text, a model file, or null when there is no such file. */
export async function readSource(path: string): Promise<string | SentBytes | null> {
  const uri = uriOf(path);
  try {
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    const isModel = isModelPath(uri.path);
    // The worker reads it from the disk, and of it only what it looks at.
    if (isModel && uri.scheme === 'file') return { disk: uri.fsPath, size, changed: mtime };
    const largest = isModel ? largestModelFile : largestSource;
    if (size > largest) throw new Error(`it has ${byteCount(size)}, more than ${byteCount(largest)}`);
    if (isModel) return await vscode.workspace.fs.readFile(uri);
    return await vscode.workspace.decode(await vscode.workspace.fs.readFile(uri), { uri });
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}

/** Where the file is that a source names: relative to the source's folder. */
export function resolveNeed(path: string, need: string): vscode.Uri {
  const source = uriOf(path);
  if (need.startsWith('/')) return source.with({ path: need });
  return vscode.Uri.joinPath(source, '..', need);
}
