/** Earlier texts of a source that its present one can be compared with: the save before, and what git has at HEAD. */
import * as vscode from 'vscode';
import type { EarlierTexts } from '../protocol/messages';
import { uriOf } from './networkFiles';

/**
 * What is used of the interface that VS Code's own git extension offers to others (its git.d.ts, version 1). No git program is started
 * from here: the extension answers, or nothing is known of git.
 */
interface GitExtension {
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
  getRepository(uri: vscode.Uri): { show(ref: string, path: string): Promise<string> } | null;
}

/** How long git may take to find its repositories after the start of a window, in milliseconds. */
const patience = 5000;

/** The texts of a source that are there; never throws. */
export async function earlierTexts(path: string, save: string | null): Promise<EarlierTexts> {
  return { save, head: await committedText(uriOf(path)) };
}

/** Null without git, without a repository, without a commit, for an untracked file, and on virtual file systems. */
async function committedText(uri: vscode.Uri): Promise<string | null> {
  if (uri.scheme !== 'file') return null;
  try {
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    if (extension === undefined) return null;
    const api = (await extension.activate()).getAPI(1);
    await found(api);
    return (await api.getRepository(uri)?.show('HEAD', uri.fsPath)) ?? null;
  } catch {
    // Git is switched off, or does not know this file at HEAD.
    return null;
  }
}

/** Resolves when git has looked for its repositories, or has had time enough. */
function found(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(done, patience);
    const listening = api.onDidChangeState(done);
  });
}
