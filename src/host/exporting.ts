/** Saves what can leave: asks for a name in a dialog, then writes through the workspace's file system. */
import * as vscode from 'vscode';
import type { Report } from '../analysis/report';
import { jsonReport } from '../protocol/reportJson';
import { plainFileName } from './fromPanel';
import { uriOf } from './networkFiles';

/** Asks where to save, with a proposal beside the source, and saves. */
export async function saveExport(
  source: string | null,
  fileName: string,
  content: string | Uint8Array,
): Promise<void> {
  const name = plainFileName(fileName);
  const folder =
    source === null ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(uriOf(source), '..');
  const uri = await vscode.window.showSaveDialog({
    title: 'Export from Backprop Lens',
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (uri === undefined) return;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await vscode.workspace.fs.writeFile(uri, bytes);
}

/** A report as JSON, in the format of the command line. */
export function reportFile(report: Report): readonly [fileName: string, content: string] {
  const name = uriOf(report.path).path.split('/').at(-1) ?? '';
  const stem = name.replace(/\.network\.\w+$/, '');
  return [`${stem}.report.json`, `${JSON.stringify(jsonReport([report], null), undefined, 2)}\n`];
}
