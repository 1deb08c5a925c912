/** The pages that explain the rules, shipped with the extension, as files of a scheme of their own: they open without a network and render as Markdown. */
import * as vscode from 'vscode';

const scheme = 'backprop-lens';

/** The address of a rule's page; package.json gives it to the Markdown preview, and where there is none it opens as text. */
export function rulePage(rule: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/rules/${rule}.md` });
}

/** Opens the page of a rule. */
export async function explain(rule: unknown): Promise<void> {
  if (typeof rule === 'string') await vscode.commands.executeCommand('vscode.open', rulePage(rule));
}

/** Provides the pages, which nobody can change. */
export function provideRulePages(extension: vscode.Uri): vscode.Disposable {
  const { fs } = vscode.workspace;
  const bundled = (uri: vscode.Uri): vscode.Uri => {
    // Nothing else of the disk can be named through this scheme.
    if (!/^\/rules\/[\w-]+\.md$/.test(uri.path)) throw vscode.FileSystemError.FileNotFound(uri);
    return vscode.Uri.joinPath(extension, 'dist', uri.path);
  };
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => fs.stat(bundled(uri)),
    readDirectory: () => [],
    readFile: (uri) => fs.readFile(bundled(uri)),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  return vscode.workspace.registerFileSystemProvider(scheme, provider, { isReadonly: true });
}
