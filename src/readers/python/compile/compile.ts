/** Puts the parts of the compiler together. */
import type { Execute } from '../evaluate/frame';
import { boundNames } from '../parse/names';
import type { ParsedFile } from '../parse/parsedFile';
import { compileExpression } from './expressions';
import { compileFunction } from './functions';
import { compileResumable } from './generators';
import type { Compile, Scope } from './scope';
import { compileBlock, compileStatement } from './statements';
import { compileTarget } from './targets';

const compile: Compile = {
  expression: compileExpression,
  statement: compileStatement,
  block: compileBlock,
  target: compileTarget,
  resumable: compileResumable,
  makeFunction: compileFunction,
};

/** The scope of a file's top level. */
export function moduleScope(file: ParsedFile): Scope {
  return {
    kind: 'module',
    file,
    parent: null,
    compile,
    slots: new Map(),
    globals: new Set(),
    nonlocals: new Set(),
    bound: boundNames(file.body).bound,
    className: null,
    qualifier: '',
    importsGuarded: 0,
    yields: new Map(),
  };
}

/** The top level as one piece of code, for our own Python modules, which never fail. */
export function compileModule(file: ParsedFile): Execute {
  return compileBlock(file.body, moduleScope(file));
}
