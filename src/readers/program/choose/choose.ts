/** Chooses what to show of a program: what somebody asks for, else the best candidate that runs through. */
import type { Problem } from '../../../base/problem';
import type { Network } from '../../../graph/network';
import type { Overrides } from '../../reader';
import { traceModel } from '../../keras/choose/traceModel';
import { isLayer } from '../../keras/layer/layerClass';
import type { Candidate, Survey } from './candidate';
import type { Directives } from './directives';
import { candidateFor, holdsParameters, make, type Made } from './make';
import { traceCandidate, type Tried } from './traceCandidate';

/** What is shown, and what is to be said. */
export interface Chosen {
  readonly network: Network | null;
  readonly problems: readonly Problem[];
  /** What the network was made of; null where there is none. */
  readonly candidate: Candidate | null;
}

/** Candidates that are made in search of one that is a module. */
const mostMade = 8;
/** Candidates that are traced in search of one that runs through. */
const mostTraced = 4;
/** Steps behind which no further candidate is tried. */
const mostSteps = 2_000_000;

/** A candidate that did not run through. */
interface Failed {
  readonly candidate: Candidate;
  readonly tried: Tried;
}

/** Chooses, makes and traces. */
export function choose(found: Survey, directives: Directives, overrides: Overrides): Chosen {
  const asked = overrides.network ?? directives.networks.find(({ network }) => network !== null)?.network;
  if (asked != null) {
    const candidate = candidateFor(found, asked);
    return chosen(candidate, tryOne(found, make(found, candidate), directives, overrides));
  }
  const failed: Failed[] = [];
  const bare: Made[] = [];
  let traced = 0;
  let steps = 0;
  const { machine } = found.program;
  for (const candidate of found.candidates.slice(0, mostMade)) {
    // A part of something larger stands for it only where the whole cannot even be made.
    if (candidate.strength === 'part' && traced > 0) break;
    machine.renew();
    const made = make(found, candidate);
    if (made.module && !isLayer(machine, made.module) && !holdsParameters(made.module)) {
      bare.push(made);
      continue;
    }
    if (made.module) traced += 1;
    const tried = tryOne(found, made, directives, overrides);
    if (tried.runs || tried.isOwnFailure) return withReason(chosen(candidate, tried), failed[0]);
    failed.push({ candidate, tried });
    steps += machine.steps + tried.steps;
    if (traced >= mostTraced || steps > mostSteps || machine.over) break;
  }
  // What learns nothing is what surrounds a network: a loss, a matcher, something that prepares or decodes.
  const others: Failed[] = [];
  for (const made of machine.over ? [] : bare.slice(0, mostTraced)) {
    machine.renew();
    const tried = tryOne(found, made, directives, overrides);
    if (tried.runs || tried.isOwnFailure) return withReason(chosen(made.candidate, tried), failed[0]);
    others.push({ candidate: made.candidate, tried });
  }
  return best(failed.length > 0 ? failed : others);
}

function tryOne(found: Survey, made: Made, directives: Directives, overrides: Overrides): Tried {
  const { module, candidate } = made;
  if (module) {
    const traceOne = isLayer(found.program.machine, module) ? traceModel : traceCandidate;
    return traceOne(found, candidate, module, directives, overrides);
  }
  return {
    network: null,
    problems: made.problem ? [made.problem] : [],
    runs: false,
    isOwnFailure: false,
    steps: 0,
  };
}

function chosen(candidate: Candidate, { network, problems }: Tried): Chosen {
  return { network, problems, candidate: network ? candidate : null };
}

/** Where nothing runs through: the first that has a network at all, else the first. */
function best(failed: readonly Failed[]): Chosen {
  const shown = failed.find(({ tried }) => tried.network !== null) ?? failed[0];
  return shown ? chosen(shown.candidate, shown.tried) : { network: null, problems: [], candidate: null };
}

/** Says why a better candidate is not shown. */
function withReason(shown: Chosen, before: Failed | undefined): Chosen {
  if (!before || !shown.network || !shown.candidate) return shown;
  const { expression, span } = shown.candidate;
  const reason = `${expression} is shown, since ${before.candidate.expression} does not run through.`;
  const directive = { field: 'network', words: expression } as const;
  return {
    ...shown,
    network: {
      ...shown.network,
      assumptions: [{ about: 'structure', message: reason, span, directive }, ...shown.network.assumptions],
    },
    problems: [...before.tried.problems.slice(0, 1).map(graveness(before.candidate)), ...shown.problems],
  };
}

/** What the program does not make itself, but we do with arguments of our own, is no error of the program. */
function graveness({ site }: Candidate): (problem: Problem) => Problem {
  return (problem) =>
    problem.severity === 'error' && site === null ? { ...problem, severity: 'warning' } : problem;
}
