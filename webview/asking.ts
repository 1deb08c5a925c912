/** Asking: what the shown tab wants to know and has not asked is asked, and what it no longer wants is dismissed. */
import type { FromPanel } from '../src/protocol/messages';
import { keyOf, type Held } from './answers';
import { focusOf } from './focus';
import { wantedQuestions } from './questions';
import type { LensState } from './state';

const capacity = 32;

/** Asks what the view wants and has not asked, and dismisses what it no longer wants. */
export function askWanted(state: LensState): { state: LensState; messages: readonly FromPanel[] } {
  const focus = focusOf(state);
  const wants = focus === null ? [] : wantedQuestions(state, focus);
  const keys = new Set<string>();
  const messages: FromPanel[] = [];
  let { nextId, held } = state.answers;
  for (const { question, slot = question.study, step = recalledStep(state), staysWhole = false } of wants) {
    const key = keyOf(state, slot);
    keys.add(key);
    const asked = JSON.stringify([focus?.shown.envelope.revision, question, step]);
    const before = held.find((each) => each.key === key);
    const goesOn = before?.asked === asked && (before.wanted || before.complete || before.failure !== null);
    if (goesOn || focus === null) continue;
    if (before?.wanted === true && before.id !== 0) messages.push({ kind: 'dismiss', id: before.id });
    const { path } = focus.shown.envelope.report;
    messages.push({ kind: 'ask', id: nextId, path, network: focus.index, question, step });
    const others = held.filter((each) => each.key !== key);
    const answer = before?.answer ?? null;
    const now: Held = {
      ...{ key, asked, id: nextId, wanted: true, staysWhole, failure: null, complete: false, elapsed: 0 },
      ...{ answer, late: answer !== null },
    };
    held = [...others, now].slice(-capacity);
    nextId += 1;
  }
  const unwanted = held.filter((each) => each.wanted && !keys.has(each.key));
  for (const { id } of unwanted) if (id !== 0) messages.push({ kind: 'dismiss', id });
  if (unwanted.length > 0)
    held = held.map((each) => (keys.has(each.key) ? each : { ...each, wanted: false, id: 0 }));
  const changed = held !== state.answers.held;
  return { state: changed ? { ...state, answers: { nextId, held } } : state, messages };
}

function recalledStep({ recall }: LensState): number | null {
  return recall?.envelope ? recall.shown : null;
}
