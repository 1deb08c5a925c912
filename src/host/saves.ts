/** Which files are being written right now: who reads one of them may find it cut off, or empty. */
import * as vscode from 'vscode';
import { pathOf } from './networkFiles';

/** The saves of this window that are under way. */
export interface Saves {
  /** Reads a file while nobody saves it; reads again when a save came in between. */
  between<Content>(path: string, read: () => Promise<Content>): Promise<Content>;
  dispose(): void;
}

/** A save that has not ended by then has failed; VS Code tells of successes only. In milliseconds. */
const longestSave = 2000;

/** Follows the saves of this window. */
export function followSaves(): Saves {
  /** The last save of each file, and when it is over. */
  const saves = new Map<string, { readonly over: Promise<void>; readonly end: () => void }>();
  const begun = ({ document }: vscode.TextDocumentWillSaveEvent): void => {
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, longestSave);
      end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    saves.set(pathOf(document.uri), { over, end });
  };
  const listening = [
    vscode.workspace.onWillSaveTextDocument(begun),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => saves.get(pathOf(uri))?.end()),
  ];
  return {
    between: async (path, read) => {
      for (;;) {
        const last = saves.get(path);
        await last?.over;
        const content = await read();
        if (saves.get(path) === last) return content;
      }
    },
    dispose: () => {
      for (const each of listening) each.dispose();
    },
  };
}
