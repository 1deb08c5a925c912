/** Questions and their answers: which were asked, and which are held, one for each slot of each network. */
import type { FromPanel, QuestionStep, StudyReply } from '../src/protocol/messages';
import type { Answer, AnswerOf, Question, StudyName } from '../src/studies/table';
import { focusOf } from './focus';
import { wantedQuestions } from './questions';
import type { LensState } from './state';

/** A question that a tab wants answered. */
export interface Want {
  readonly question: Question;
  /** Tells apart the questions to one study that are wanted at the same time. */
  readonly slot?: string;
  /** The parameters that it is about; left out: those that the panel shows. */
  readonly step?: QuestionStep;
}

interface Held {
  readonly key: string;
  /** The revision that the question is about, with the question as it was asked. */
  readonly asked: string;
  readonly id: number;
  readonly wanted: boolean;
  readonly failure: string | null;
  readonly complete: boolean;
  /** The newest answer, and whether it is of an earlier question. */
  readonly answer: Answer | null;
  readonly late: boolean;
  readonly elapsed: number;
}

/** All questions and answers, the latest asked last. */
export interface Answers {
  readonly nextId: number;
  readonly held: readonly Held[];
}

/** An answer as a tab sees it. */
export interface Answered<Name extends StudyName> {
  readonly answer: AnswerOf<Name> | null;
  /** False while it grows. */
  readonly complete: boolean;
  /** It answers an earlier question or revision; its successor is on the way. */
  readonly late: boolean;
  readonly failure: string | null;
  /** Milliseconds of work. */
  readonly elapsed: number;
}

/** Nothing was asked. */
export const noAnswers: Answers = { nextId: 1, held: [] };

const capacity = 32;

/** What is known of a question that the tab wants (`slot` as in its Want). */
export function answerTo<Name extends StudyName>(
  state: LensState,
  study: Name,
  slot: string = study,
): Answered<Name> {
  const key = keyOf(state, slot);
  const held = state.answers.held.find((each) => each.key === key);
  if (!held) return { answer: null, complete: false, late: false, failure: null, elapsed: 0 };
  const { complete, late, failure, elapsed } = held;
  // A slot is asked by one study only.
  return { answer: held.answer as AnswerOf<Name> | null, complete, late, failure, elapsed };
}

/** Asks what the view wants and has not asked, and dismisses what it no longer wants. */
export function askWanted(state: LensState): { state: LensState; messages: readonly FromPanel[] } {
  const focus = focusOf(state);
  const wants = focus === null ? [] : wantedQuestions(state, focus);
  const keys = new Set<string>();
  const messages: FromPanel[] = [];
  let { nextId, held } = state.answers;
  for (const { question, slot = question.study, step = recalledStep(state) } of wants) {
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
      ...{ key, asked, id: nextId, wanted: true, failure: null, complete: false, elapsed: 0 },
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

/** Puts an answer in its place; one that nobody waits for any more changes nothing. */
export function receiveAnswer(answers: Answers, reply: StudyReply): Answers {
  const index = answers.held.findIndex(({ id }) => id === reply.id);
  const before = answers.held[index];
  if (before === undefined) return answers;
  const held: Held =
    reply.outcome === 'failed'
      ? { ...before, id: 0, failure: reply.reason, late: false, answer: null }
      : {
          ...{ ...before, answer: reply.answer, elapsed: reply.elapsed, late: false },
          ...(reply.outcome === 'whole' && { id: 0, complete: true }),
        };
  return { ...answers, held: answers.held.with(index, held) };
}

function recalledStep({ recall }: LensState): number | null {
  return recall?.envelope ? recall.shown : null;
}

function keyOf(state: LensState, slot: string): string {
  const focus = focusOf(state);
  return JSON.stringify([focus?.shown.envelope.report.path, focus?.network.name, slot]);
}
