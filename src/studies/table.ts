/** The table of all studies, and the one way to ask one of them. */
import { activationStudy } from './activation/study';
import { changeStudy } from './change/study';
import { circuitStudy } from './circuit';
import { compareLossesStudy } from './compare/losses';
import { compareStudy } from './compare/study';
import { decisionStudy } from './decision/study';
import { gradientElementStudy } from './gradientCheck/element';
import { gradientCheckStudy } from './gradientCheck/study';
import { clippingStudy } from './normalisation/clipping';
import { normalisationStudy } from './normalisation/study';
import { errorTermsStudy } from './product/errorTerms';
import { productStudy } from './product/study';
import { remediesStudy } from './remedies';
import { scanStudy } from './scan';
import { sequenceStudy } from './sequence/study';
import { StudyRefused, type Subject } from './study';
import { trainabilityStudy } from './trainability';

/** A study of unknown question: what it reads is what it answers. */
interface AnyStudy {
  read(sent: Readonly<Record<string, unknown>>): unknown;
  answer(subject: Subject, question: never): Generator<unknown, unknown>;
}

/** Every study by its name. */
export const studies = {
  activation: activationStudy,
  change: changeStudy,
  circuit: circuitStudy,
  compare: compareStudy,
  'compare-losses': compareLossesStudy,
  normalisation: normalisationStudy,
  clipping: clippingStudy,
  decision: decisionStudy,
  'gradient-check': gradientCheckStudy,
  'gradient-element': gradientElementStudy,
  product: productStudy,
  'error-terms': errorTermsStudy,
  remedies: remediesStudy,
  scan: scanStudy,
  sequence: sequenceStudy,
  trainability: trainabilityStudy,
} as const satisfies Record<string, AnyStudy>;

type Studies = typeof studies;

/** The name of a study. */
export type StudyName = keyof Studies;

/** What a study can be asked, without its name. */
export type QuestionOf<Name extends StudyName> = NonNullable<ReturnType<Studies[Name]['read']>>;

/** What a study answers. */
export type AnswerOf<Name extends StudyName> = Studies[Name] extends {
  answer(subject: Subject, question: never): Generator<infer Answered, unknown>;
}
  ? Answered
  : never;

/** A question to one of the studies. */
export type Question = { [Name in StudyName]: { readonly study: Name } & QuestionOf<Name> }[StudyName];

/** An answer of one of the studies; the question tells which. */
export type Answer = { [Name in StudyName]: AnswerOf<Name> }[StudyName];

/** Answers what was sent. @throws StudyRefused for what is no question, and where there is no answer */
export function answersTo(subject: Subject, sent: unknown): Generator<unknown, unknown> {
  const fields = isFields(sent) ? sent : {};
  const name = fields['study'];
  const known: Readonly<Record<string, AnyStudy>> = studies;
  const study = typeof name === 'string' && Object.hasOwn(known, name) ? known[name] : undefined;
  const question = study?.read(fields) ?? null;
  if (!study || question === null) throw new StudyRefused('This question is not understood.');
  // What a study has read is its question.
  return study.answer(subject, question as never);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
