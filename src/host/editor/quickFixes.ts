/** What can be done about a finding, as quick fixes: measured remedies, ways to silence it, its explanation. */
import * as vscode from 'vscode';
import type { Finding, Report } from '../../analysis/report';
import type { Parts } from '../commands';
import { lineNow, type LineChange } from '../drift';
import { placeOf } from '../documents';
import { pathOf, uriOf } from '../networkFiles';
import { ignoreEverywhere, shows } from '../settings';

/** A finding with its network and the line on which it stands now. */
export interface Placed {
  readonly path: string;
  readonly network: number;
  readonly finding: Finding;
  readonly line: number;
}

/** The command that makes edits of a source, given as an order like those of the panel. */
export const editCommand = 'backpropLens.editSource';

/** An edit that helps, and what makes it. */
export interface Offer {
  /** What it does, with before → after. */
  readonly title: string;
  readonly command: vscode.Command;
}

/** Finds remedies; asked only when somebody opens the list of fixes. */
export type Offers = (placed: Placed, token: vscode.CancellationToken) => Promise<readonly Offer[]>;

/** The findings of a report that stand on some lines, as they now are, of the document whose spans have the path `own`. */
export function findingsOn(
  { path, networks }: Report,
  own: string,
  changes: readonly LineChange[],
  { start, end }: vscode.Range,
): readonly Placed[] {
  return networks.flatMap(({ findings }, network) =>
    findings
      .map((finding) => ({ path, network, finding, line: lineNow(finding.span.start.line, changes) }))
      .filter(({ finding: { span }, line }) => span.path === own && start.line <= line && line <= end.line),
  );
}

/** Provides the fixes. */
export function quickFixes({ session, edits }: Parts, offers: Offers): vscode.CodeActionProvider {
  return {
    provideCodeActions: async (document, range, context, token) => {
      const place = placeOf(document);
      const envelope = place && session.envelope(place.source);
      if (place === null || envelope === null || !shows('quickFixes')) return [];
      const { report, revision } = envelope;
      const placed = findingsOn(report, place.path, edits.since(pathOf(document.uri)), range);
      // The light bulb asks at every move of the cursor; what takes a while waits until the list is opened.
      const isWanted = context.triggerKind === vscode.CodeActionTriggerKind.Invoke && !document.isDirty;
      const wanted = isWanted ? placed : [];
      const measured = await Promise.all(wanted.map((each) => remediesOf(each, offers, context, token)));
      return [...measured.flat(), ...placed.flatMap((each) => silencers(each, revision, context))];
    },
  };
}

async function remediesOf(
  placed: Placed,
  offers: Offers,
  context: vscode.CodeActionContext,
  token: vscode.CancellationToken,
): Promise<readonly vscode.CodeAction[]> {
  const offered = await offers(placed, token);
  return offered.map(({ title, command }, rank) => {
    const made = action(title, command, placed, context);
    made.isPreferred = rank === 0;
    return made;
  });
}

function silencers(
  placed: Placed,
  revision: number,
  context: vscode.CodeActionContext,
): readonly vscode.CodeAction[] {
  const { path, network, finding } = placed;
  const { rule, span, layer } = finding;
  const ignore = (where: string, line: number | null): vscode.CodeAction => {
    const name = `Ignore ${rule} ${where}`;
    const other = span.path === path ? {} : { path: span.path };
    const intents = [{ kind: 'ignore', rule, line, ...other }];
    const order = { kind: 'edit', path, network, revision, intents };
    const command = { title: name, command: editCommand, arguments: [order] };
    return action(name, command, placed, context);
  };
  const link = (title: string, command: string, ...args: readonly unknown[]): vscode.CodeAction =>
    action(title, { title, command, arguments: [...args] }, placed, context);
  return [
    ignore('on this line', span.start.line),
    ignore('in this file', null),
    link(`Ignore ${rule} in the workspace`, ignoreEverywhereCommand, rule),
    link(`Explain ${rule}`, 'backpropLens.explainRule', rule),
    link('Show in the Lens', 'backpropLens.openLens', uriOf(path), network, layer),
  ];
}

function action(
  title: string,
  command: vscode.Command,
  { finding }: Placed,
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.command = command;
  made.diagnostics = diagnostics.filter(
    ({ source, code }) =>
      source === 'Backprop Lens' && typeof code === 'object' && code.value === finding.rule,
  );
  return made;
}

const ignoreEverywhereCommand = 'backpropLens.ignoreRuleEverywhere';

/** The command behind the fixes that no other has; nothing else calls it. */
export function registerFixCommands(): vscode.Disposable {
  return vscode.commands.registerCommand(ignoreEverywhereCommand, ignoreEverywhere);
}
