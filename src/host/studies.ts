/** Questions and trainings on their way between panels and a worker of their own, so that an inspection never waits for them. */
import { filesOf } from '../base/source';
import type {
  AskRequest,
  DismissRequest,
  EarlierTexts,
  FromWorker,
  PicturesRequest,
  Revision,
  SubjectText,
  ToPanel,
} from '../protocol/messages';
import type { EditOrder, EditRequest } from '../protocol/editing';
import {
  firstRecalledRevision,
  type RecallRequest,
  type TrainingMessage,
  type TrainingOrder,
  type TrainingState,
} from '../protocol/training';
import type { Edited } from './applyEdits';
import type { StartWorker, WorkerLink } from './worker';

/** What a panel asks beyond its state. */
export type StudyMessage =
  AskRequest | DismissRequest | EditOrder | TrainingOrder | RecallRequest | PicturesRequest;

/** What the studies need of the host around them. */
export interface StudySurroundings {
  readonly start: StartWorker;
  /** The saved source of a path with its files, and the revision of its report; null when it is not known. */
  readonly subject: (path: string) => {
    readonly subject: Omit<SubjectText, 'network'>;
    readonly revision: number;
    /** Whether the report is of this text. */
    readonly settled: boolean;
  } | null;
  /** Earlier texts of a source, for the question of what changed. */
  readonly earlier: (path: string) => Promise<EarlierTexts>;
  /** Tells every panel. */
  readonly tell: (message: ToPanel) => void;
  readonly failed: (reason: string) => void;
  /** Makes the edits of a saved text, or tells why there are none. */
  readonly apply: (edited: Edited) => void;
}

type Reply = (message: ToPanel) => void;

interface Asked {
  /** Who asked, and under which number. */
  readonly panel: object;
  readonly id: number;
  readonly reply: Reply;
  readonly kind: 'ask' | 'recall' | 'pictures';
  readonly stop: SharedArrayBuffer | null;
  /** What is replied when the worker breaks off, for the reason in this sentence. */
  readonly lost: (sentence: string) => ToPanel;
}

interface Training {
  readonly path: string;
  readonly network: number;
  readonly stop: SharedArrayBuffer | null;
  /** The revision of the report that was shown when it began. */
  readonly revision: Revision;
  /** Null until the worker tells of it. */
  state: TrainingState | null;
}

/** All questions of all panels, and the trainings. */
export class Studies {
  readonly #around: StudySurroundings;
  readonly #asked = new Map<number, Asked>();
  readonly #trainings = new Map<string, Training>();
  /** How many resets of a training the worker has not told of yet. */
  readonly #resets = new Map<string, number>();
  readonly #editing = new Map<number, EditRequest>();
  #link: WorkerLink | null = null;
  #ids = 0;

  constructor(around: StudySurroundings) {
    this.#around = around;
  }

