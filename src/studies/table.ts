/** The table of all studies, and the one way to ask one of them. */
import type { Study, Subject } from './study';
import { StudyRefused } from './study';

/** Every study by its name. */
export const studies = {} as const satisfies Record<string, Study<never, unknown>>;

type Studies = typeof studies;

/** The name of a study. */
export type StudyName = keyof Studies;

/** What a study can be asked, without its name. */
export type QuestionOf<Name extends StudyName> =
  Studies[Name] extends Study<infer Asked, unknown> ? Asked : never;

/** What a study answers. */
export type AnswerOf<Name extends StudyName> =
  Studies[Name] extends Study<never, infer Answered> ? Answered : never;

/** A question to one of the studies. */
export type Question = { [Name in StudyName]: { readonly study: Name } & QuestionOf<Name> }[StudyName];

/** An answer of one of the studies; the question tells which. */
export type Answer = { [Name in StudyName]: AnswerOf<Name> }[StudyName];

/** Answers what was sent. @throws StudyRefused for what is no question, and where there is no answer */
export function answersTo(subject: Subject, sent: unknown): Generator<unknown, unknown> {
  const fields = isFields(sent) ? sent : {};
  const name = fields['study'];
  const known: Readonly<Record<string, Study<never, unknown>>> = studies;
  const study = typeof name === 'string' && Object.hasOwn(known, name) ? known[name] : undefined;
  const question = study?.read(fields) ?? null;
  if (!study || question === null) throw new StudyRefused('This question is not understood.');
  return study.answer(subject, question);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
