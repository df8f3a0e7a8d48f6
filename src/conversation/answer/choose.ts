import type {Problem} from '../../problem/problem.js';
import {
  defines,
  hasSubstance,
  isStub,
  lackedBy,
  type Module,
  namesAtOnce,
} from '../python/module.js';
import {withPlainBlanks} from './blanks.js';
import {bodiesIn, completedBody, signatureOf} from './body.js';
import {withNewSides} from './conflicts.js';
import {continuedFunction} from './continued.js';
import {withoutDemonstrations} from './demonstrations.js';
import {dedent} from './indentation.js';
import {type AnswerPiece, piecesOf} from './pieces.js';
import {createReader, type Reader} from './reader.js';
import {runsOf} from './runs.js';
import {undressed, unescaped, unpacked} from './undressed.js';

/**
 * How a program was found in an answer: in a fenced block, between tags, among words, in a block
 * joined with others, as the part of one that parses, as a body completed by the problem's
 * signature, or not at all.
 */
export type Found = 'block' | 'tagged' | 'bare' | 'joined' | 'trimmed' | 'completed' | 'none';

type Program = {program: string; found: Found};

const nothing: Program = {program: '', found: 'none'};

/**
 * Takes the program out of an answer whose reasoning is gone. The rules are tried in this order;
 * each looks at the last part of the answer first.
 */
export function chooseProgram(answer: string, problem: Problem): Program {
  return programIn(answer, problem, createReader(), true);
}

/** @param isPacked whether the answer may be packed once more, as JSON or for HTML. */
function programIn(answer: string, problem: Problem, reader: Reader, isPacked: boolean): Program {
  const pieces = piecesOf(answer, (text) => reader.read(dedent(text))?.problem === null);
  const parts = partsOf(pieces, reader);
  const entryPoint = problem.entry_point;
  const {program, found} =
    continuedProgram(pieces, entryPoint, reader) ??
    wholeProgram(parts.filter(isPython), parts, problem) ??
    wholeProgram(parts, parts, problem) ??
    trimmedProgram(parts.filter(isPython), parts, problem) ??
    undressedProgram(pieces, problem, reader) ??
    trimmedProgram(parts, parts, problem) ??
    (isPacked ? unpackedProgram(answer, problem) : null) ??
    completedProgram(pieces, problem, reader) ??
    brokenProgram(pieces, entryPoint) ??
    otherProgram(parts.filter(isPython)) ??
    nothing;
  // What stands in a fence is taken as it is.
  if (found === 'block') return {program, found};
  return {program: program.replace(/^(?:[ \t]*\n)+/, '').trimEnd(), found};
}

/** A piece of an answer, and what of it is Python: all, or some runs of lines. */
type Part = {
  piece: AnswerPiece;
  text: string;
  /** Read when it is first asked for. */
  modules: () => readonly Module[];
  /** Whether the modules are parts of something that is not Python as a whole. */
  isCut: () => boolean;
};

function partsOf(pieces: readonly AnswerPiece[], reader: Reader): Part[] {
  return pieces.map((piece) => {
    const text = readable(piece.text, reader);
    const whole = once(() => (piece.kind === 'bare' ? null : soundModule(text, reader)));
    const runs = once(() => runsOf(text, reader));
    return {
      piece,
      text,
      modules: () => {
        const module = whole();
        return module ? [module] : runs();
      },
      isCut: () => piece.kind !== 'bare' && whole() === null,
    };
  });
}

/**
 * The text at the left edge. One that is no Python so is read without the old sides of conflicts,
 * and with plain blanks where only its blanks keep it from compiling then.
 */
function readable(text: string, reader: Reader): string {
  const own = dedent(text);
  if (isEscaped(own, reader)) return unescaped(own);
  const settled = withNewSides(text);
  const plain = withPlainBlanks(settled);
  if (settled === text && plain === null) return own;
  if (soundModule(own, reader)) return own;
  const edge = dedent(settled);
  if (plain === null || soundModule(edge, reader)) return edge;
  return soundModule(dedent(plain), reader)?.text ?? edge;
}

