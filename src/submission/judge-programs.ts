import {setMaxListeners} from 'node:events';
import {join} from 'node:path';
import {z} from 'zod';
import {answerToProgram} from '../conversation/answer-to-program.js';
import {type Judging, judgeProgram} from '../conversation/judged-row.js';
import {canonicalHash} from '../files/canonical-hash.js';
import {openLedger} from '../files/ledger.js';
import {programVersion} from '../files/program-version.js';
import type {Status} from '../judging/judge.js';
import {judgedAtOnce, judgeMany, type Tally} from '../judging/judge-many.js';
import {trustSchema} from '../judging/trust.js';
import {statusSchema} from '../log/log-line.js';
import type {Problem} from '../problem/problem.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {deservesAnother} from './compare-verdicts.js';
import type {Grounds} from './grounds.js';

/** A program of a bundle, and what its rows say of it. */
export type ToldProgram = {
  key: string;
  problem: Problem;
  /** That of its first row: it decides what runs before the program. */
  turn: number;
  code_sha256: string;
  text: string;
  told: Status;
  trust: VerdictRow['trust'];
  places: number;
};

/**
 * The different programs of a bundle, by problem, prelude and code. Where rows of one program
 * differ in what they say of it, each word is a program of its own; what lacks a verdict is left
 * out.
 */
export function toldPrograms({bundle, problems}: Grounds): ToldProgram[] {
  const programs = new Map<string, ToldProgram>();
  for (const {task_id, turn, request, code_sha256, status, trust} of bundle.rows) {
    const answer = request === null ? undefined : bundle.answers.get(request);
    const problem = problems.get(task_id);
    if (!answer || !problem || code_sha256 === null || status === 'missing') continue;
    const key = `${task_id} ${turn === 0 ? 'first' : 'later'} ${code_sha256} ${status}`;
    const {text} = answer;
    const known = programs.get(key);
    if (known) known.places += 1;
    else
      programs.set(key, {
        ...{key, problem, turn, code_sha256, text, trust},
        told: status,
        places: 1,
      });
  }
  return [...programs.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const judgedSchema = z.object({
  judging: z.string(),
  key: z.string(),
  again: z.array(statusSchema),
  trust: trustSchema.nullable(),
});

/** What judging again came to: the verdicts in order, and how a pass was established. */
export type ProgramAgain = z.infer<typeof judgedSchema>;

export type JudgeProgramsOptions = {
  judging: Judging;
  /** The folder of what is done so far, which the caller has locked. */
  directory: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((tally: Tally) => void) | undefined;
};

/**
 * Judges programs again, each on disk before it counts; those whose verdict is another are judged
 * up to twice more, alone. @returns what they came to, by key.
 */
export async function judgePrograms(
  programs: readonly ToldProgram[],
  {judging, directory, signal, onProgress}: JudgeProgramsOptions,
): Promise<ReadonlyMap<string, ProgramAgain>> {
  // Every program under way listens to it; Node warns of a leak from the eleventh on.
  if (signal) setMaxListeners(0, signal);
  const {identity} = judging.judge;
  const limits = programs.map(({problem}) => judging.timeLimitMs(problem));
  const made = canonicalHash({identity, limits, program_version: programVersion()});
  const ledger = await openLedger(join(directory, 'judged.jsonl'), {
    schema: judgedSchema,
    keyOf: ({judging, key}) => `${judging} ${key}`,
    noteOf: (row) => row,
  });
  const known = ({key}: ToldProgram) => ledger.note(`${made} ${key}`);
  /** An earlier call had all its runs, and the last came to nothing: this one begins anew. */
  const isLost = (program: ToldProgram) =>
    known(program)?.again.at(-1) === 'missing' && !isOpen(program);
  const isOpen = (program: ToldProgram) =>
    deservesAnother(program.told, known(program)?.again ?? []);
  const candidates = programs.map((program) => ({program, bytes: 0}));
  const judge = async ({program}: {program: ToldProgram}): Promise<ProgramAgain> => {
    const {program: code} = answerToProgram(program.text, program.problem);
    const judgement = await judgeProgram(code, program, {...judging, signal});
    const before = isLost(program) ? [] : (known(program)?.again ?? []);
    const again = [...before, judgement.status];
    const trust = judgement.status === 'pass' ? (judgement.trust ?? 'shared') : null;
    return {judging: made, key: program.key, again, trust};
  };
  const round = (first: typeof candidates, calm: boolean) =>
    judgeMany<(typeof candidates)[number], ProgramAgain>(
      {total: programs.length, before: programs.length - first.length, first},
      {has: () => false, add: ledger.add},
      {
        judge,
        isMissing: ({again}) => again.at(-1) === 'missing',
        window: {
          get items() {
            return calm ? 1 : judgedAtOnce(judging.judge);
          },
          bytes: 1,
        },
        signal,
        onProgress,
      },
    );
  try {
    await round(
      candidates.filter(({program}) => known(program) === undefined || isLost(program)),
      false,
    );
    for (let open = candidates; open.length > 0; ) {
      open = candidates.filter(({program}) => isOpen(program));
      if (open.length > 0) await round(open, true);
    }
    return new Map(
      programs.flatMap((program) => {
        const row = known(program);
        return row ? [[program.key, row] as const] : [];
      }),
    );
  } finally {
    ledger.close();
  }
}
