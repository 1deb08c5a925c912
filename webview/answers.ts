/** Questions and their answers: which were asked, and which are held, one for each slot of each network. */
import type { QuestionStep, StudyReply } from '../src/protocol/messages';
import type { Answer, AnswerOf, Question, StudyName } from '../src/studies/table';
import { focusOf } from './focus';
import type { LensState } from './state';

/** A question that a tab wants answered. */
export interface Want {
  readonly question: Question;
  /** Tells apart the questions to one study that are wanted at the same time. */
  readonly slot?: string;
  /** The parameters that it is about; left out: those that the panel shows. */
  readonly step?: QuestionStep;
  /** An earlier answer stays until the next one is whole, where a growing one has so much less that the page would jump under a finger. */
  readonly staysWhole?: boolean;
}

/** A question that was asked, with what is known of its answer. */
export interface Held {
  readonly key: string;
  /** The revision that the question is about, with the question as it was asked. */
  readonly asked: string;
  readonly id: number;
  readonly wanted: boolean;
  readonly staysWhole: boolean;
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

/** Puts an answer in its place; one that nobody waits for any more changes nothing. */
export function receiveAnswer(answers: Answers, reply: StudyReply): Answers {
  const index = answers.held.findIndex(({ id }) => id === reply.id);
  const before = answers.held[index];
  if (before === undefined) return answers;
  if (reply.outcome === 'growing' && before.late && before.staysWhole) return answers;
  const held: Held =
    reply.outcome === 'failed'
      ? { ...before, id: 0, failure: reply.reason, late: false, answer: null }
      : {
          ...{ ...before, answer: reply.answer, elapsed: reply.elapsed, late: false },
          ...(reply.outcome === 'whole' && { id: 0, complete: true }),
        };
  return { ...answers, held: answers.held.with(index, held) };
}

/** The place of a slot's answer for the network that is looked at. */
export function keyOf(state: LensState, slot: string): string {
  const focus = focusOf(state);
  return JSON.stringify([focus?.shown.envelope.report.path, focus?.network.name, slot]);
}
