import {answerToProgram} from '../conversation/answer-to-program.js';
import {failedProgram, type Judging, judgedRow, judgeProgram} from '../conversation/judged-row.js';
import {FileFormatError} from '../errors.js';
import {judgedAtOnce, judgeMany} from '../judging/judge-many.js';
import type {Problem, Suite} from '../problem/problem.js';
import type {RunDirectory} from '../run/run-directory.js';
import type {Place, VerdictRow} from '../run/verdict-row.js';
import type {SessionProgress} from '../session/options.js';
import type {JudgedPlace, KeptVerdicts} from './kept-verdicts.js';

/** What judging a run's answers again takes; `kept`: where new verdicts are kept. */
export type AnswersOfRun = {
  suite: Suite;
  run: RunDirectory;
  judging: Judging;
  kept: KeptVerdicts;
};

/** A row of an answer, which can be judged. */
type AnsweredRow = VerdictRow & {request: string};

/**
 * The rows with new verdicts, in their order; those of places where nobody was asked as they are.
 * New ones are kept aside, since a run's verdicts are replaced all together or not at all. Where an
 * answer or its problem is not there, nothing is judged.
 * @throws {FileFormatError} for a problem that the suite does not have, or an answer that is lost.
 */
export async function judgeAnswers(
  rows: readonly VerdictRow[],
  {suite, run, judging, kept}: AnswersOfRun,
  {
    signal,
    onProgress,
  }: {
    signal?: AbortSignal | undefined;
    onProgress?: ((progress: SessionProgress) => void) | undefined;
  },
): Promise<VerdictRow[]> {
  const problems = new Map(suite.problems.map((problem) => [problem.task_id, problem]));
  const answered = rows.flatMap(({request, ...row}) => {
    if (request === null) return [];
    const problem = problems.get(row.task_id);
    if (!problem) throw unknownProblem(row, run, suite);
    if (!run.completions.has(request)) throw lostAnswer({...row, request}, run);
    return [{row: {...row, request}, problem, bytes: 0}];
  });
  const open = answered.filter(({row}) => !isKnown(row, kept));
  await judgeMany(
    {total: rows.length, before: rows.length - open.length, first: open},
    {has: () => false, add: kept.add},
    {
      judge: ({row, problem}) => judgeAnswer(row, problem, {run, judging}),
      isMissing: ({row}) => row.status === 'missing',
      window: {
        get items() {
          return judgedAtOnce(judging.judge);
        },
        bytes: 1,
      },
      signal,
      onProgress: ({done, total, before, missing}) =>
        onProgress?.({done, total, before, missing, ...nobodyAsked}),
    },
  );
  return rows.map((row) => kept.at(row) ?? row);
}

const nobodyAsked = {inFlight: 0, retries: 0, tokens: 0, trouble: null};

/** One that was missing is judged once more. */
function isKnown(row: VerdictRow, kept: KeptVerdicts): boolean {
  const known = kept.at(row);
  return known !== undefined && known.status !== 'missing';
}

async function judgeAnswer(
  row: AnsweredRow,
  problem: Problem,
  {run, judging}: Pick<AnswersOfRun, 'run' | 'judging'>,
): Promise<JudgedPlace> {
  const {scenario, task_id, turn, request} = row;
  const answer = run.completions.get(request);
  if (!answer) throw lostAnswer(row, run);
  const {program, found} = answerToProgram(answer.text, problem);
  const judgement = await judgeProgram(program, {problem, turn}, judging);
  const place = {scenario, task_id, turn};
  if (judgement.status === 'missing')
    run.journal({event: 'missing', ...place, reason: judgement.reason});
  return {
    row: judgedRow(place, {judgement, program, found, request}, row.reference_status),
    failed: failedProgram(place, {judgement, program}),
  };
}

function unknownProblem({task_id}: Place, {path}: RunDirectory, {name}: Suite): Error {
  return new FileFormatError(
    `${path}/verdicts.jsonl: task_id: the suite ${name} has no ${task_id}`,
  );
}

function lostAnswer({request, scenario, task_id, turn}: AnsweredRow, {path}: RunDirectory): Error {
  return new FileFormatError(
    `${path}/completions.jsonl: request: none is ${request.slice(0, 12)}, the answer to ${scenario} ${task_id} turn ${turn}; give the command that began the run again`,
  );
}
