/** Lets a person say which network of a program is looked at, and what was assumed of it. */
import * as vscode from 'vscode';
import type { Choice, DirectOrder } from '../protocol/messages';
import type { Parts } from './commands';
import { placeOf, uriOfSpan } from './documents';
import { labelOf, pathOf } from './networkFiles';

/** Looks at another network of a source, and remembers it; null: the source decides again. */
export async function inspectChoice(parts: Parts, path: string, expression: string | null): Promise<void> {
  const { choices, session, files, lens } = parts;
  await choices.networks.choose(path, expression);
  files.add(path);
  lens().show(path);
  await session.look(path, { urgent: true });
}

/** Asks which network of a source shall be looked at: those under the cursor first. */
export async function pickNetwork(parts: Parts, path: string): Promise<void> {
  const report = parts.session.envelope(path)?.report;
  const chosen = parts.choices.networks.of(path);
  const offered = report?.choices ?? [];
  if (offered.length === 0 && chosen === null) {
    vscode.window.setStatusBarMessage(`${labelOf(path)} offers no other network.`, 5000);
    return;
  }
  const under = cursorIn(path);
  const rows = [...offered]
    .sort((one, other) => Number(under(other)) - Number(under(one)))
    .map((choice) => ({
      label: choice.shown ? `$(check) ${choice.label}` : choice.label,
      description: choice.expression === choice.label ? '' : choice.expression,
      detail: `Line ${choice.span.start.line + 1}`,
      expression: choice.expression,
    }));
  const own = { label: '$(discard) Let the source decide', description: '', detail: '', expression: null };
  const picked = await vscode.window.showQuickPick(chosen === null ? rows : [...rows, own], {
    placeHolder: `Network of ${labelOf(path)} to inspect`,
    matchOnDescription: true,
  });
  if (picked !== undefined) await inspectChoice(parts, path, picked.expression);
}

/** Whether the cursor stands in what a choice names. */
function cursorIn(path: string): (choice: Choice) => boolean {
  const editor = vscode.window.activeTextEditor;
  const place = editor && placeOf(editor.document);
  if (editor === undefined || place?.source !== path) return () => false;
  const { line } = editor.selection.active;
  const here = pathOf(editor.document.uri);
  return ({ span }) =>
    pathOf(uriOfSpan(path, span.path)) === here && span.start.line <= line && line <= span.end.line;
}

const asking = {
  input: 'Whole shape of each input, batch first: 1,3,32,32 or int:1,30<10000; several apart by semicolons',
  loss: 'The loss: cross-entropy, mse, …',
  mode: 'train or eval',
  network: 'What makes the network: ResNet18(num_classes=10)',
} as const satisfies Record<DirectOrder['field'], string>;

/** Asks for the words of a directive comment, and writes it above the definition of the network. */
export async function writeDirective(parts: Parts, order: DirectOrder): Promise<void> {
  const { path, network, revision, field, words } = order;
  const to = await vscode.window.showInputBox({
    ...{ title: `Assumed ${field}`, prompt: asking[field], value: words, ignoreFocusOut: true },
    validateInput: (text) => (/[\r\n]/.test(text) ? 'One line, please' : null),
  });
  if (to === undefined) return;
  const intent = { kind: 'set-directive', field, to: to.trim() === '' ? null : to.trim() } as const;
  const edit = { kind: 'edit', path, network, revision, intents: [intent] } as const;
  (await parts.studies()).receive({}, edit, () => undefined);
}
