/** Inspects the selected expression: asks for the values of its variables, and makes a network file of it that stands in memory only. */
import * as vscode from 'vscode';
import { expressionOf, valuesIn, valuesLine, variablesOf } from './expressionText';

const scheme = 'backprop-lens-selection';
const rememberedKey = 'expressionValues';
const file = vscode.Uri.from({ scheme, path: '/selection.network.json' });

let memory: MemoryFile | null = null;

/** The network file of what is selected in the active editor; undefined when nothing is, or nobody gives values. */
export async function selectedExpression(context: vscode.ExtensionContext): Promise<vscode.Uri | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) return undefined;
  const expression = expressionOf(editor.document.getText(editor.selection));
  if (expression === '') return undefined;
  const at = await valuesFor(expression, context.workspaceState);
  if (at === undefined) return undefined;
  if (memory === null) {
    memory = new MemoryFile();
    context.subscriptions.push(
      vscode.workspace.registerFileSystemProvider(scheme, memory, {
        isReadonly: true,
        isCaseSensitive: true,
      }),
    );
  }
  memory.write(`${JSON.stringify({ name: 'selection', expression, at }, null, 2)}\n`);
  return file;
}

/** Asks for the values, beginning with those that were given last. */
async function valuesFor(
  expression: string,
  remembered: vscode.Memento,
): Promise<Readonly<Record<string, number>> | undefined> {
  const names = variablesOf(expression);
  if (names.length === 0) return {};
  const known = remembered.get<Readonly<Record<string, number>>>(rememberedKey) ?? {};
  const line = await vscode.window.showInputBox({
    title: 'Inspect Selected Expression',
    prompt: expression.length > 120 ? `${expression.slice(0, 120)}…` : expression,
    value: valuesLine(names, known),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const read = valuesIn(text, names);
      return typeof read === 'string' ? read : null;
    },
  });
  const read = line === undefined ? undefined : valuesIn(line, names);
  if (read === undefined || typeof read === 'string') return undefined;
  await remembered.update(rememberedKey, { ...known, ...read });
  return read;
}

/** A file system of one file that is never on disk. */
class MemoryFile implements vscode.FileSystemProvider {
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;
  #content = new Uint8Array();
  #changed = 0;

  write(text: string): void {
    this.#content = new TextEncoder().encode(text);
    this.#changed = Date.now();
    this.#changes.fire([{ type: vscode.FileChangeType.Changed, uri: file }]);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    if (uri.path !== file.path) {
      if (uri.path !== '/') throw vscode.FileSystemError.FileNotFound(uri);
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const { File } = vscode.FileType;
    return { type: File, ctime: this.#changed, mtime: this.#changed, size: this.#content.byteLength };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    if (uri.path !== file.path) throw vscode.FileSystemError.FileNotFound(uri);
    return this.#content;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [[file.path.slice(1), vscode.FileType.File]];
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
