/** What is known about each source: its last text, files, report or failure; inspects again when any of them changes. Knows no editor. */
import { isDiskFile, type SentBytes } from '../base/byteSource';
import type { FileMissing, SentContent } from '../base/source';
import { mostFiles, mostRounds } from '../base/programs';
import type {
  Envelope,
  Overrides,
  PanelState,
  PicturesReply,
  PicturesRequest,
  Shown,
  SourceEntry,
  Stage,
  SubjectText,
} from '../protocol/messages';
import type { Engine, Limits } from './engine';
import type { After } from './worker';

/** What the session needs from the editor around it. */
export interface Surroundings {
  readonly engine: Engine;
  readonly after: After;
  /** The saved text of a source, the bytes of a model file, or null when it is gone. */
  read(path: string): Promise<string | SentBytes | null>;
  /** A file that a source names, relative to that source. */
  fetch(path: string, need: string): Promise<SentContent>;
  limits(): Limits;
  /** What the person who looks says over the head of a source. */
  overrides(path: string): Promise<Overrides>;
  /** Something about this source is new. */
  changed(path: string): void;
  /** For the log. */
  failed(path: string, reason: string, details: string): void;
}

/** Why a source should be looked at. */
export interface Look {
  /** Its text, where the asker knows it; else it is read. */
  readonly text?: string;
  /** Somebody is waiting for it. */
  readonly urgent?: boolean;
  /** Inspect even if nothing has changed, with all its files read anew. */
  readonly again?: boolean;
}

/** One source that was looked at. */
interface Known {
  /** Counts the looks; a text that an older one brings is dropped. */
  look: number;
  /** The newest question about each file it needs; an older answer is dropped. */
  readonly asked: Map<string, number>;
  /** Whether the last attempt to read the source failed. */
  unread: boolean;
  /** Counts the inspections; a report that an older one brings is dropped. */
  run: number;
  text: string | null;
  /** The whole file, where it is a model file. */
  bytes: SentBytes | null;
  /** What stands for the content: the text itself, or a hash of the bytes. */
  key: string;
  /** The newest text that networks were found in, and the one before it. */
  whole: string | null;
  before: string | null;
  overrides: Overrides;
  /** Limits and overrides of the last inspection, as JSON. */
  asking: string;
  files: ReadonlyMap<string, SentContent>;
  shown: Envelope | null;
  failure: string | null;
  stage: Stage;
  urgent: boolean;
  /** Null when nothing runs; else whether it has been running for long enough to say so. */
  working: boolean | null;
  release: () => void;
}

/** A shorter inspection is over before anybody could read that it runs. */
const silentFor = 300;

