import {sha256} from '../files/canonical-hash.js';
import {plainPrompt} from '../model/endpoint/request-body.js';
import {type Answer, type Message, type Model, ModelError, type Request} from '../model/model.js';
import type {Problem, Suite} from '../problem/problem.js';
import type {Bug} from './bug.js';
import {findProgram, programWith, type SeenProgram} from './bugs-in-code.js';
import type {Catalogue} from './catalogue.js';
import {chance, pick} from './chance.js';
import {feedbackKinds, type Pointed, readFeedback} from './heard-feedback.js';
import type {Profile} from './profiles.js';
import {indexStatements} from './statement-index.js';

/**
 * A deterministic stand-in for a model: it answers real prompts, whatever their template, with the
 * canonical solution and bugs of the catalogue in it. Which bugs is decided by seeded chance; the
 * seed is the hash of the profile and the messages (not of decoding and sample), so the same prompt
 * gives the same answer. Token counts are characters / 4.
 *
 * `ask` throws {ModelError} `fatal` when no problem of the suite is stated in the messages.
 */
export function createSimulatedCoder(made: {
  profile: Profile;
  suite: Suite;
  catalogue: Catalogue;
}): Model {
  const {profile, suite, catalogue} = made;
  const index = indexStatements(suite);
  return {
    id: profile.id,
    async ask(request: Request): Promise<Answer> {
      const messages = asSent(request);
      const problem = index.find(messages.map(({content}) => content));
      if (problem === undefined) throw unknownProblem(profile, suite);
      const bugs = catalogue.bugsOf(problem.task_id);
      const seed = sha256(
        JSON.stringify([profile.id, messages.map(({role, content}) => [role, content])]),
      );
      const draw: Draw = {profile, seed, bugs};
      const text = answerText(
        problem,
        programWith(problem, bugs, decide(draw, problem, messages)),
        draw,
      );
      return {
        text,
        reasoning: null,
        finish_reason: 'stop',
        usage: countTokens(messages, text),
        model: profile.id,
      };
    },
  };
}

/**
 * What a server would get: a plain completion has no roles, and the same seed in process and over
 * HTTP.
 */
function asSent({messages, decoding}: Request): readonly Message[] {
  return decoding.mode === 'plain' ? [{role: 'user', content: plainPrompt(messages)}] : messages;
}

type Draw = {profile: Profile; seed: string; bugs: readonly Bug[]};

/**
 * Which bugs the answer has. Code that is no variant of the solution has faults we know nothing of:
 * then we begin anew.
 */
function decide(draw: Draw, problem: Problem, messages: readonly Message[]): ReadonlySet<Bug> {
  const last = messages.at(-1)?.content ?? '';
  const inLast = findProgram(last, problem, draw.bugs);
  const previous = inLast ?? findProgram(lastAnswer(messages), problem, draw.bugs);
  if (previous === undefined) return firstBugs(draw);
  const said = inLast === undefined ? last.split('\n') : aroundProgram(last, inLast);
  return refinedBugs(draw, previous.bugs, readFeedback(said, problem, [...previous.bugs]));
}

function lastAnswer(messages: readonly Message[]): string {
  return messages.findLast(({role}) => role === 'assistant')?.content ?? '';
}

function aroundProgram(text: string, seen: SeenProgram): string[] {
  const lines = text.split('\n');
  return [...lines.slice(0, seen.firstLine), ...lines.slice(seen.endLine)];
}

/**
 * How far difficulties reach above and below the average, in log-odds: problem and bug together.
 */
const spread = 3.2;

/**
 * The chance that a coder of this skill makes this bug at the first answer; some problems and some
 * bugs are harder than others, for every coder.
 */
function bugChance(profile: Profile, bug: Bug): number {
  const difficulty = chance('problem', bug.task_id) + chance('bug', bug.task_id, bug.name) - 1;
  return 1 / (1 + Math.exp(profile.skill - spread * difficulty));
}

function firstBugs({profile, seed, bugs}: Draw): Set<Bug> {
  return new Set(bugs.filter((bug) => chance(seed, 'first', bug.name) < bugChance(profile, bug)));
}

function refinedBugs(
  {profile, seed, bugs}: Draw,
  previous: ReadonlySet<Bug>,
  pointed: Pointed,
): Set<Bug> {
  const mended = (bug: Bug) =>
    feedbackKinds.some(
      (kind) => pointed[kind].has(bug) && chance(seed, kind, bug.name) < profile.uptake[kind],
    );
  const kept = new Set([...previous].filter((bug) => !mended(bug)));
  const fresh = pick(
    bugs.filter((bug) => !previous.has(bug)),
    seed,
    'which regression',
  );
  if (fresh !== undefined && chance(seed, 'regression') < profile.regression) kept.add(fresh);
  return kept;
}

const openings = [
  'I read the task again and go through it step by step: set up what is needed, do the work, and hand back the result.',
  'The plan is to follow the description in order and to take care of the special cases on the way.',
  'First I look at what goes in and what shall come out, then I write the steps in between.',
];

function answerText(problem: Problem, program: string, {seed}: Draw): string {
  const opening = pick(openings, seed, 'opening', problem.task_id) ?? '';
  return `${opening}\n\n\`\`\`python\n${program}\n\`\`\`\n`;
}

function countTokens(messages: readonly Message[], text: string) {
  const characters = messages.reduce((sum, {content}) => sum + content.length, 0);
  return {prompt_tokens: Math.ceil(characters / 4), completion_tokens: Math.ceil(text.length / 4)};
}

function unknownProblem(profile: Profile, suite: Suite): ModelError {
  return new ModelError(
    'fatal',
    `${profile.id} finds no statement of a problem of the suite ${suite.name} in the prompt; a simulated coder answers that suite only`,
  );
}
