/** Every message between host, worker and panel: requests beside their replies, snapshots under a revision number. */
import type { OtherLimits } from '../analysis/rules/limits';
import type { DeltaByUnit, LayerPictures, Report, Stage } from '../analysis/report';
import type { SentBytes } from '../base/byteSource';
import type { SentFile } from '../base/source';
import type { Span } from '../base/span';
import type { Choice, DataChoice, DirectiveField, Overrides, Scaling } from '../readers/reader';
import type { EarlierTexts } from '../studies/change/study';
import type { Answer, Question } from '../studies/table';
import type { EditOrder, EditReply, EditRequest } from './editing';
import type {
  RecallReply,
  RecallRequest,
  SteerRequest,
  TrainingMessage,
  TrainingOrder,
  TrainingRequest,
} from './training';

/** Counts the inspections of a session; a larger number is newer. */
export type Revision = number;

export type { Choice, DataChoice, DirectiveField, EarlierTexts, Overrides, Scaling, Stage };

/** A report with what the pure inspection does not know: when, how long, for which revision. */
export interface Envelope {
  readonly revision: Revision;
  readonly report: Report;
  /** Milliseconds per stage, summed over the networks of the source. */
  readonly wallTime: Readonly<Partial<Record<Stage, number>>>;
  /** Milliseconds since 1970, when the report was finished. */
  readonly finishedAt: number;
}

/** Settings that an inspection obeys. */
export interface InspectionSettings {
  /** Samples in the probe batch; null: as many as the budget allows. */
  readonly batch: number | null;
  /** Bytes that a run may take. */
  readonly memoryLimit: number;
  /** Rules that are silenced everywhere. */
  readonly ignore: readonly string[];
  /** Limits of rules in place of the usual ones. */
  readonly limits: OtherLimits;
}

/** Host to worker: inspect this text (contents of `files` that were asked for before come along). */
export interface InspectRequest {
  readonly kind: 'inspect';
  readonly revision: Revision;
  readonly path: string;
  readonly text: string;
  /** As in a `Source`. */
  readonly bytes?: SentBytes;
  readonly files: readonly SentFile[];
  /** What the person who looks says over the source's head; left out: nothing. */
  readonly overrides?: Overrides;
  readonly settings: InspectionSettings;
  /** One shared 32-bit number that holds the newest revision; an older run stops when it sees it. Null where memory cannot be shared. */
  readonly newest: SharedArrayBuffer | null;
}

/** Anyone to worker, and panel to host: the heavy pictures of one layer, or all layers by unit. */
export interface PicturesRequest {
  readonly kind: 'pictures';
  /** Chosen by the asker; the reply carries it. */
  readonly id: number;
  readonly revision: Revision;
  readonly path: string;
  /** Index of the network in the report. */
  readonly network: number;
  /** Index of the layer, or null for delta of all layers by unit. */
  readonly layer: number | null;
}

/** The reply to a PicturesRequest; `stale` when the revision is no longer there, `failed` with the cause. */
export type PicturesReply = {
  readonly kind: 'pictures';
  readonly id: number;
  readonly revision: Revision;
} & (
  | { readonly outcome: 'layer'; readonly pictures: LayerPictures }
  | { readonly outcome: 'units'; readonly deltaByUnit: DeltaByUnit }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'failed'; readonly reason: string }
);

/** Panel to host: a question about one network, to be answered now and (until it is dismissed) in growing answers. */
export interface AskRequest {
  readonly kind: 'ask';
  /** Chosen by the asker; the replies carry it. */
  readonly id: number;
  readonly path: string;
  /** Index of the network in the source. */
  readonly network: number;
  readonly question: Question;
  readonly step: QuestionStep;
}

/** Which parameters a question is about: the first ones (null), those before a recorded step of the training, or its newest. */
export type QuestionStep = number | 'newest' | null;

/** Nobody waits for the answer any more. */
export interface DismissRequest {
  readonly kind: 'dismiss';
  readonly id: number;
}

/** Host to worker: a question with the saved source that it is about. */
export interface StudyRequest {
  readonly kind: 'study';
  readonly id: number;
  readonly subject: SubjectText;
  readonly question: unknown;
  readonly step: QuestionStep;
  /** One shared 32-bit number that becomes 1 when nobody waits any more; null where memory cannot be shared. */
  readonly stop: SharedArrayBuffer | null;
}

/** The source of a network with everything that it is read from. */
export interface SubjectText {
  readonly path: string;
  readonly text: string;
  /** As in a `Source`. */
  readonly bytes?: SentBytes;
  readonly files: readonly SentFile[];
  /** As in an InspectRequest. */
  readonly overrides?: Overrides;
  /** Index of the network in the source. */
  readonly network: number;
  readonly settings: InspectionSettings;
}

