/** The files that sources name, fetched through the workspace's file system as far as the source may look. */
import * as vscode from 'vscode';
import { byteCount } from '../base/numbers';
import { within } from '../base/programFolders';
import { isProgramPath, largestProgramFile } from '../base/programs';
import type { SentContent } from '../base/source';
import { resolveNeed, uriOf } from './networkFiles';
import { packageUris } from './packages';
import { realPath } from './platform/realPath';

/** Files are read whole up to so many bytes where they are not on the disk. */
const largestFile = 512 * 1024 ** 2;

/** Smaller ones are sent whole, and stay what they were. */
const smallestRanged = 16 * 1024 ** 2;

/** A file that a source names, or why it cannot be had. */
export async function fetchNeed(path: string, need: string): Promise<SentContent> {
  const uri = resolveNeed(path, need);
  const ofProgram = isProgramPath(need);
  const refusal = ofProgram ? await programRefusal(uri, uriOf(path)) : await dataRefusal(uri, uriOf(path));
  if (refusal !== null) return { missing: refusal };
  try {
    const { type, size, mtime } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return { missing: 'it is not a file' };
    if ((type & vscode.FileType.SymbolicLink) !== 0 && !vscode.workspace.isTrusted) {
      return { missing: 'it is a link to elsewhere, and the workspace is not trusted' };
    }
    if (!ofProgram && uri.scheme === 'file' && size > smallestRanged) {
      return { disk: uri.fsPath, size, changed: mtime };
    }
    const limit = ofProgram ? largestProgramFile : largestFile;
    if (size > limit) return { missing: `it has ${byteCount(size)}, more than ${byteCount(limit)}` };
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return { missing: 'the file does not exist' };
    }
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** A source that nobody vouches for must not look around on the disk. */
async function dataRefusal(uri: vscode.Uri, source: vscode.Uri): Promise<string | null> {
  if (vscode.workspace.isTrusted) return null;
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  return (await isIn([...(folder ? [folder] : []), vscode.Uri.joinPath(source, '..')], [], uri))
    ? null
    : 'it lies outside of the workspace, which is not trusted';
}

/** A program is read with what lies in its workspace, or in its own package where it has none, and with installed packages. */
async function programRefusal(uri: vscode.Uri, source: vscode.Uri): Promise<string | null> {
  const folder = vscode.workspace.getWorkspaceFolder(source)?.uri ?? (await outermostPackage(source));
  return (await isIn([folder], await packageUris(source), uri))
    ? null
    : 'it lies outside of the workspace and of the installed packages';
}

/** Whether an address lies in a folder, out of which no link leads it, or in a folder of installed packages. */
function isIn(
  own: readonly vscode.Uri[],
  packages: readonly vscode.Uri[],
  uri: vscode.Uri,
): Promise<boolean> {
  const paths = (folders: readonly vscode.Uri[]): readonly string[] => folders.map(({ path }) => path);
  // A source's needs are of its own scheme, and so are the folders around it.
  const follow = async (path: string): Promise<string | null> =>
    uri.scheme === 'file' ? realPath(uri.with({ path }).fsPath) : null;
  return within(uri.path, { own: paths(own), packages: paths(packages) }, follow);
}

/** The folder of a source, or the outermost one above it that is a package together with all between. */
async function outermostPackage(source: vscode.Uri): Promise<vscode.Uri> {
  let outermost = vscode.Uri.joinPath(source, '..');
  for (let folder = outermost; await exists(vscode.Uri.joinPath(folder, '__init__.py'));) {
    outermost = folder;
    const above = vscode.Uri.joinPath(folder, '..');
    if (above.path === folder.path) break;
    folder = above;
  }
  return outermost;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
