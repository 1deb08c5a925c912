// What the suites have in common: files of the workspace, saves, what the Lens shows, and waiting without a fixed time.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lensEvaluate, windowAvailable, workbenchEvaluate } from '../vscode/window';

/** A file of the opened workspace. */
export function file(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder, name);
}

export async function open(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(file(name), { preview: false });
}

/** Replaces the whole text, and saves. */
export async function save(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const all = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, all, text);
  assert.ok(await vscode.workspace.applyEdit(edit), 'the edit was refused');
  assert.ok(await document.save(), 'the save was refused');
}

/** Asks again until the answer is not undefined, and says what it waited for when time is up. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
  within = 40_000,
): Promise<Answer> {
  const giveUp = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < giveUp, `waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** What the Lens shows, by the marks on its picture. */
export interface Picture {
  readonly revision: number;
  readonly complete: boolean;
  readonly network: string;
  /** The word of the gravest finding. */
  readonly verdict: string;
  readonly text: string;
}

export async function picture(): Promise<Picture | undefined> {
  const seen = await lensEvaluate(`(() => {
    const found = document.querySelector('.picture');
    if (found === null) return null;
    const { revision, complete, network } = found.dataset;
    const { verdict } = document.querySelector('[data-field="verdict"]')?.dataset ?? {};
    return { revision: Number(revision), complete: complete === 'true', network, verdict, text: document.body.innerText };
  })()`);
  // The shape is that of the script above.
  return (seen as Picture | null) ?? undefined;
}

/** Waits for a whole picture of this network that is newer than a revision. */
export async function wholePicture(network: string, newerThan = 0): Promise<Picture> {
  return until(`a whole picture of ${network} newer than revision ${newerThan}`, async () => {
    const seen = await picture();
    const fits = seen?.network === network && seen.complete && seen.revision > newerThan;
    return fits ? seen : undefined;
  });
}

export async function openLens(): Promise<void> {
  await vscode.commands.executeCommand('backpropLens.openLens');
}

/** Our diagnostics of a file. */
export function diagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Backprop Lens');
}

/** The texts of the notifications that the window shows. */
export async function notifications(): Promise<readonly string[]> {
  const texts = await workbenchEvaluate(
    `[...document.querySelectorAll('.notification-toast, .notification-list-item')].map((item) => item.innerText)`,
  );
  return texts as readonly string[]; // by the script above
}

/** The texts of our item in the status bar; none when it is hidden. */
export async function statusBarText(): Promise<string | undefined> {
  const text = await workbenchEvaluate(
    `[...document.querySelectorAll('.statusbar-item')].map((item) => item.innerText).find((text) => text.includes('∇')) ?? null`,
  );
  return (text as string | null)?.trim(); // by the script above
}

/** For suites that need to see the window. */
export function needWindow(this: Mocha.Context): void {
  if (!windowAvailable()) this.skip();
}