/** Whether its operators are escaped for HTML, though it compiles (as `x & lt; y`). */
function isEscaped(text: string, reader: Reader): boolean {
  const names = Array.from(text.matchAll(/&(lt|gt|amp);/g), ([, name = '']) => name);
  const module = names.length > 0 ? soundModule(text, reader) : null;
  if (module === null) return false;
  const lacked = lackedBy(module);
  return names.some((name) => lacked.has(name)) && soundModule(unescaped(text), reader) !== null;
}

function once<T>(compute: () => T): () => T {
  let kept: {value: T} | undefined;
  return () => {
    kept ??= {value: compute()};
    return kept.value;
  };
}

function soundModule(text: string, {read}: Reader): Module | null {
  const module = read(text);
  return module?.problem === null ? module : null;
}

function isPython({piece}: Part): boolean {
  return piece.python;
}

/** The last module that defines the entry point, with what it lacks. */
function wholeProgram(
  parts: readonly Part[],
  all: readonly Part[],
  problem: Problem,
): Program | null {
  const entryPoint = problem.entry_point;
  let stub: {part: Part; module: Module} | undefined;
  for (const part of parts.toReversed()) {
    if (!part.text.includes(entryPoint) || part.isCut()) continue;
    for (const module of part.modules().toReversed()) {
      if (!defines(module, entryPoint)) continue;
      if (!isStub(module, entryPoint))
        return withWhatItLacks(module, part, part.piece.kind, all, problem);
      stub ??= {part, module};
    }
  }
  return stub ? withWhatItLacks(stub.module, stub.part, stub.part.piece.kind, all, problem) : null;
}

/** The longest run that defines the entry point, of the last block that is no Python as a whole. */
function trimmedProgram(
  parts: readonly Part[],
  all: readonly Part[],
  problem: Problem,
): Program | null {
  for (const part of parts.toReversed()) {
    if (!part.text.includes(problem.entry_point) || !part.isCut()) continue;
    const [longest] = part
      .modules()
      .filter((module) => defines(module, problem.entry_point))
      .toSorted((a, b) => b.text.length - a.text.length);
    if (longest) return withWhatItLacks(longest, part, 'trimmed', all, problem);
  }
  return null;
}

/**
 * Joins `chosen` with the other modules of the answer that define names it lacks, the nearest
 * before it first, then those behind it, in the order of the answer.
 */
function withWhatItLacks(
  chosen: Module,
  part: Part,
  found: Found,
  parts: readonly Part[],
  {entry_point, code_prompt}: Problem,
): Program {
  const own = withoutDemonstrations(chosen, entry_point);
  const given = new Set(code_prompt.match(/\w+/g));
  const lacked = [...lackedBy(chosen)].filter((name) => !given.has(name));
  const others = othersThatDefine(lacked, chosen, part, parts, given);
  if (others.length === 0) return {program: own, found};
  const early = namesAtOnce(chosen);
  const isEarly = (module: Module) => bindsSome(module, early);
  const before = others.filter(({isBefore}) => isBefore).map(({module}) => module);
  const behind = others.filter(({isBefore}) => !isBefore).map(({module}) => module);
  const program = withFutureFirst(
    [
      ...before.toReversed(),
      ...behind.filter(isEarly),
      chosen,
      ...behind.filter((module) => !isEarly(module)),
    ]
      .map((module) => (module === chosen ? own : withoutDemonstrations(module, entry_point)))
      .join('\n'),
  );
  return {program, found: found === 'trimmed' ? 'trimmed' : 'joined'};
}

type Other = {module: Module; isBefore: boolean};

function othersThatDefine(
  lacked: readonly string[],
  chosen: Module,
  part: Part,
  parts: readonly Part[],
  given: ReadonlySet<string>,
): Other[] {
  const wanted = new Set(lacked);
  const at = parts.indexOf(part);
  const found: Other[] = [];
  const take = (candidate: Part, isBefore: boolean) => {
    if (![...wanted].some((name) => candidate.text.includes(name))) return;
    const modules = candidate.modules();
    const own = candidate === part ? modules.indexOf(chosen) : -1;
    const side = own === -1 ? modules : isBefore ? modules.slice(0, own) : modules.slice(own + 1);
    for (const module of isBefore ? side.toReversed() : side) {
      if (!bindsSome(module, wanted)) continue;
      found.push({module, isBefore});
      for (const name of lackedBy(module)) if (!given.has(name)) wanted.add(name);
      for (const {names} of module.statements) for (const name of names.binds) wanted.delete(name);
    }
  };
  for (const candidate of parts.slice(0, at + 1).toReversed()) take(candidate, true);
  for (const candidate of parts.slice(at)) take(candidate, false);
  return found;
}