  /** A message of a panel; replies go to that panel only. */
  receive(panel: object, message: StudyMessage, reply: Reply): void {
    switch (message.kind) {
      case 'ask':
        this.#ask(panel, message, reply);
        break;
      case 'dismiss':
        for (const [id, asked] of this.#asked) {
          if (asked.panel === panel && asked.id === message.id && asked.kind === 'ask')
            this.#dismiss(id, asked);
        }
        break;
      case 'train':
        this.#order(message);
        break;
      case 'edit':
        this.#edit(message);
        break;
      case 'recall':
        this.#look(panel, message, reply, (reason) => ({
          ...{ ...message, kind: 'recalled' },
          ...{ outcome: 'failed', reason },
        }));
        break;
      case 'pictures':
        this.#look(panel, message, reply, () => ({
          ...{ kind: 'pictures', id: message.id, revision: firstRecalledRevision },
          outcome: 'stale',
        }));
    }
  }

  /** The panel was closed or begins anew: nobody waits for its questions any more. */
  gone(panel: object): void {
    for (const [id, asked] of this.#asked) if (asked.panel === panel) this.#dismiss(id, asked);
  }

  /** The trainings of a source, for a panel that begins. */
  show(path: string, reply: Reply): void {
    for (const training of this.#trainings.values()) {
      if (training.path === path)
        reply({ kind: 'training', path, network: training.network, state: training.state });
    }
  }

  dispose(): void {
    this.#link?.end();
    this.#link = null;
  }

  #ask(panel: object, { id, path, network, question, step }: AskRequest, reply: Reply): void {
    const known = this.#around.subject(path);
    if (known === null) {
      reply({ kind: 'answer', id, outcome: 'failed', reason: 'The source is not there any more.' });
      return;
    }
    const stop = shared();
    const lost = (reason: string): ToPanel => ({ kind: 'answer', id, outcome: 'failed', reason });
    const own = this.#note({ panel, id, reply, kind: 'ask', stop, lost });
    const subject = { ...known.subject, network };
    const post = (asked: unknown): void =>
      this.#worker().post({ kind: 'study', id: own, subject, question: asked, step, stop });
    if (question.study !== 'change') {
      post(question);
      return;
    }
    void this.#around.earlier(path).then((earlier) => {
      if (this.#asked.has(own)) post({ ...question, earlier });
    });
  }

  /** Asks for something of a recorded step. */
  #look(panel: object, message: RecallRequest | PicturesRequest, reply: Reply, lost: Asked['lost']): void {
    const id = this.#note({ panel, id: message.id, reply, kind: message.kind, stop: null, lost });
    this.#worker().post({ ...message, id });
  }

  #note(asked: Asked): number {
    this.#ids += 1;
    this.#asked.set(this.#ids, asked);
    return this.#ids;
  }

  #dismiss(id: number, { stop }: Asked): void {
    this.#asked.delete(id);
    if (stop !== null) Atomics.store(new Int32Array(stop), 0, 1);
    this.#link?.post({ kind: 'dismiss', id });
  }

  /** A change is made only of the text that the panel shows. */
  #edit({ path, network, revision, intents }: EditOrder): void {
    const known = this.#around.subject(path);
    if (known?.settled !== true || known.revision !== revision) {
      const edits = 'The file has changed since this was shown; please try again.';
      this.#around.apply({ path, text: '', edits });
      return;
    }
    this.#ids += 1;
    const { text, files, overrides } = known.subject;
    const request: EditRequest = {
      ...{ kind: 'edit', id: this.#ids, path, text, files, network, intents },
      ...(overrides && { overrides }),
    };
    this.#editing.set(request.id, request);
    this.#worker().post(request);
  }

  #order({ path, network, word }: TrainingOrder): void {
    const key = keyOf(path, network);
    const before = this.#trainings.get(key);
    const halts = word === 'start' || word === 'stop' || word === 'reset';
    if (halts && before?.stop) Atomics.store(new Int32Array(before.stop), 0, 1);
    if (word !== 'start') {
      if (word === 'reset') this.#forget(path, network);
      this.#link?.post({ kind: 'steer', path, network, word });
      return;
    }
    const known = this.#around.subject(path);
    if (known === null) return;
    const stop = shared();
    const { subject, revision } = known;
    this.#trainings.set(key, { path, network, stop, revision, state: null });
    this.#worker().post({ kind: 'training', revision, subject: { ...subject, network }, stop });
  }

  #forget(path: string, network: number): void {
    const key = keyOf(path, network);
    this.#trainings.delete(key);
    this.#around.tell({ kind: 'training', path, network, state: null });
    if (this.#link !== null) this.#resets.set(key, (this.#resets.get(key) ?? 0) + 1);
  }

  #worker(): WorkerLink {
    this.#link ??= this.#around.start({
      message: (message) => this.#hear(message),
      ended: (reason) => this.#crashed(reason),
    });
    return this.#link;
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'training') {
      this.#hearTraining(message);
      return;
    }
    if (message.kind === 'edits') {
      const request = this.#editing.get(message.id);
      this.#editing.delete(message.id);
      if (request) {
        const { path, text, files } = request;
        this.#around.apply({ path, text, files: filesOf(files), edits: message.edits });
      }
      return;
    }
    if (message.kind !== 'answer' && message.kind !== 'recalled' && message.kind !== 'pictures') return;
    const asked = this.#asked.get(message.id);
    if (asked === undefined) return;
    if (message.outcome !== 'growing') this.#asked.delete(message.id);
    asked.reply({ ...message, id: asked.id });
  }

  #hearTraining(message: TrainingMessage): void {
    const key = keyOf(message.path, message.network);
    const training = this.#trainings.get(key);
    const resets = this.#resets.get(key) ?? 0;
    if (resets > 0) {
      // Up to the worker's reply to the reset this is about what is forgotten already, not about what began since.
      if (message.state === null) this.#resets.set(key, resets - 1);
      return;
    }
    if (message.state === null) this.#trainings.delete(key);
    else if (training) training.state = message.state;
    this.#around.tell(message);
  }

  /** Questions have failed; what a training had recorded up to then stays. */
  #crashed(reason: string): void {
    this.#link?.end();
    this.#link = null;
    this.#around.failed(reason);
    const sentence = `The computation broke off: ${reason}.`;
    for (const { reply, lost } of this.#asked.values()) reply(lost(sentence));
    this.#asked.clear();
    this.#resets.clear();
    for (const { path, text } of this.#editing.values()) this.#around.apply({ path, text, edits: sentence });
    this.#editing.clear();
    for (const training of this.#trainings.values()) {
      const { path, network, revision } = training;
      const state = training.state ?? { status: 'running', revision, snapshot: null, seconds: 0 };
      if (state.status !== 'running' && state.status !== 'paused') continue;
      training.state = { ...state, status: 'failed', reason: sentence, stepsPerSecond: 0 };
      this.#around.tell({ kind: 'training', path, network, state: training.state });
    }
  }
}

function keyOf(path: string, network: number): string {
  return JSON.stringify([path, network]);
}

function shared(): SharedArrayBuffer | null {
  return typeof SharedArrayBuffer === 'undefined' ? null : new SharedArrayBuffer(4);
}
