import {createHash} from 'node:crypto';
import type {Critic, ExpertInput, NoviceInput} from '../../src/feedback/critic.js';
import type {Judge, Judgement} from '../../src/judging/judge.js';
import type {Answer, Model, Request} from '../../src/model/model.js';

/** What the last message of a request says: where a question differs from another. */
export function lastMessage({messages}: Request): string {
  return messages.at(-1)?.content ?? '';
}

export function fencedAnswer(code: string): string {
  return `Thinking aloud.\n\n\`\`\`python\n${code}\n\`\`\``;
}

/**
 * A model that answers by `reply` (throwing what it throws), a moment later, and remembers what it
 * was asked.
 */
export function createFakeModel(
  reply: (request: Request, nth: number) => string,
): Model & {asked: Request[]} {
  const asked: Request[] = [];
  return {
    id: 'fake',
    asked,
    async ask(request, signal): Promise<Answer> {
      const nth = asked.push(request);
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      return {
        text: reply(request, nth),
        reasoning: null,
        finish_reason: 'stop',
        usage: null,
        model: 'fake-served',
      };
    },
  };
}

export const exampleTests = ['test_one', 'test_two', 'test_three', 'test_four'];

/**
 * A judge without Python that believes what the code says of itself in a comment: `# passes`,
 * `# does not compile`, `# fails test_two test_four`, `# times out`, `# is lost` (no verdict).
 * Anything else raises on import (`ALL`).
 */
export function createFakeJudge(): Judge & {judged: string[]} {
  const judged: string[] = [];
  return {
    identity: {pythonMinor: '3.11', verdictVersion: 1, environment: 'fake', sealLevel: 4},
    judged,
    async judge({program: code}): Promise<Judgement> {
      judged.push(code);
      return verdictOn(code);
    },
    jobsRun: () => judged.length,
    close: async () => {},
  };
}

/** The same, with an error at its `nth` job, counted from 0. */
export function createBreakingJudge(nth: number): ReturnType<typeof createFakeJudge> {
  const judge = createFakeJudge();
  return {
    ...judge,
    async judge(candidate) {
      if (judge.judged.length >= nth) throw new Error('broken');
      return judge.judge(candidate);
    },
  };
}

function verdictOn(code: string): Judgement {
  const tests = exampleTests;
  if (code.includes('# passes')) return {status: 'pass', report: {tests, failures: []}};
  if (code.includes('# is lost')) return {status: 'missing', reason: 'worker killed'};
  if (code.includes('# does not compile'))
    return {status: 'fail', compilationError: 'SyntaxError: invalid syntax\n'};
  const failures = (names: readonly string[], text: string) => names.map((test) => ({test, text}));
  if (code.includes('# times out')) {
    return {
      status: 'timeout',
      limitMs: 2_000,
      report: {tests, failures: failures(['ALL'], 'Timed out')},
    };
  }
  const names = /# fails((?: test_\w+)+)/.exec(code)?.[1]?.trim().split(' ') ?? ['ALL'];
  return {status: 'fail', report: {tests, failures: failures(names, 'Traceback: it is wrong')}};
}

/**
 * A critic whose remarks say of which kind they are and over what; it remembers what it was shown.
 */
export function createFakeCritic(
  remark: (kind: 'novice' | 'expert', code: string) => string = (kind, code) =>
    `${kind} on ${shortHash(code)}`,
): Critic & {
  shown: ({kind: 'novice'; input: NoviceInput} | {kind: 'expert'; input: ExpertInput})[];
} {
  const shown: ReturnType<typeof createFakeCritic>['shown'] = [];
  return {
    id: 'fake-critic',
    shown,
    async novice(input) {
      shown.push({kind: 'novice', input});
      return {text: remark('novice', input.previousCode), leak: false};
    },
    async expert(input) {
      shown.push({kind: 'expert', input});
      return {text: remark('expert', input.previousCode), leak: false};
    },
  };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
