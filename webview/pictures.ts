/** The heavy pictures: which are wanted now, which were asked for, and which are held, keyed by network, layer and revision. */
import type { DeltaByUnit, LayerPictures } from '../src/analysis/report';
import type { FromPanel, PicturesReply, PicturesRequest } from '../src/protocol/messages';
import { focusOf } from './focus';
import type { Focus, LensState, Tab } from './state';

/** A question that was asked, and perhaps answered. */
interface Held {
  readonly key: string;
  /** The newest revision asked for, its request id, and why there is no answer. */
  readonly asked: number;
  readonly id: number;
  readonly failure: string | null;
  /** The newest answer, which may be older than what was asked. */
  readonly layer: LayerPictures | null;
  readonly units: DeltaByUnit | null;
}

/** All questions and answers, the latest used last. */
export interface Shelf {
  readonly nextId: number;
  readonly held: readonly Held[];
}

/** A picture as the view sees it. */
export interface Answer<T> {
  readonly picture: T | null;
  /** The picture is of an older revision, and its successor is on the way. */
  readonly late: boolean;
  readonly failure: string | null;
}

/** A shelf with nothing on it. */
export const emptyShelf: Shelf = { nextId: 1, held: [] };

const capacity = 24;

/** The tabs that show all layers by unit. */
const drawsUnits: ReadonlySet<Tab> = new Set<Tab>(['flow', 'heatmaps']);

/** The pictures of the selected layer. */
export function layerAnswer(state: LensState): Answer<LayerPictures> {
  const held = heldFor(state, (focus) => focus.layer);
  return { picture: held?.layer ?? null, late: isLate(held), failure: held?.failure ?? null };
}

/** The picture of all layers by unit. */
export function unitsAnswer(state: LensState): Answer<DeltaByUnit> {
  const held = heldFor(state, () => null);
  return { picture: held?.units ?? null, late: isLate(held), failure: held?.failure ?? null };
}

/** Asks for what the view needs and does not have. */
export function request(state: LensState): { state: LensState; messages: readonly FromPanel[] } {
  const focus = focusOf(state);
  if (focus === null || focus.network.refusal !== null) return { state, messages: [] };
  const wanted: (number | null)[] = focus.layer === null ? [] : [focus.layer];
  if (drawsUnits.has(state.memory.tab) && focus.network.loss !== null) wanted.push(null);
  const { revision, report } = focus.shown.envelope;
  let shelf = state.shelf;
  const messages: PicturesRequest[] = [];
  for (const layer of wanted) {
    const key = keyOf(focus, layer);
    const before = shelf.held.find((held) => held.key === key);
    if (before?.asked === revision) continue;
    const id = shelf.nextId;
    messages.push({ kind: 'pictures', id, revision, path: report.path, network: focus.index, layer });
    const asked = { layer: null, units: null, ...before, key, asked: revision, id, failure: null };
    const others = shelf.held.filter((held) => held.key !== key);
    shelf = { nextId: id + 1, held: [...others, asked].slice(-capacity) };
  }
  return { state: shelf === state.shelf ? state : { ...state, shelf }, messages };
}

/** Puts an answer on the shelf; one that nobody waits for any more changes nothing. */
export function receive(shelf: Shelf, reply: PicturesReply): Shelf {
  const index = shelf.held.findIndex((held) => held.id === reply.id && held.asked === reply.revision);
  const held = shelf.held[index];
  if (held === undefined) return shelf;
  return { ...shelf, held: shelf.held.with(index, answered(held, reply)) };
}

function answered(held: Held, reply: PicturesReply): Held {
  switch (reply.outcome) {
    case 'layer':
      return { ...held, id: 0, layer: reply.pictures };
    case 'units':
      return { ...held, id: 0, units: reply.deltaByUnit };
    case 'stale':
      return { ...held, id: 0, failure: 'This run is no longer held; inspect again to see its pictures.' };
    case 'failed':
      return { ...held, id: 0, failure: reply.reason };
  }
}

function isLate(held: Held | undefined): boolean {
  return held !== undefined && held.id !== 0;
}

function heldFor(state: LensState, layerOf: (focus: Focus) => number | null): Held | undefined {
  const focus = focusOf(state);
  if (focus === null) return undefined;
  const key = keyOf(focus, layerOf(focus));
  return state.shelf.held.find((held) => held.key === key);
}

function keyOf(focus: Focus, layer: number | null): string {
  const name = layer === null ? null : (focus.network.layers[layer]?.name ?? layer);
  return JSON.stringify([focus.shown.envelope.report.path, focus.network.name, name]);
}
