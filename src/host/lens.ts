/**
 * The Lens: the view in the side bar and the panel in the editor, both showing the state of one chosen source, and the editors of model files,
 * each of which shows its own file.
 */
import * as vscode from 'vscode';
import type { FromPanel, Selection, ToPanel } from '../protocol/messages';
import { wrapNonFinite } from '../protocol/nonFinite';
import { firstRecalledRevision } from '../protocol/training';
import { readFromPanel } from './fromPanel';
import { KeptPictures } from './keptPictures';
import { lensPage, panelFolder } from './lensPage';
import { pathOf, type NetworkFiles } from './networkFiles';
import type { Session } from './session';
import type { Studies, StudyMessage } from './studies';

/** The ids of the view, of the panel, and of the editor of model files. */
export const lensView = 'backpropLens.lens';
export const lensEditor = 'backpropLens.lensEditor';
export const modelEditor = 'backpropLens.modelEditor';

/** Does what a panel asks for beyond showing; `shown` is the source that it shows. */
export type Obey = (
  message: Exclude<FromPanel, StudyMessage | { kind: 'ready' }>,
  shown: string | null,
) => void;

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
  /** The source that it always shows; null: the chosen one. */
  readonly own: string | null;
}

/** All places where the Lens is shown, and the source that it shows. */
export class Lens
  implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer, vscode.CustomReadonlyEditorProvider
{
  readonly #extension: vscode.Uri;
  readonly #session: Session;
  readonly #files: NetworkFiles;
  readonly #obey: Obey;
  readonly #asking: Asking;
  readonly #surfaces = new Set<Surface>();
  readonly #kept = new KeptPictures();
  /** The file that a click in the Lens has led to: that it is active then is no wish to look at another network. */
  ledTo: string | null = null;
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

  /** The source that is chosen. */
  get path(): string | null {
    return this.#path;
  }

  /** Whether anybody can see the chosen source. */
  get visible(): boolean {
    return [...this.#surfaces].some((surface) => surface.own === null && surface.visible());
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

  /** Sends the state of a source (or of each its own) anew to the panels that can be seen; a hidden one asks when it is shown again. */
  update(path?: string): void {
    if (path !== undefined) this.#kept.note(path, this.#session.envelope(path));
    for (const surface of this.#surfaces) {
      if (surface.visible() && (path === undefined || this.#shownIn(surface) === path))
        this.#tellState(surface);
    }
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

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const path = pathOf(uri);
    this.#files.add(path);
    const surface = this.#attach(panel.webview, () => panel.visible, path);
    panel.onDidDispose(() => this.#forget(surface));
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

  #attach(webview: vscode.Webview, visible: () => boolean, own: string | null = null): Surface {
    const surface = { webview, visible, own };
    webview.options = { enableScripts: true, localResourceRoots: [panelFolder(this.#extension)] };
    webview.onDidReceiveMessage((message: unknown) => void this.#receive(surface, message));
    webview.html = lensPage(webview, this.#extension);
    this.#surfaces.add(surface);
    return surface;
  }

  async #receive(surface: Surface, message: unknown): Promise<void> {
    const read = readFromPanel(message);
    if (read === null) return;
    const path = this.#shownIn(surface);
    if (read.kind === 'ready') {
      this.#asking.loaded()?.gone(surface);
      if (path !== null) void this.#session.look(path, { urgent: true });
      this.#tellState(surface);
      if (this.#selected?.path === path) post(surface, { kind: 'select', ...this.#selected });
      if (path !== null) this.#asking.loaded()?.show(path, (reply) => post(surface, reply));
    } else if (read.kind === 'pictures' && read.revision < firstRecalledRevision) {
      post(surface, await this.#session.pictures(read));
    } else if (isStudyMessage(read)) {
      (await this.#asking.load()).receive(surface, read, (reply) => post(surface, reply));
    } else {
      this.#obey(read, path);
    }
  }

  #shownIn({ own }: Surface): string | null {
    return own ?? this.#path;
  }

  #tellState(surface: Surface): void {
    const { own } = surface;
    const sources = this.#files.entries().filter(({ path }) => own === null || path === own);
    const path = this.#shownIn(surface);
    const state = this.#kept.amended(path, this.#session.state(path, sources));
    post(surface, { kind: 'state', state });
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
