import type {Message} from '../../model/model.js';
import {turnZeroScenario} from '../../problem/scenario.js';
import type {VerdictRow} from '../../run/verdict-row.js';
import type {RunEvidence} from './evidence.js';
import {
  createTextStore,
  type ProblemDetail,
  type PromptMessage,
  partsOf,
  type TextStore,
  type TurnDetail,
} from './problem-detail.js';

/** A run's rows of one problem, and what is at hand about them. */
export type ProblemEvidence = {rows: readonly VerdictRow[]; evidence: RunEvidence};

/** All conversations about one problem, run by run. */
export function detailOf(taskId: string, runs: readonly ProblemEvidence[]): ProblemDetail {
  const store = createTextStore();
  const prompts = createPromptStore(store);
  const problem = runs
    .map(({evidence}) => evidence.problems?.get(taskId))
    .find((each) => each !== undefined);
  return {
    task_id: taskId,
    problem: problem
      ? {
          statement: store.refer(problem.instruct_prompt),
          code_prompt: store.refer(problem.code_prompt),
          canonical_solution: store.refer(problem.canonical_solution),
          test: store.refer(problem.test),
        }
      : null,
    runs: runs.map(({rows, evidence}) => {
      const turns: {[scenario: string]: TurnDetail[]} = {};
      for (const row of rows) {
        if (isSilent(row)) continue;
        const known = turns[row.scenario] ?? [];
        turns[row.scenario] = known;
        known.push(turnDetail(row, evidence, {store, prompts}));
      }
      return turns;
    }),
    prompts: prompts.prompts,
    texts: store.texts,
  };
}

/** The grid says it all: somebody had passed before, and nobody was asked. */
function isSilent({origin}: VerdictRow): boolean {
  return origin === 'reference-solved' || origin === 'solved';
}

type Stores = {store: TextStore; prompts: PromptStore};

function turnDetail(row: VerdictRow, evidence: RunEvidence, {store, prompts}: Stores): TurnDetail {
  const {scenario, task_id, turn, origin, status, failures} = row;
  const line =
    scenario === turnZeroScenario ? undefined : evidence.linesOf(scenario, task_id)[turn - 1];
  const answer = evidence.answerOf(row);
  const program = origin === 'answered' ? evidence.programOf(row, answer) : null;
  const kept = evidence.failuresOf(row);
  const refer = (text: string | null | undefined) => (text == null ? undefined : store.refer(text));
  const known = [line?.previous_code, line?.execution_feedback, line?.verbal_feedback];
  return withoutAbsent({
    turn,
    origin,
    status,
    reference_status: row.reference_status ?? undefined,
    found: row.found ?? undefined,
    trust: row.trust ?? undefined,
    missing: row.missing ?? undefined,
    given: refer(line?.previous_code),
    compilation: refer(line?.compilation_feedback),
    execution: refer(line?.execution_feedback),
    verbal: refer(line?.verbal_feedback),
    notes: line && line.notes.length > 0 ? line.notes : undefined,
    prompt:
      row.request === null
        ? undefined
        : prompts.refer(
            row.request,
            () => evidence.promptOf(row, answer?.cut ?? null),
            [evidence.problems?.get(task_id)?.instruct_prompt, ...known].filter(isText),
          ),
    answer: refer(answer?.text),
    reasoning: refer(answer?.reasoning),
    finish_reason: answer && answer.finish_reason !== 'stop' ? answer.finish_reason : undefined,
    tokens: answer?.usage?.completion_tokens,
    program: refer(program),
    failures:
      origin === 'answered' && failures.length > 0
        ? failures.map((name) => {
            const text = kept?.find((each) => each.name === name)?.text;
            return text === undefined ? {name} : {name, text: store.refer(text)};
          })
        : undefined,
  });
}

function isText(text: string | null | undefined): text is string {
  return typeof text === 'string';
}

type Optional<T> = {[K in keyof T]: T[K] | undefined};

/** JSON without the fields that have no value. */
function withoutAbsent(detail: Optional<Required<TurnDetail>>): TurnDetail {
  return JSON.parse(JSON.stringify(detail));
}

type PromptStore = {
  prompts: PromptMessage[][];
  /** The number of the prompt of a request; undefined where it cannot be made again. */
  refer(
    request: string,
    make: () => Message[] | null,
    known: readonly string[],
  ): number | undefined;
};

/** Runs on one log ask the same questions: each prompt is made once. */
function createPromptStore(store: TextStore): PromptStore {
  const prompts: PromptMessage[][] = [];
  const numbers = new Map<string, number>();
  return {
    prompts,
    refer(request, make, known) {
      const at = numbers.get(request);
      if (at !== undefined) return at;
      const messages = make();
      if (messages === null) return undefined;
      prompts.push(
        messages.map(({role, content}) => ({
          role,
          parts: partsOf(content, known).map(store.refer),
        })),
      );
      numbers.set(request, prompts.length - 1);
      return prompts.length - 1;
    },
  };
}
