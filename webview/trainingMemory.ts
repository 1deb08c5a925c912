/** What of a training outlives the panel: the last one, packed as JSON, kept by the editor. */
import { wholeNumber } from '../src/base/numbers';
import { unwrapNonFinite, wrapNonFinite } from '../src/protocol/nonFinite';
import type { LensState, RememberedTraining } from './state';
import { isGoing } from './training';

/** How often a running training is remembered, in milliseconds; packing it takes some. */
const keepEvery = 2000;

/** Hands what shall outlive the panel to `remember`: the memory at once, the training now and then and when it stops. */
export function trainingKeeper(
  first: LensState,
  remember: (value: unknown) => void,
): (state: LensState) => void {
  let { memory } = first;
  let training = first.trainings.at(-1) ?? null;
  let packed = pack(kept(training));
  let packedAt = -Infinity;
  return (state) => {
    const newest = state.trainings.at(-1) ?? null;
    const now = performance.now();
    const due = newest?.state.status !== 'running' || now - packedAt >= keepEvery;
    const trained = newest !== training && due;
    if (trained) {
      packed = pack(kept(newest));
      packedAt = now;
      training = newest;
    }
    if (!trained && state.memory === memory) return;
    memory = state.memory;
    remember({ ...memory, training: packed });
  };
}

// What is drawn is made again from the state.
function kept(training: RememberedTraining | null): unknown {
  return training === null ? null : { ...training, drawn: null, drawnAt: 0 };
}

/** The training that an earlier panel has left; if it was still going on, it was stopped, unless the host soon says otherwise. */
export function rememberedTrainings(remembered: unknown): readonly RememberedTraining[] {
  if (!isRecord(remembered) || !isRecord(remembered['training'])) return [];
  const training = unpacked(remembered['training']);
  if (!isTraining(training)) return [];
  const { state } = training;
  const left = { ...training, held: false, drawn: state.snapshot, drawnAt: state.seconds };
  if (!isGoing(state)) return [left];
  const step = wholeNumber(state.snapshot?.step ?? 0);
  const reason = `The window was reloaded at step ${step}, which stopped the training; what was recorded is kept.`;
  return [{ ...left, state: { ...state, status: 'stopped', reason, stepsPerSecond: 0 } }];
}

// Written by ourselves a moment ago; an older version may have left something else.
function isTraining(value: unknown): value is RememberedTraining {
  if (!isRecord(value) || !isRecord(value['state'])) return false;
  const { path, mark, state } = value;
  const { snapshot, status } = state;
  const told =
    snapshot === null ||
    (isRecord(snapshot) && isRecord(snapshot['recorded']) && isRecord(snapshot['census']));
  return typeof path === 'string' && typeof mark === 'string' && typeof status === 'string' && told;
}

const arrays = { Float64Array, Float32Array, Uint8Array } as const;

/** What the editor remembers is JSON: typed arrays become the base64 of their bytes. */
function pack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pack);
  if (!isRecord(value)) return wrapNonFinite(value);
  for (const [name, kind] of Object.entries(arrays)) {
    if (value instanceof kind) return { $array: name, base64: base64Of(value) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, pack(part)]));
}

/** A call takes so many arguments on every engine. */
const portion = 8192;

function base64Of({ buffer, byteOffset, byteLength }: Float64Array | Float32Array | Uint8Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = '';
  for (let at = 0; at < byteLength; at += portion)
    text += String.fromCharCode(...bytes.subarray(at, at + portion));
  return btoa(text);
}

function unpacked(value: unknown): unknown {
  try {
    return unpack(unwrapNonFinite(value));
  } catch {
    // Base64 that is none, or of too few bytes.
    return null;
  }
}

function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (!isRecord(value)) return value;
  const { $array: name, base64 } = value;
  if (typeof name === 'string' && typeof base64 === 'string') {
    const kind = Object.entries(arrays).find(([known]) => known === name)?.[1];
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return kind ? new kind(bytes.buffer) : null;
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpack(part)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
