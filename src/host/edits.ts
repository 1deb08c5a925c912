/** Notes how open sources were edited since they were saved, so that lines of a report find their place. */
import * as vscode from 'vscode';
import type { LineChange } from './drift';
import { placeOf } from './documents';
import { pathOf } from './networkFiles';

/** The notes. */
export interface Edits {
  /** Edits of a file since it was saved, the oldest first. */
  since(path: string): readonly LineChange[];
  dispose(): void;
}

/** Starts to take notes; what was edited before that is unknown. */
export function noteEdits(): Edits {
  const noted = new Map<string, LineChange[]>();
  const forget = ({ uri }: vscode.TextDocument): void => void noted.delete(pathOf(uri));
  const subscriptions = [
    vscode.workspace.onDidSaveTextDocument(forget),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (placeOf(document) === null) return;
      const path = pathOf(document.uri);
      if (contentChanges.length === 0) {
        // Clean again, by undoing: it is the saved text.
        if (!document.isDirty) noted.delete(path);
        return;
      }
      // An edit of a clean document, which is told before the document becomes dirty, or a new text from disk: begin anew.
      const before = document.isDirty ? (noted.get(path) ?? []) : [];
      // VS Code lists the changes of one edit from the last to the first, each by its place before the edit.
      noted.set(path, [...before, ...contentChanges.map(lineChange)]);
    }),
  ];
  return {
    since: (path) => {
      const open = vscode.workspace.textDocuments.find(({ uri }) => pathOf(uri) === path);
      return open?.isDirty === true ? (noted.get(path) ?? []) : [];
    },
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function lineChange({ range, text }: vscode.TextDocumentContentChangeEvent): LineChange {
  return { start: range.start.line, end: range.end.line, added: text.split('\n').length - 1 };
}