/** The reply to a question: growing answers, then the whole one; or why there is none. */
export type StudyReply = {
  readonly kind: 'answer';
  readonly id: number;
} & (
  | {
      readonly outcome: 'growing' | 'whole';
      readonly answer: Answer;
      /** Milliseconds of work so far. */
      readonly elapsed: number;
    }
  | { readonly outcome: 'failed'; readonly reason: string }
);

export type ToWorker =
  | InspectRequest
  | PicturesRequest
  | StudyRequest
  | DismissRequest
  | EditRequest
  | TrainingRequest
  | SteerRequest
  | RecallRequest;

/** Worker to host. A revision ends with `report` (complete), `cancelled` or `failed`; incomplete reports may come before. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'stage'; readonly revision: Revision; readonly stage: Stage }
  | { readonly kind: 'report'; readonly envelope: Envelope }
  | { readonly kind: 'cancelled'; readonly revision: Revision }
  | {
      readonly kind: 'failed';
      readonly revision: Revision;
      readonly reason: string;
      readonly details: string;
    }
  | PicturesReply
  | StudyReply
  | EditReply
  | TrainingMessage
  | RecallReply;

/** What the panel shows; each message replaces it whole. */
export type PanelState = Idle | Working | Failed | Shown;

/** Nothing to show yet: the sources that could be opened. */
export interface Idle {
  readonly kind: 'idle';
  readonly sources: readonly SourceEntry[];
}

/** An inspection has been running for longer than 300 ms; `last` is the picture that stays, greyed and dated. */
export interface Working {
  readonly kind: 'working';
  readonly path: string;
  readonly stage: Stage;
  readonly sources: readonly SourceEntry[];
  readonly last: Shown | null;
}

/** The inspection could not be finished; `last` is the last good picture. */
export interface Failed {
  readonly kind: 'failed';
  readonly path: string;
  /** What has happened, in one sentence in front of the reason; absent: the inspection failed. */
  readonly lead?: string;
  /** One sentence. */
  readonly reason: string;
  /** Place to look at, if there is one. */
  readonly span: Span | null;
  readonly sources: readonly SourceEntry[];
  readonly last: Shown | null;
}

/** A report is there. */
export interface Shown {
  readonly kind: 'shown';
  readonly envelope: Envelope;
  readonly sources: readonly SourceEntry[];
}

/** A source that the picker offers. */
export interface SourceEntry {
  readonly path: string;
  /** Path within the workspace, for people. */
  readonly label: string;
}

/** Panel to host: look at another network of a program, by the expression of one of its choices; null: the source decides. */
export interface ChooseOrder {
  readonly kind: 'choose';
  readonly path: string;
  readonly expression: string | null;
}

/** Panel to host: ask for other words than those that were assumed of a network, and write them into its source as a directive. */
export interface DirectOrder {
  readonly kind: 'direct';
  readonly path: string;
  /** Index of the network in the source. */
  readonly network: number;
  readonly revision: Revision;
  readonly field: DirectiveField;
  /** What was assumed. */
  readonly words: string;
}

/** Panel to host: ask for weights or data beside the source, or do without what was chosen. */
export interface GiveOrder {
  readonly kind: 'give';
  readonly path: string;
  readonly what: 'weights' | 'data';
  readonly to: 'choose' | 'nothing';
}

/** What is selected; the same everywhere. */
export interface Selection {
  readonly network: number;
  readonly layer: number | null;
}

/** Host to panel. */
export type ToPanel =
  | { readonly kind: 'state'; readonly state: PanelState }
  /** The cursor in the source, the tree or a diagnostic chose a layer. */
  | { readonly kind: 'select'; readonly path: string; readonly selection: Selection }
  | PicturesReply
  | StudyReply
  | TrainingMessage
  | RecallReply;

/** Panel to host. */
export type FromPanel =
  /** The panel is there and wants its state; the first message of every panel. */
  | { readonly kind: 'ready' }
  | PicturesRequest
  | AskRequest
  | DismissRequest
  | EditOrder
  | ChooseOrder
  | DirectOrder
  | GiveOrder
  | TrainingOrder
  | RecallRequest
  /** Show this place in the editor; only ever on a click. */
  | { readonly kind: 'reveal'; readonly span: Span }
  | { readonly kind: 'selected'; readonly path: string; readonly selection: Selection }
  /** Inspect another source, or the shown one again. */
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'command'; readonly command: 'showLog' | 'openSettings' | 'openExample' | 'pickSource' }
  /** Save an export under a name that the user chooses. */
  | { readonly kind: 'export'; readonly fileName: string; readonly content: string | Uint8Array };
