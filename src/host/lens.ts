/** The Lens: the view in the side bar and the panel in the editor, both showing the state of one chosen source. */
import * as vscode from 'vscode';
import type { FromPanel, Selection, ToPanel } from '../protocol/messages';
import { wrapNonFinite } from '../protocol/nonFinite';
import { firstRecalledRevision } from '../protocol/training';
import { readFromPanel } from './fromPanel';
import { lensPage, panelFolder } from './lensPage';
import type { NetworkFiles } from './networkFiles';
import type { Session } from './session';
import type { Studies, StudyMessage } from './studies';

/** The view's and the panel's ids. */
export const lensView = 'backpropLens.lens';
export const lensEditor = 'backpropLens.lensEditor';

/** Does what a panel asks for beyond showing. */
export type Obey = (message: Exclude<FromPanel, StudyMessage | { kind: 'ready' }>) => void;

/** The questions beyond a report; loads what answers them with the first. */
export interface Asking {
  /** What was loaded, if anything was. */
  readonly loaded: () => Studies | null;
  readonly load: () => Promise<Studies>;
}

/** One place where the Lens is shown. */
interface Surface {
  readonly webview: vscode.Webview;
  visible(): boolean;
}

/** All places where the Lens is shown, and the source that it shows. */
export class Lens implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer {
  readonly #extension: vscode.Uri;
  readonly #session: Session;
  readonly #files: NetworkFiles;
  readonly #obey: Obey;
  readonly #asking: Asking;
  readonly #surfaces = new Set<Surface>();
  #view: vscode.WebviewView | null = null;
  #panel: vscode.WebviewPanel | null = null;
  #path: string | null = null;
  #selected: { readonly path: string; readonly selection: Selection } | null = null;

  constructor(extension: vscode.Uri, session: Session, files: NetworkFiles, obey: Obey, asking: Asking) {
    this.#extension = extension;
    this.#session = session;
    this.#files = files;
    this.#obey = obey;
    this.#asking = asking;
  }

  /** The source that is shown. */
  get path(): string | null {
    return this.#path;
  }

  /** Whether anybody can see it. */
  get visible(): boolean {
    return [...this.#surfaces].some((surface) => surface.visible());
  }

  /** Where the editor panel stands, if there is one. */
  get column(): vscode.ViewColumn | undefined {
    return this.#panel?.visible === true ? this.#panel.viewColumn : undefined;
  }

  /** Chooses the source to show; null: none. */
  show(path: string | null): void {
    if (this.#path === path) return;
    this.#path = path;
    this.update();
    if (path !== null) this.#asking.loaded()?.show(path, (message) => this.tell(message));
  }

  /** Sends a message to every panel that can be seen. */
  tell(message: ToPanel): void {
    this.#send(() => message);
  }

  /** Sends the state anew to every panel that can be seen; a hidden one asks when it is shown again. */
  update(): void {
    this.#send(() => ({ kind: 'state', state: this.#session.state(this.#path, this.#files.entries()) }));
  }

  /** Selects a layer in every panel; one that is not there yet is told when it comes. */
  select(path: string, selection: Selection): void {
    const before = this.#selected;
    if (before?.path === path && same(before.selection, selection)) return;
    this.#selected = { path, selection };
    this.#send(() => ({ kind: 'select', path, selection }));
  }

  /** A panel has selected a layer by itself. */
  selected(path: string, selection: Selection): void {
    this.#selected = { path, selection };
  }

  /** Shows the panel in the editor area, beside what is there; it exists at most once. */
  openEditor(): void {
    if (this.#panel !== null) {
      this.#panel.reveal(undefined, true);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#adopt(vscode.window.createWebviewPanel(lensEditor, 'Lens', place));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    const surface = this.#attach(view.webview, () => view.visible);
    view.onDidDispose(() => {
      this.#forget(surface);
      if (this.#view === view) this.#view = null;
    });
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#adopt(panel);
    return Promise.resolve();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'media', 'nabla.svg');
    const surface = this.#attach(panel.webview, () => panel.visible);
    panel.onDidDispose(() => {
      this.#forget(surface);
      if (this.#panel === panel) this.#panel = null;
    });
  }

  #attach(webview: vscode.Webview, visible: () => boolean): Surface {
    const surface = { webview, visible };
    webview.options = { enableScripts: true, localResourceRoots: [panelFolder(this.#extension)] };
    webview.onDidReceiveMessage((message: unknown) => void this.#receive(surface, message));
    webview.html = lensPage(webview, this.#extension);
    this.#surfaces.add(surface);
    return surface;
  }

  async #receive(surface: Surface, message: unknown): Promise<void> {
    const read = readFromPanel(message);
    if (read === null) return;
    if (read.kind === 'ready') {
      this.#asking.loaded()?.gone(surface);
      if (this.#path !== null) void this.#session.look(this.#path, { urgent: true });
      const state = this.#session.state(this.#path, this.#files.entries());
      post(surface, { kind: 'state', state });
      if (this.#selected?.path === this.#path) post(surface, { kind: 'select', ...this.#selected });
      if (this.#path !== null) this.#asking.loaded()?.show(this.#path, (reply) => post(surface, reply));
    } else if (read.kind === 'pictures' && read.revision < firstRecalledRevision) {
      post(surface, await this.#session.pictures(read));
    } else if (isStudyMessage(read)) {
      (await this.#asking.load()).receive(surface, read, (reply) => post(surface, reply));
    } else {
      this.#obey(read);
    }
  }

  #forget(surface: Surface): void {
    this.#surfaces.delete(surface);
    this.#asking.loaded()?.gone(surface);
  }

  #send(make: () => ToPanel): void {
    const seen = [...this.#surfaces].filter((surface) => surface.visible());
    if (seen.length === 0) return;
    const message = make();
    for (const surface of seen) post(surface, message);
  }
}

const studyKinds: ReadonlySet<string> = new Set<StudyMessage['kind']>([
  'ask',
  'dismiss',
  'edit',
  'train',
  'recall',
  'pictures',
]);

function isStudyMessage(message: FromPanel): message is StudyMessage {
  return studyKinds.has(message.kind);
}

function same(one: Selection, other: Selection): boolean {
  return one.network === other.network && one.layer === other.layer;
}

function post({ webview }: Surface, message: ToPanel): void {
  void webview.postMessage(wrapNonFinite(message));
}