function bindsSome({statements}: Module, wanted: ReadonlySet<string>): boolean {
  return statements.some(({names}) => [...names.binds].some((name) => wanted.has(name)));
}

/** Joined parts, each of which may ask for a future of Python: that has to come first. */
function withFutureFirst(program: string): string {
  const futures = program.match(future) ?? [];
  if (futures.length === 0) return program;
  return [...new Set(futures), program.replace(future, '')].join('');
}

const future =
  /^from __future__ import (?:[\w, ]+(?:#[^\n]*)?|\([\w,\s]+\)[ \t]{0,9}(?:#[^\n]*)?)\n/gm;

function continuedProgram(
  pieces: readonly AnswerPiece[],
  entryPoint: string,
  reader: Reader,
): Program | null {
  const module = continuedFunction(pieces, entryPoint, reader);
  return module && {program: withoutDemonstrations(module, entryPoint), found: 'joined'};
}

/** The last piece that shows the function in another form than as code alone (`undressed`). */
function undressedProgram(
  pieces: readonly AnswerPiece[],
  problem: Problem,
  reader: Reader,
): Program | null {
  for (const piece of pieces.toReversed()) {
    if (!piece.text.includes(problem.entry_point) || reader.isSpent()) continue;
    const readings = undressed(piece.text).map((text) => ({...piece, text, python: true}));
    const parts = partsOf(readings, reader);
    const program = wholeProgram(parts, parts, problem) ?? trimmedProgram(parts, parts, problem);
    const module = program && reader.read(program.program);
    if (module && !isStub(module, problem.entry_point)) return program;
  }
  return null;
}

/** No answer is unpacked in more ways. */
const mostUnpacked = 32;

/** The program in an answer that was packed as JSON, or escaped for HTML or Markdown. */
function unpackedProgram(answer: string, problem: Problem): Program | null {
  const texts = unpacked(answer).filter((text) => text.includes(problem.entry_point));
  const reader = createReader(); // they cost as much again, all together
  for (const text of texts.slice(0, mostUnpacked)) {
    const {program, found} = programIn(text, problem, reader, false);
    const module = reader.read(program);
    if (module?.problem === null && defines(module, problem.entry_point)) return {program, found};
  }
  return null;
}

function completedProgram(
  pieces: readonly AnswerPiece[],
  problem: Problem,
  reader: Reader,
): Program | null {
  const signature = signatureOf(problem);
  if (signature === null) return null;
  for (const text of pieces.toReversed().flatMap(bodiesIn)) {
    if (reader.isSpent()) return null;
    const module = completedBody(text, signature, problem.entry_point, reader);
    if (module)
      return {program: withoutDemonstrations(module, problem.entry_point), found: 'completed'};
  }
  return null;
}

/** The last piece that means to define the entry point and does not compile. */
function brokenProgram(pieces: readonly AnswerPiece[], entryPoint: string): Program | null {
  for (const {kind, text} of pieces.toReversed()) {
    const lines = dedent(text).split('\n');
    const defining = lines.findIndex((line) => meansToDefine(line, entryPoint));
    if (defining === -1) continue;
    const from = kind === 'bare' ? lines.findIndex((line) => beginsCode.test(line)) : 0;
    return {program: lines.slice(from).join('\n').trimEnd(), found: kind};
  }
  return null;
}

const beginsCode = /^(?:import|from|def|class|async\s+def|@\w|[A-Za-z_]\w*\s*=)/;

function meansToDefine(line: string, entryPoint: string): boolean {
  const words = line.slice(0, 300).split(/\b/);
  if (/^(?:def|class|async)$/.test(words[0] ?? '')) return words.includes(entryPoint);
  return words[0] === entryPoint && /^\s*(?::[^=]*)?=(?!=)/.test(words.slice(1).join(''));
}

/** The last module that does anything; the entry point is nowhere. */
function otherProgram(parts: readonly Part[]): Program | null {
  for (const part of parts.toReversed()) {
    if (part.isCut()) continue;
    const module = part.modules().findLast(hasSubstance);
    if (module) return {program: module.text, found: part.piece.kind};
  }
  return null;
}