/** The sources of a window and their inspections. */
export class Session {
  readonly #around: Surroundings;
  readonly #known = new Map<string, Known>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Paths of the sources that were looked at. */
  paths(): readonly string[] {
    return [...this.#known.keys()];
  }

  knows(path: string): boolean {
    return this.#known.has(path);
  }

  /** The last good report of a source. */
  envelope(path: string): Envelope | null {
    return this.#known.get(path)?.shown ?? null;
  }

  failure(path: string): string | null {
    return this.#known.get(path)?.failure ?? null;
  }

  /** The source as the last report was made of it (or as it is being inspected), with its files; null when it is not known. */
  subject(path: string): {
    readonly subject: Omit<SubjectText, 'network'>;
    readonly revision: number;
    /** Whether the report is of this text. */
    readonly settled: boolean;
  } | null {
    const known = this.#known.get(path);
    if (known?.text == null) return null;
    const { text, bytes, files, overrides, shown, working, failure } = known;
    const settings = this.#around.limits();
    const settled = working === null && failure === null;
    const subject = { path, text, ...(bytes && { bytes }), files: [...files], overrides, settings };
    return { subject, revision: shown?.revision ?? 0, settled };
  }

  /** The text of the source before the shown one, of those that networks were found in; null where there was none. */
  before(path: string): string | null {
    return this.#known.get(path)?.before ?? null;
  }

  /** Files that the source named, as it wrote them. */
  needs(path: string): readonly string[] {
    return [...(this.#known.get(path)?.files.keys() ?? [])];
  }

  /** Inspects a source if it is new, has changed, or `again` is asked for. */
  async look(path: string, { text, urgent = false, again = false }: Look = {}): Promise<void> {
    const known = this.#known.get(path) ?? unknown();
    this.#known.set(path, known);
    const look = ++known.look;
    const saved = text ?? (await this.#read(path, known, look));
    const key = saved == null ? '' : await keyOf(saved);
    const overrides = await this.#around.overrides(path);
    if (saved === undefined || known.look !== look || this.#known.get(path) !== known) return;
    if (saved === null) {
      this.forget(path);
      return;
    }
    const asking = JSON.stringify([this.#around.limits(), overrides]);
    if (key === known.key && asking === known.asking && !again && !known.unread) return;
    known.unread = false;
    if (again) known.files = new Map();
    Object.assign(known, { ...contentOf(saved), key, overrides, asking, urgent });
    this.#begin(path, known);
    this.#submit(path, known, mostRounds);
  }

  /** Reads one file of a source anew, and inspects the source if the file has changed. */
  async fileChanged(path: string, need: string): Promise<void> {
    const known = this.#known.get(path);
    if (known?.text == null || !known.files.has(need)) return;
    const question = (known.asked.get(need) ?? 0) + 1;
    known.asked.set(need, question);
    const content = await this.#around.fetch(path, need);
    if (known.asked.get(need) !== question) return;
    if (this.#known.get(path) !== known || same(known.files.get(need), content)) return;
    known.files = new Map(known.files).set(need, content);
    this.#begin(path, known);
    this.#submit(path, known, mostRounds);
  }

  /** Looks at every source under the limits as they now are. */
  async lookAtAll(): Promise<void> {
    await Promise.all(this.paths().map((path) => this.look(path)));
  }

  /** The source is gone. */
  forget(path: string): void {
    const known = this.#known.get(path);
    if (known === undefined) return;
    known.release();
    this.#known.delete(path);
    this.#around.engine.forget(path);
    this.#around.changed(path);
  }

  /** Leaves the running inspection of a source; the last good report stays. */
  cancel(path: string): void {
    const known = this.#known.get(path);
    if (known?.working == null) return;
    known.run += 1;
    this.#around.engine.forget(path);
    this.#fail(path, known, 'The inspection was cancelled.');
  }

  /** Heavy pictures; where the worker has dropped them, the source is inspected again, and new ones can be asked for. */
  async pictures(request: PicturesRequest): Promise<PicturesReply> {
    const reply = await this.#around.engine.pictures(request);
    const known = this.#known.get(request.path);
    const gone = reply.outcome === 'stale' && known?.shown?.revision === request.revision;
    if (gone && known.working === null && known.failure === null)
      void this.look(request.path, { again: true });
    return reply;
  }

  /** What a panel shows of a source. */
  state(path: string | null, sources: readonly SourceEntry[]): PanelState {
    const known = path === null ? undefined : this.#known.get(path);
    if (path === null || known === undefined) return { kind: 'idle', sources };
    const last: Shown | null = known.shown && { kind: 'shown', envelope: known.shown, sources };
    if (known.working === true) return { kind: 'working', path, stage: known.stage, sources, last };
    if (known.failure !== null) {
      return { kind: 'failed', path, reason: known.failure, span: null, sources, last };
    }
    return last ?? { kind: 'working', path, stage: known.stage, sources, last };
  }

  /** What is saved; null when there is no such file, undefined when it cannot be read, which is then told. */
  async #read(path: string, known: Known, look: number): Promise<string | SentBytes | null | undefined> {
    try {
      return await this.#around.read(path);
    } catch (error) {
      if (this.#known.get(path) === known && known.look === look) {
        known.unread = true;
        this.#fail(path, known, `The file cannot be read: ${String(error)}`);
      }
      return undefined;
    }
  }

  #begin(path: string, known: Known): void {
    known.stage = 'read';
    if (known.working !== null) return;
    known.working = false;
    known.release = this.#around.after(silentFor, () => {
      known.working = true;
      this.#around.changed(path);
    });
  }

  #submit(path: string, known: Known, rounds: number): void {
    const { text, bytes, files, overrides, urgent } = known;
    const run = ++known.run;
    const current = (): boolean => known.run === run && this.#known.get(path) === known;
    this.#around.engine.inspect({
      ...{ path, text: text ?? '', ...(bytes && { bytes }), files, urgent },
      ...{ limits: this.#around.limits(), overrides },
      stage: (stage) => {
        if (!current()) return;
        known.stage = stage;
        if (known.working === true) this.#around.changed(path);
      },
      report: (envelope) => {
        if (!current()) return;
        const missing = envelope.report.needs.filter((need) => !files.has(need));
        if (missing.length > 0 && rounds > 0) void this.#supply(path, known, missing, rounds - 1);
        else this.#show(path, known, envelope);
      },
      failed: (reason, details) => {
        if (!current()) return;
        this.#around.failed(path, reason, details);
        this.#fail(path, known, reason);
      },
    });
  }

  /** Fetches the files that a report asks for, and inspects again with them. */
  async #supply(path: string, known: Known, missing: readonly string[], rounds: number): Promise<void> {
    const run = ++known.run;
    // The last round answers what is still asked for, so that what can be read without it is shown.
    const room = rounds === 0 ? 0 : Math.max(0, mostFiles - known.files.size);
    const fetched = await Promise.all(
      missing.map(
        async (need, place) => [need, place < room ? await this.#around.fetch(path, need) : tooMany] as const,
      ),
    );
    if (known.run !== run || this.#known.get(path) !== known) return;
    known.files = new Map([...known.files, ...fetched]);
    this.#submit(path, known, rounds);
  }

  #show(path: string, known: Known, envelope: Envelope): void {
    known.release();
    Object.assign(known, { shown: envelope, failure: null, working: null });
    const { networks, complete } = envelope.report;
    // What cannot be read for a moment is not what one wants to compare with.
    if (complete && networks.length > 0 && known.whole !== known.text) {
      Object.assign(known, { before: known.whole, whole: known.text });
    }
    this.#around.changed(path);
  }

  #fail(path: string, known: Known, reason: string): void {
    known.release();
    Object.assign(known, { failure: reason, working: null });
    this.#around.changed(path);
  }
}

const nothing: Overrides = { sampleShape: null, loss: null };

const tooMany: FileMissing = { missing: 'the source asks for too many files' };

function unknown(): Known {
  return {
    ...{ whole: null, before: null },
    ...{
      look: 0,
      run: 0,
      text: null,
      bytes: null,
      key: '',
      overrides: nothing,
      asking: '',
      files: new Map(),
      shown: null,
      failure: null,
    },
    ...{ stage: 'read', urgent: false, working: null, release: () => undefined },
    ...{ asked: new Map(), unread: false },
  };
}

/** What is kept of a saved file: a text, or bytes. */
function contentOf(saved: string | SentBytes): Pick<Known, 'text' | 'bytes'> {
  return typeof saved === 'string' ? { text: saved, bytes: null } : { text: '', bytes: saved };
}

/** What tells two contents apart: a text itself, a hash of bytes, and when a file of the disk was changed. */
async function keyOf(saved: string | SentBytes): Promise<string> {
  if (typeof saved === 'string') return `text ${saved}`;
  if (isDiskFile(saved)) return `disk ${saved.size} ${saved.changed}`;
  // What a file is read into is never shared memory.
  const bytes = saved as Uint8Array<ArrayBuffer>;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `bytes ${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function same(one: SentContent | undefined, other: SentContent): boolean {
  if (one instanceof Uint8Array && other instanceof Uint8Array) {
    return one.length === other.length && one.every((byte, index) => byte === other[index]);
  }
  if (one === undefined || one instanceof Uint8Array || other instanceof Uint8Array) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}
