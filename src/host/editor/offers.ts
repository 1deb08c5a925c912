/** Measured remedies as offers of a quick fix: what is not measured soon is offered as something to wait for. */
import * as vscode from 'vscode';
import type { Remedy } from '../../protocol/remedies';
import type { Parts } from '../commands';
import { readFromPanel } from '../fromPanel';
import type { Remedies } from '../remedies';
import { editCommand, type Offer, type Offers, type Placed } from './quickFixes';

/** The list of fixes does not wait longer, in milliseconds; the measurement goes on. */
const patience = 4000;

/** Finds the remedies of a finding. */
export function measuredOffers({ session }: Parts, remedies: Remedies): Offers {
  return async ({ path, network, finding }, token) => {
    const revision = session.envelope(path)?.revision ?? 0;
    const measured = remedies.remediesFor(path, { network, finding });
    const found = await before(measured, token);
    if (token.isCancellationRequested) return [];
    if (found === null) return [later({ path, network, finding })];
    return found.map(({ label, intents }) => {
      const order = { kind: 'edit', path, network, revision, intents } as const;
      return { title: label, command: { title: label, command: editCommand, arguments: [order] } };
    });
  };
}

/** The remedies, or null when time is up or nobody waits any more. */
function before(
  measured: Promise<readonly Remedy[]>,
  token: vscode.CancellationToken,
): Promise<readonly Remedy[] | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), patience);
    token.onCancellationRequested(() => resolve(null));
    measured.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function later({ path, network, finding }: Pick<Placed, 'path' | 'network' | 'finding'>): Offer {
  const title = `Measure remedies for ${finding.rule}, and show them here`;
  return { title, command: { title, command: awaitCommand, arguments: [path, network, finding] } };
}

const awaitCommand = 'backpropLens.awaitRemedies';

/** Registers what only the offers call. */
export function registerOfferCommands({ studies }: Parts, remedies: Remedies): readonly vscode.Disposable[] {
  return [
    vscode.commands.registerCommand(editCommand, async (order: unknown) => {
      const read = readFromPanel(order);
      if (read?.kind === 'edit') (await studies()).receive({}, read, () => undefined);
    }),
    vscode.commands.registerCommand(
      awaitCommand,
      async (path: string, network: number, finding: Placed['finding']) => {
        const location = vscode.ProgressLocation.Window;
        const measured = remedies.remediesFor(path, { network, finding });
        await vscode.window.withProgress({ location, title: 'Measuring remedies' }, () => measured);
        await vscode.commands.executeCommand('editor.action.quickFix');
      },
    ),
  ];
}
