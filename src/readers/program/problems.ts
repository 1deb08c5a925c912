/** What went wrong in a program in sentences for its author: at the innermost line of the source itself, with the calls around it. */
import type { Problem } from '../../base/problem';
import type { Span } from '../../base/span';
import type { Failure, Program } from '../python/read/program';
import { spanOf, type Place } from '../python/values/place';
import type { TraceEntry } from '../python/values/machine';

/** Calls that a sentence names before it becomes unreadable. */
const shownCalls = 5;

/** An exception of the program: at the innermost place in the source, else where `otherwise` says, with the calls that led to it. */
export function failureProblem(program: Program, { text, trace }: Failure, otherwise: Span): Problem {
  const calls = trace.filter(({ place }) => !place.file.path.startsWith('<'));
  const own = calls.findLastIndex((call) => isOwn(program, call));
  const place = calls[own]?.place ?? null;
  const inner = calls.at(-1);
  const raised = inner && own !== calls.length - 1 ? ` (raised in ${placeWords(inner, program)})` : '';
  const around = calls.slice(0, Math.max(0, own === -1 ? calls.length - 1 : own)).reverse();
  const chain = around.map((call) => placeWords(call, program));
  const shown =
    chain.length > shownCalls ? [...chain.slice(0, shownCalls - 1), '…', ...chain.slice(-1)] : chain;
  const from = shown.length > 0 ? ` (called from ${shown.join(', ')})` : '';
  return {
    ...{ severity: 'error', message: `${text}${raised}${from}`, span: place ? spanOf(place) : otherwise },
    ...(inner && raised !== '' && { raised: spanOf(inner.place) }),
    ...(around.length > 0 && { calls: around.slice(0, shownCalls).map((call) => spanOf(call.place)) }),
  };
}

/** Whether a place is in the source itself, a cell of it among others. */
export function isOwn({ main }: Program, { place }: { readonly place: Place }): boolean {
  return withoutCell(place.file.path) === withoutCell(main.file.path);
}

function withoutCell(path: string): string {
  return path.replace(/#cell\d+$/, '');
}

/** `line 12 in Net.forward`, and the file where it is another one. */
function placeWords(call: TraceEntry, program: Program): string {
  const { name, place } = call;
  const { path, start } = spanOf(place);
  const cell = /#cell(\d+)$/.exec(path)?.[1];
  const file = isOwn(program, call) ? '' : `${path.split('/').slice(-2).join('/')} `;
  const line = `${file}${cell === undefined ? '' : `cell ${cell} `}line ${start.line + 1}`;
  return name === '<module>' || name === '<expression>' ? line : `${line} in ${name}`;
}

/**
 * The problems of a reading that are for the source's author: those of its own lines, each cause once where it is only information, and each
 * exception once on a line, whoever calls it. What other files of the program hold is theirs.
 */
export function ownProblems(program: Program, problems: readonly Problem[]): readonly Problem[] {
  const path = withoutCell(program.main.file.path);
  const seen = new Set<string>();
  return problems.filter(({ severity, message, span }) => {
    if (withoutCell(span.path) !== path) return false;
    const said = message.replace(/ \(called from [^()]*\)$/, '');
    const key = severity === 'information' ? message : `${said}:${span.path}:${span.start.line}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
