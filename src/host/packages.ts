/** Where the packages of a workspace's Python environment are installed; their files are only ever read. */
import * as vscode from 'vscode';
import { relativePath } from '../base/paths';

/** Folders in which an environment usually stands. */
const environments = ['.venv', 'venv', 'env'];

/** What was found of each environment, or is being looked for. */
const found = new Map<string, Promise<readonly vscode.Uri[]>>();

/** Environments that were not there when they were last looked for. */
const absent = new Set<string>();

const appeared = new vscode.EventEmitter<void>();

/** Fires when an environment is found that an inspection did without. */
export const onPackagesAppeared = appeared.event;

/**
 * The folders of installed packages that imports of a source may be read from, relative to the source's folder: those of the environment that
 * the Python extension is told to use, then those in the workspace. None in Restricted Mode, and where the setting says so.
 */
export async function packageFolders(source: vscode.Uri): Promise<readonly string[]> {
  const folders = await packageUris(source);
  return folders.map(({ path }) => relativePath(vscode.Uri.joinPath(source, '..').path, path));
}

/** The same as addresses. */
export async function packageUris(source: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const workspace = vscode.workspace.getWorkspaceFolder(source);
  const wanted = vscode.workspace
    .getConfiguration('backpropLens', source)
    .get<boolean>('readInstalledPackages', true);
  if (!wanted || !vscode.workspace.isTrusted || workspace === undefined) return [];
  const roots = [
    ...interpreterRoot(workspace),
    ...environments.map((name) => vscode.Uri.joinPath(workspace.uri, name)),
  ];
  const all = await Promise.all(roots.map(packagesIn));
  return [...new Map(all.flat().map((uri) => [uri.toString(), uri])).values()];
}

/** The folder of the environment whose interpreter the Python extension is told to use. */
function interpreterRoot({ uri }: vscode.WorkspaceFolder): readonly vscode.Uri[] {
  const setting = vscode.workspace.getConfiguration('python', uri).get<unknown>('defaultInterpreterPath');
  if (typeof setting !== 'string' || !/[/\\]/.test(setting)) return [];
  const path = setting.replaceAll('${workspaceFolder}', uri.path).replaceAll('\\', '/');
  const whole = /^[a-z]:\//i.test(path) ? `/${path}` : path;
  const interpreter = whole.startsWith('/') ? uri.with({ path: whole }) : vscode.Uri.joinPath(uri, whole);
  return [vscode.Uri.joinPath(interpreter, '..', '..')];
}

/** Every inspection looks for what is not there yet, but only the first one waits: looking takes as long as inspecting. */
function packagesIn(root: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const key = root.toString();
  const search = found.get(key) ?? begin(root, key);
  return absent.has(key) ? Promise.resolve([]) : search;
}

function begin(root: vscode.Uri, key: string): Promise<readonly vscode.Uri[]> {
  const search = searched(root).then((folders) => {
    if (folders.length === 0) {
      found.delete(key);
      absent.add(key);
    } else if (absent.delete(key)) appeared.fire();
    return folders;
  });
  found.set(key, search);
  return search;
}

async function searched(root: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const lib = await namesIn(vscode.Uri.joinPath(root, 'lib'));
  const versions = lib.filter((name) => /^python3\.\d+$/.test(name)).sort();
  const candidates = [
    ...versions.map((name) => vscode.Uri.joinPath(root, 'lib', name, 'site-packages')),
    vscode.Uri.joinPath(root, 'Lib', 'site-packages'),
  ];
  const there = await Promise.all(
    candidates.map(async (uri) => ((await namesIn(uri)).length > 0 ? [uri] : [])),
  );
  return there.flat();
}

async function namesIn(folder: vscode.Uri): Promise<readonly string[]> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    return [];
  }
}
