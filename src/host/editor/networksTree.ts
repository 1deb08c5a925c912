/** The tree of networks: file, network, layer, parameter, each with its severity by icon and word. */
import * as vscode from 'vscode';
import type { NetworkReport } from '../../analysis/report';
import type { Severity } from '../../base/problem';
import { counted } from '../../base/numbers';
import type { Selection } from '../../protocol/messages';
import type { Parts } from '../commands';
import { uriOf, type NetworkFiles } from '../networkFiles';
import { revealSpan } from '../opening';
import { spanOf } from '../places';
import type { Session } from '../session';
import {
  countsText,
  findingsOf,
  gravest,
  layerLine,
  networkLine,
  parameterLine,
  severityWord,
  toldOf,
} from '../words';

/** A row of the tree, by indices: the report behind it may be replaced at any time. */
export interface Row {
  readonly path: string;
  readonly network?: number;
  readonly layer?: number;
  readonly parameter?: number;
}

const icons: Readonly<Record<Severity, vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  information: new vscode.ThemeIcon('info'),
};

/** Which icon a row wears where nothing is wrong. */
const plain = {
  network: new vscode.ThemeIcon('type-hierarchy-sub'),
  layer: new vscode.ThemeIcon('layers'),
  parameter: new vscode.ThemeIcon('symbol-array'),
} as const;

/** The rows below a row; a file's networks are known once it was inspected. */
function rowsBelow(row: Row, session: Session): readonly Row[] {
  const networks = session.envelope(row.path)?.report.networks ?? [];
  const indices = (list: readonly unknown[] = []): readonly number[] => [...list.keys()];
  if (row.network === undefined) return indices(networks).map((network) => ({ ...row, network }));
  const layers = networks[row.network]?.layers ?? [];
  if (row.layer === undefined) return indices(layers).map((layer) => ({ ...row, layer }));
  if (row.parameter !== undefined) return [];
  return indices(layers[row.layer]?.parameterReports).map((parameter) => ({ ...row, parameter }));
}

function rowAbove({ path, network, layer, parameter }: Row): Row | undefined {
  if (network === undefined) return undefined;
  if (layer === undefined) return { path };
  return parameter === undefined ? { path, network } : { path, network, layer };
}

/** A row's identity; texts out of a source come last and are numbers only. */
const idOf = ({ path, network, layer, parameter }: Row): string =>
  [path, network, layer, parameter].filter((part) => part !== undefined).join('#');

function itemOf(row: Row, session: Session): vscode.TreeItem {
  const network =
    row.network === undefined ? undefined : session.envelope(row.path)?.report.networks[row.network];
  const item = network === undefined ? fileItem(row, session) : networkItem(row, network, session);
  item.id = idOf(row);
  return item;
}

function fileItem({ path }: Row, session: Session): vscode.TreeItem {
  const item = new vscode.TreeItem(uriOf(path), vscode.TreeItemCollapsibleState.Collapsed);
  const report = session.envelope(path)?.report;
  const failure = session.failure(path);
  const severity = failure === null ? report && gravest(toldOf(report)) : 'error';
  item.iconPath = severity == null ? vscode.ThemeIcon.File : icons[severity];
  item.description = failure ?? (report && countsText(toldOf(report))) ?? true;
  if (item.description === '') item.description = true;
  item.contextValue = 'file';
  return item;
}

function networkItem(row: Row, network: NetworkReport, session: Session): vscode.TreeItem {
  const { layer: index, parameter } = row;
  const layer = index === undefined ? undefined : network.layers[index];
  if (index === undefined || layer === undefined) {
    const report = session.envelope(row.path)?.report;
    const item = new vscode.TreeItem(network.name, vscode.TreeItemCollapsibleState.Expanded);
    if (report) item.description = networkLine(network, report);
    item.iconPath = wears(gravest(network.findings), plain.network);
    return withSelection(item, row);
  }
  const written = parameter === undefined ? undefined : layer.parameterReports[parameter];
  if (written !== undefined) {
    const item = new vscode.TreeItem(written.name);
    item.description = parameterLine(written);
    item.iconPath = plain.parameter;
    return withSelection(item, row);
  }
  const below = layer.parameterReports.length > 0;
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(layer.name, below ? Collapsed : None);
  const findings = findingsOf(network, index);
  const severity = gravest(findings);
  item.description = severity === null ? layerLine(layer) : `${severityWord(severity)} · ${layerLine(layer)}`;
  item.tooltip =
    findings.length === 0
      ? counted(layer.parameters, 'parameter')
      : findings.map(({ message }) => message).join('\n');
  item.iconPath = wears(severity, plain.layer);
  return withSelection(item, row);
}

function wears(severity: Severity | null, otherwise: vscode.ThemeIcon): vscode.ThemeIcon {
  return severity === null ? otherwise : icons[severity];
}

function withSelection(item: vscode.TreeItem, row: Row): vscode.TreeItem {
  item.command = { command: 'backpropLens.selectLayer', title: 'Select', arguments: [row] };
  return item;
}

/** The tree as a view, with the ways to bring it up to date. */
export interface NetworksTree {
  dispose(): void;
  /** A source is new, gone or newly inspected. */
  update(): void;
  /** Marks the row of a selection, without opening the view for it. */
  mark(path: string, selection: Selection): void;
}

/** Makes the tree; `wanted` hears of a file whose rows are asked for before it was inspected. */
export function networksTree(
  files: NetworkFiles,
  session: Session,
  wanted: (path: string) => void,
): NetworksTree {
  const changes = new vscode.EventEmitter<Row | undefined>();
  const provider: vscode.TreeDataProvider<Row> = {
    onDidChangeTreeData: changes.event,
    getTreeItem: (row) => itemOf(row, session),
    getParent: rowAbove,
    getChildren: (row) => {
      if (row === undefined) return files.entries().map(({ path }) => ({ path }));
      if (!session.knows(row.path)) wanted(row.path);
      return [...rowsBelow(row, session)];
    },
  };
  const view = vscode.window.createTreeView('backpropLens.networks', { treeDataProvider: provider });
  return {
    update: () => changes.fire(undefined),
    mark: (path, { network, layer }) => {
      if (!view.visible) return;
      const row: Row = layer === null ? { path, network } : { path, network, layer };
      // A row that has just gone cannot be marked, and need not be.
      view.reveal(row, { select: true, focus: false }).then(undefined, () => undefined);
    },
    dispose: () => {
      view.dispose();
      changes.dispose();
    },
  };
}

/** Selects the layer of a row that was clicked, and shows it in the source. */
export async function selectRow(
  { session, edits, lens }: Parts,
  { path, network = 0, layer }: Row,
): Promise<void> {
  const found = session.envelope(path)?.report.networks[network];
  if (found === undefined) return;
  lens().show(path);
  lens().select(path, { network, layer: layer ?? null });
  await revealSpan(path, spanOf(found, layer ?? null), edits, lens().column);
}
