/** The reader of PyTorch source: modules of the program are made and traced without running anything outside of our evaluator. */
import { importsTorch, isProgramPath } from '../../base/programs';
import type { Files, Source } from '../../base/source';
import { fileStart } from '../../base/span';
import { readProgram } from '../python/read/program';
import type { Choice, Overrides, Reader, Reading } from '../reader';
import type { Candidate, Survey } from './choose/candidate';
import { survey } from './choose/candidates';
import { choose, type Chosen } from './choose/choose';
import { directivesOf, type Directives } from './choose/directives';
import { editProgram } from './edit/edit';
import { torchModules } from './modules';
import { ownProblems } from './problems';

/** Reads Python files and notebooks that import torch. */
export const torchReader: Reader = {
  claims: ({ path, text }) => isProgramPath(path) && importsTorch(text),
  isProgram: true,
  read,
  edit: (source, network, intents, { files, overrides }) =>
    editProgram(source, network, intents, (each) => read(each, files, overrides)),
};

/** Steps of one piece of work: making a module, or running its forward once. Real models take some ten thousand. */
const mostSteps = 2_000_000;

function read(source: Source, files: Files, overrides: Overrides): Reading {
  const program = readProgram(source, {
    files,
    modules: torchModules,
    packages: overrides.packages ?? [],
    roots: ['', '..', '../..', '../../..', '../../../..'],
    limits: { steps: mostSteps },
  });
  // What files that are still to come will change is not worth a run.
  if (program.needs().length > 0) {
    return {
      networks: [],
      problems: ownProblems(program, program.problems()),
      needs: program.needs(),
      choices: [],
    };
  }
  const found = survey(program);
  const directives = directivesOf(program.main.file);
  const { network, problems, candidate } = chosen(found, directives, overrides, source);
  return {
    networks: network ? [network] : [],
    problems: ownProblems(program, [...program.problems(), ...directives.problems, ...problems]),
    needs: program.needs(),
    choices: choicesOf(found, candidate),
  };
}

/** A program must never end a reading: what none of us has foreseen is told as a problem. */
function chosen(found: Survey, directives: Directives, overrides: Overrides, source: Source): Chosen {
  try {
    return choose(found, directives, overrides);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `This program could not be read to its end, which is a fault of ours: ${reason}.`;
    const span = fileStart(source.path);
    return { network: null, problems: [{ severity: 'error', message, span }], candidate: null };
  }
}

function choicesOf({ candidates }: Survey, chosen: Candidate | null): readonly Choice[] {
  const listed = candidates.map(({ expression, label, span }) => ({
    expression,
    label,
    span,
    shown: expression === chosen?.expression,
  }));
  if (!chosen || listed.some(({ shown }) => shown)) return listed;
  const { expression, label, span } = chosen;
  return [{ expression, label, span, shown: true }, ...listed];
}
