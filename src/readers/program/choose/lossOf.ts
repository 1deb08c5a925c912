/** The loss that a program trains a network with: the criterion's value at its site, or the function that it calls. */
import type { LossCall } from '../../../graph/loss';
import type { Span } from '../../../base/span';
import { walk } from '../../python/parse/names';
import type { Program } from '../../python/read/program';
import { evaluateAt, type CallSite, type ParameterValue } from '../../python/read/sites';
import { lossRows } from '../../torch/loss/table';
import { functionLoss, programLoss, type ProgramLoss } from '../../torch/loss/programLoss';
import { judgesOthers } from './judged';

/** A loss, and where the program makes or calls it. */
export interface FoundLoss {
  readonly call: LossCall;
  readonly span: Span;
  /** What is different from the program's; null: nothing. */
  readonly note: string | null;
}

const modules = new Set(lossRows.map(({ module }) => module));
const functions = new Set(lossRows.map(({ name }) => name));

/**
 * The loss of the first site that makes or calls one; losses that are used with what the network gives come first, and those that are used only
 * with what other models of the program give are none of it.
 */
export function lossOf(
  program: Program,
  sites: readonly CallSite[],
  { target, others }: { readonly target: string | null; readonly others: ReadonlySet<string> },
  parameter: ParameterValue,
): FoundLoss | null {
  const making = sites.filter(
    (site) =>
      (modules.has(lastPart(site.callee)) || functions.has(lastPart(site.callee))) &&
      !judgesOthers(program, sites, site, target, others),
  );
  const own = making.filter((site) => target !== null && mentions(program, site, target));
  for (const site of [...own, ...making.filter((one) => !own.includes(one))]) {
    const found = lossAt(program, site, parameter);
    if ('call' in found) return { ...found, span: program.main.file.span(site.node) };
  }
  return null;
}

/** `F.mse_loss(model(x), y)` */
function mentions(program: Program, site: CallSite, target: string): boolean {
  let found = false;
  walk(site.node.args, (node) => {
    if (node['nodeType'] === 'Call') {
      const { func } = node as unknown as CallSite['node']; // its type was just looked at
      if (program.main.file.textOf(func) === target) found = true;
    }
    return !found;
  });
  return found;
}

function lastPart(callee: string): string {
  return callee.slice(callee.lastIndexOf('.') + 1);
}

function lossAt(program: Program, site: CallSite, parameter: ParameterValue): ProgramLoss {
  const { machine, main } = program;
  const isModule = modules.has(lastPart(site.callee));
  const outcome = machine.aside(() =>
    evaluateAt(program, site, isModule ? site.node : site.node.func, main, parameter),
  );
  if (!('value' in outcome)) return { reason: outcome.failure.text };
  if (isModule) return programLoss(machine, outcome.value);
  const options = site.node.keywords.flatMap(({ arg, value }) => {
    const given = arg == null ? null : machine.aside(() => evaluateAt(program, site, value, main, parameter));
    return arg != null && given && 'value' in given ? [[arg, given.value] as const] : [];
  });
  return functionLoss(machine, outcome.value, new Map(options));
}
