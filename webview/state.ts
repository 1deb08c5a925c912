/** All that the panel knows, as one immutable value, and the actions that change it. */
import type { NetworkReport } from '../src/analysis/report';
import type { Envelope, FromPanel, PanelState, Shown, ToPanel } from '../src/protocol/messages';
import type { TrainingState } from '../src/protocol/training';
import type { TrainingSnapshot } from '../src/studies/training/snapshot';
import type { Answers } from './answers';
import type { Shelf } from './pictures';
import type { Palette } from './theme';

/** The tabs, in their order. */
export const tabs = [
  'flow',
  'curves',
  'heatmaps',
  'product',
  'scan',
  'train',
  'compare',
  'time',
  'decision',
  'circuit',
  'check',
] as const;
export type Tab = (typeof tabs)[number];

/** What a heatmap is drawn of, and on which scale. */
export type HeatSubject = 'weights' | 'delta' | 'units';
export type HeatScale = 'signed' | 'magnitude';

/** What was chosen, by index and by name, so that it survives an edit of the source. */
export interface Choice {
  readonly path: string;
  readonly network: number;
  /** Null until the report that holds it has come. */
  readonly networkName: string | null;
  readonly layer: number | null;
  readonly layerName: string | null;
}

/** What survives hiding and reloading: plain data, kept by the editor. */
export interface Memory {
  readonly choice: Choice | null;
  readonly tab: Tab;
  readonly heat: HeatSubject;
  readonly scale: HeatScale;
  /** Zoom factor of each picture that is not at 1. */
  readonly zoom: Readonly<Record<string, number>>;
  /** Names of the disclosures and table twins that are open. */
  readonly open: readonly string[];
  readonly scroll: number;
  /** Sliders, switches and choices of the tabs, by `TAB.word`; each tab knows its own defaults. */
  readonly settings: Readonly<Record<string, Setting>>;
}

/** One setting of a tab. */
export type Setting = string | number | boolean;

/** A training with the network that it is of. */
export interface RememberedTraining {
  readonly path: string;
  readonly network: number;
  readonly networkName: string | null;
  readonly state: TrainingState;
  /** Tells the network that was trained from what the source says later; empty where it was not seen when it began. */
  readonly mark: string;
  /** Whether the worker still holds the parameters of its steps: not after a reload. */
  readonly held: boolean;
  /** What is drawn: the newest snapshot, but while it runs not a new one for every message; with its seconds of work. */
  readonly drawn: TrainingSnapshot | null;
  readonly drawnAt: number;
}

/** A recorded step of a training that is looked at in place of the network as it is written. */
export interface Recall {
  readonly path: string;
  readonly network: number;
  /** The step that is wanted: the newest wish. */
  readonly step: number;
  /** The last request, and the step that it asked for; null when none is under way. */
  readonly id: number;
  readonly asked: number | null;
  /** The report that is shown, once one has come, and its step; an earlier step's stays until the wanted one is there. */
  readonly envelope: Envelope | null;
  readonly shown: number | null;
  readonly failure: string | null;
}

/** The place that a pointer or the arrow keys read in a picture: [x, 0] in a plot, [column, row] in a heatmap. */
export interface Cursor {
  readonly picture: string;
  readonly at: readonly [number, number];
}

/** Everything that the view is drawn from. */
export interface LensState {
  readonly panel: PanelState | null;
  readonly memory: Memory;
  readonly palette: Palette;
  readonly shelf: Shelf;
  readonly answers: Answers;
  /** The trainings that were told of, the newest told last. */
  readonly trainings: readonly RememberedTraining[];
  /** The recorded step that is looked at, or null. */
  readonly recall: Recall | null;
  /** Requests for recorded steps so far. */
  readonly looks: number;
  readonly cursor: Cursor | null;
  /** What the live region says. */
  readonly said: string;
}

/** Everything that can happen to the panel. */
export type Action =
  | { readonly kind: 'received'; readonly message: ToPanel }
  | { readonly kind: 'themed'; readonly palette: Palette }
  | { readonly kind: 'send'; readonly message: FromPanel }
  | { readonly kind: 'layer'; readonly layer: number; readonly reveal: boolean }
  | { readonly kind: 'network'; readonly network: number }
  | { readonly kind: 'tab'; readonly tab: Tab }
  | { readonly kind: 'heat'; readonly heat: HeatSubject }
  | { readonly kind: 'scale'; readonly scale: HeatScale }
  | { readonly kind: 'zoom'; readonly picture: string; readonly factor: number }
  | { readonly kind: 'toggle'; readonly name: string; readonly open: boolean }
  | { readonly kind: 'cursor'; readonly cursor: Cursor | null; readonly say: string | null }
  | { readonly kind: 'scrolled'; readonly to: number }
  | { readonly kind: 'set'; readonly name: string; readonly value: Setting }
  /** Look at a recorded step of the training, or (null) at the network as it is written. */
  | { readonly kind: 'recall'; readonly step: number | null }
  | { readonly kind: 'say'; readonly text: string };

/** Hands an action to the store. */
export type Act = (action: Action) => void;

/** The state after an action, and what must be sent because of it. */
export interface Step {
  readonly state: LensState;
  readonly messages: readonly FromPanel[];
}

/** The part of the state that is looked at: one network of the shown (or last good) report, and its selected layer. */
export interface Focus {
  readonly shown: Shown;
  /** The picture is older than what is being worked on. */
  readonly stale: boolean;
  readonly index: number;
  readonly network: NetworkReport;
  readonly layer: number | null;
}

/** The setting of a tab; `fallback` where it was never set, or was set to another kind of value. */
export function setting<Value extends Setting>(
  { memory }: Pick<LensState, 'memory'>,
  name: string,
  fallback: Value,
): Value {
  const value = memory.settings[name];
  // The types of the fallback and of the value were just compared.
  return typeof value === typeof fallback ? (value as Value) : fallback;
}

/** What a panel that was never open remembers. */
export const blankMemory: Memory = {
  choice: null,
  tab: 'flow',
  heat: 'weights',
  scale: 'signed',
  zoom: {},
  open: [],
  scroll: 0,
  settings: {},
};

/** Holds the state: applies `step` to each action, sends what it says, and tells who draws. */
export function createStore(
  first: LensState,
  step: (state: LensState, action: Action) => Step,
  after: (state: LensState, messages: readonly FromPanel[]) => void,
): Act {
  let state = first;
  return (action) => {
    const { state: changed, messages } = step(state, action);
    if (changed === state && messages.length === 0) return;
    state = changed;
    after(state, messages);
  };
}
