import type {ComponentChild} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import type {PageRun, PageTask} from '../html/page/summary.js';
import type {ProblemDetail, TurnDetail} from '../html/problem-detail.js';
import {placeOfTask} from '../html/task-in-address.js';
import {forLine} from '../sanitise.js';
import {detailAt} from './chunks.js';
import {Diff} from './diff.js';
import {Filters} from './filters.js';
import {highlighted} from './highlighted.js';
import {LetterKey} from './letter-key.js';
import {lettersIn, letterWords} from './letters.js';
import {LongText} from './long-text.js';
import {Matrix} from './matrix.js';
import {nameLine} from './name-line.js';
import type {Route} from './route.js';
import {type ListedTask, lettersAt} from './selection.js';
import {VirtualRows} from './virtual-rows.js';

type ConversationViewProps = {
  route: Route;
  go(change: Partial<Route>): void;
  addressOf(change: Partial<Route>): string;
  runs: readonly PageRun[];
  chosen: readonly PageRun[];
  tasks: readonly PageTask[];
  listed: readonly ListedTask[];
  scenarios: readonly string[];
  /** Places in which the two runs differ, by the number of the problem. */
  differing: ReadonlyMap<number, number>;
};

const lastTurn = 10;

/** One conversation, turn by turn, beside the list that it is chosen from. */
export function ConversationView(props: ConversationViewProps) {
  const {route, go, addressOf, runs, chosen, tasks, listed, scenarios, differing} = props;
  const at = placeOfTask(tasks, route.task);
  const isUnknown = at === -1 && route.task !== '';
  const task = at === -1 ? listed[0] : tasks[at];
  const taskId = task?.task_id ?? '';
  const number = at === -1 ? (listed[0]?.at ?? -1) : at;
  const scenario = scenarios.find((id) => id === route.scenario) ?? scenarios.at(-1) ?? '';
  const place = listed.findIndex((each) => each.task_id === taskId);
  const {turn} = route;
  useEffect(() => {
    const step = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      const change = changeOf(event.key);
      if (change === null) return;
      event.preventDefault();
      go({task: taskId, scenario, ...change});
    };
    const changeOf = (key: string): Partial<Route> | null => {
      if (key === 'ArrowRight') return {turn: Math.min(lastTurn, turn + 1)};
      if (key === 'ArrowLeft') return {turn: Math.max(0, turn - 1)};
      const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
      const next = listed[place + by];
      return by !== 0 && next ? {task: next.task_id} : null;
    };
    addEventListener('keydown', step);
    return () => removeEventListener('keydown', step);
  }, [go, taskId, scenario, turn, listed, place]);
  return (
    <section class="viewer" aria-label="Conversations">
      <div class="chooser">
        <Filters {...{route, go, runs, tasks}} left={listed.length} />
        <VirtualRows
          count={listed.length}
          height={30}
          label="Problems"
          current={place}
          row={(index) => {
            const each = listed[index];
            if (!each) return null;
            const differ = differing.get(each.at) ?? 0;
            return (
              <a
                class="problem"
                href={addressOf({view: 'conversation', task: each.task_id})}
                aria-current={each.task_id === taskId ? 'true' : undefined}
              >
                <span>{nameLine(each.task_id)}</span>
                {differ > 0 && <small>{differ} differ</small>}
                <Solved run={chosen[0]} at={each.at} scenario={scenario} />
              </a>
            );
          }}
        />
        {listed.length === 0 && <p class="empty">No problem is like that.</p>}
      </div>
      <article>
        {isUnknown && (
          <p class="notes">This page has no problem {nameLine(route.task)}; another is shown.</p>
        )}
        {task && number >= 0 ? (
          <OneConversation
            {...{route, go, chosen, scenarios, scenario, number}}
            task={tasks[number]}
            runNumbers={chosen.map((run) => runs.indexOf(run))}
          />
        ) : (
          <p class="empty">No problem is chosen.</p>
        )}
      </article>
    </section>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}

/** Where the first run first passes, as a small sign. */
function Solved({run, at, scenario}: {run: PageRun | undefined; at: number; scenario: string}) {
  const letters = run ? (lettersAt(run, at, scenario)[0] ?? '') : '';
  const first = [...letters].findIndex((letter) => /[prs]/.test(letter));
  if (letters === '') return null;
  const letter = first === -1 ? (letters.at(-1) ?? '-') : (letters[first] ?? '-');
  return (
    <span class="solved">
      <svg width="9" height="9" aria-hidden="true">
        <rect width="9" height="9" rx="2" fill={letterWords(letter).color} />
      </svg>
      {first === -1 ? 'never' : `turn ${first}`}
    </span>
  );
}

type OneConversationProps = Pick<ConversationViewProps, 'route' | 'go' | 'chosen' | 'scenarios'> & {
  task: PageTask | undefined;
  number: number;
  scenario: string;
  runNumbers: readonly number[];
};

function OneConversation(props: OneConversationProps) {
  const {route, go, chosen, scenarios, scenario, task, number, runNumbers} = props;
  const detail = useDetail(task?.chunk ?? null, task?.task_id ?? '');
  const {turn} = route;
  if (!task) return null;
  return (
    <>
      <h2>{nameLine(task.task_id)}</h2>
      {task.libraries.length > 0 && (
        <p class="about">uses {task.libraries.map(nameLine).join(', ')}</p>
      )}
      <div class={chosen.length > 1 ? 'two' : ''}>
        {chosen.map((run, i) => (
          <Matrix
            key={runNumbers[i]}
            {...{run, scenarios, scenario, turn}}
            at={number}
            title={chosen.length > 1 ? run.name : null}
            go={(change) => go({task: task.task_id, ...change})}
          />
        ))}
      </div>
      <LetterKey
        letters={lettersIn(chosen.flatMap((run) => lettersAt(run, number)))}
        hasSigns={true}
      />
      <p class="steps">
        <button
          type="button"
          disabled={turn === 0}
          onClick={() => go({task: task.task_id, scenario, turn: turn - 1})}
        >
          ← turn {Math.max(0, turn - 1)}
        </button>
        <strong>
          {turn === 0 ? 'Turn 0, the first answer' : `Turn ${turn} under ${scenario}`}
        </strong>
        <button
          type="button"
          disabled={turn === lastTurn}
          onClick={() => go({task: task.task_id, scenario, turn: turn + 1})}
        >
          turn {Math.min(lastTurn, turn + 1)} →
        </button>
        <span class="hint">← → step through turns, ↑ ↓ through problems</span>
      </p>
      {task.chunk === null && (
        <p class="notes">This conversation is not in the page: it would have become too large.</p>
      )}
      {detail === 'waiting' && task.chunk !== null && <p class="waiting">…</p>}
      {typeof detail === 'string' && detail !== 'waiting' && <p class="notes">{forLine(detail)}</p>}
      {typeof detail === 'object' && (
        <TurnOf
          key={`${task.task_id} ${scenario} ${turn}`}
          {...{detail, chosen, runNumbers, scenario, turn, route, go, number}}
        />
      )}
    </>
  );
}

/** The conversations of a chunk, `waiting`, or why they are not there. */
function useDetail(chunk: number | null, taskId: string): ProblemDetail | string {
  const [state, setState] = useState<{chunk: number | null; detail: ProblemDetail | string}>({
    chunk: null,
    detail: 'waiting',
  });
  useEffect(() => {
    if (chunk === null) return;
    let isWanted = true;
    detailAt(chunk, taskId).then(
      (detail) => isWanted && setState({chunk, detail}),
      (error: unknown) =>
        isWanted &&
        setState({chunk, detail: error instanceof Error ? error.message : String(error)}),
    );
    return () => {
      isWanted = false;
    };
  }, [chunk, taskId]);
  return state.chunk === chunk ? state.detail : 'waiting';
}

type TurnOfProps = {
  detail: ProblemDetail;
  chosen: readonly PageRun[];
  runNumbers: readonly number[];
  scenario: string;
  turn: number;
  number: number;
  route: Route;
  go(change: Partial<Route>): void;
};

function TurnOf({detail, chosen, runNumbers, scenario, turn, number, route, go}: TurnOfProps) {
  const text = (ref: number | undefined) => (ref === undefined ? undefined : detail.texts[ref]);
  const turns = runNumbers.map((run) =>
    detail.runs[run]?.[turn === 0 ? 'NONE' : scenario]?.find((each) => each.turn === turn),
  );
  const given = turns.map((each) => each?.given);
  const isShared = chosen.length === 1 || (given[0] !== undefined && given[0] === given[1]);
  const {problem} = detail;
  return (
    <>
      {problem && (
        <details open={turn === 0}>
          <summary>The problem</summary>
          <LongText text={text(problem.statement) ?? ''} name={`${detail.task_id}-problem.txt`} />
        </details>
      )}
      {problem && (
        <details>
          <summary>Its tests and its own solution, which no model sees</summary>
          <h4>Tests</h4>
          <LongText
            text={text(problem.test) ?? ''}
            name={`${detail.task_id}-tests.py`}
            render={highlighted}
          />
          <h4>Solution</h4>
          <LongText
            text={(text(problem.code_prompt) ?? '') + (text(problem.canonical_solution) ?? '')}
            name={`${detail.task_id}-solution.py`}
            render={highlighted}
          />
        </details>
      )}
      {isShared && turns[0] && <Given turn={turns[0]} text={text} run={chosen[0]} />}
      <div class={chosen.length > 1 ? 'two' : ''}>
        {chosen.map((run, i) => (
          <section key={runNumbers[i]} class="answer-of" aria-label={forLine(run.name)}>
            {chosen.length > 1 && <h3>{forLine(run.name)}</h3>}
            {!isShared && turns[i] && <Given turn={turns[i]} text={text} run={run} />}
            <AnswerOf
              turn={turns[i]}
              isNarrow={chosen.length > 1}
              letter={lettersAt(run, number, turn === 0 ? '' : scenario)[0]?.[turn] ?? '-'}
              {...{detail, text, run, route, go}}
            />
          </section>
        ))}
      </div>
    </>
  );
}

type TextOf = (ref: number | undefined) => string | undefined;
type GivenProps = {turn: TurnDetail; text: TextOf; run: PageRun | undefined};

const noteWords = new Map([
  ['leak', 'This remark gave parts of the solution away.'],
  ['denied', 'The critic did not answer.'],
  ['feedback-of-other-code', 'This feedback is about other code than stands here.'],
]);

/** What the model was given: a program, and what was said of it. */
function Given({turn, text, run}: GivenProps) {
  if (turn.given === undefined) return null;
  const whose = run?.mode === 'live' ? 'its own program' : `the program of ${run?.reference ?? ''}`;
  return (
    <section class="given">
      <h3>
        Given: {nameLine(whose)} of turn {turn.turn - 1}
      </h3>
      <LongText text={text(turn.given) ?? ''} name="given.py" render={highlighted} />
      <h3>And what was said of it</h3>
      <FeedbackOf kind="compilation" title="Compilation" text={text(turn.compilation)} />
      <FeedbackOf kind="execution" title="Execution" text={text(turn.execution)} />
      <FeedbackOf kind="verbal" title="Words" text={text(turn.verbal)} />
      {(turn.notes ?? []).map((note) => (
        <p class="notes" key={note}>
          {noteWords.get(note) ?? forLine(note)}
        </p>
      ))}
    </section>
  );
}

type FeedbackOfProps = {kind: string; title: string; text: string | undefined};

function FeedbackOf({kind, title, text}: FeedbackOfProps) {
  if (text === undefined) return null;
  return (
    <div class={`feedback ${kind}`}>
      <h4>{title}</h4>
      <LongText text={text} name={`${kind}.txt`} />
    </div>
  );
}

type AnswerOfProps = {
  turn: TurnDetail | undefined;
  letter: string;
  /** Whether another answer stands beside it: then changes are shown in one column. */
  isNarrow: boolean;
  detail: ProblemDetail;
  text: TextOf;
  run: PageRun;
  route: Route;
  go(change: Partial<Route>): void;
};

const silences = new Map([
  ['r', 'Nobody was asked: the reference had passed before this turn, which counts as a pass.'],
  ['s', 'Nobody was asked: the model had solved the problem before.'],
  ['n', 'Nobody was asked: there was nothing to act upon, so the program stays as it is.'],
  [
    'u',
    'Here or before, the model passed with tests and program in one process, though they can be held apart. Counted by trust “separate”, that is a fail.',
  ],
  ['m', 'There is no verdict.'],
  ['-', 'The run has no such turn.'],
]);

type Tab = 'changes' | 'program' | 'answer' | 'prompt';

function AnswerOf(props: AnswerOfProps) {
  const {turn, letter, isNarrow, detail, text, run, route, go} = props;
  const [given, program, answer] = [text(turn?.given), text(turn?.program), text(turn?.answer)];
  const prompt = turn?.prompt === undefined ? undefined : detail.prompts[turn.prompt];
  const hasDiff = given !== undefined && program !== undefined;
  const tabs: [Tab, string][] = [
    ...(hasDiff ? [['changes', 'Changes'] satisfies [Tab, string]] : []),
    ...(program === undefined ? [] : [['program', 'Program'] satisfies [Tab, string]]),
    ...(answer === undefined ? [] : [['answer', 'Whole answer'] satisfies [Tab, string]]),
    ...(prompt ? [['prompt', 'Prompt'] satisfies [Tab, string]] : []),
  ];
  const [chosen, choose] = useState<Tab>(tabs[0]?.[0] ?? 'program');
  const verdict = letterWords(letter);
  return (
    <>
      <p class="verdict">
        <span class={`badge letter-${letter === '-' ? 'x' : letter}`}>{verdict.said}</span>
        {turn?.reference_status && run.mode === 'static' && (
          <span>the reference’s own answer at this turn: {turn.reference_status}</span>
        )}
        {turn?.found && turn.found !== 'block' && <span>program found by: {turn.found}</span>}
        {turn?.finish_reason && <span>ended by: {nameLine(turn.finish_reason)}</span>}
        {turn?.tokens !== undefined && <span>{turn.tokens} tokens</span>}
      </p>
      {silences.has(letter) && <p class="caption">{silences.get(letter)}</p>}
      {turn?.missing && <p class="notes">{forLine(turn.missing)}</p>}
      {turn && tabs.length === 0 && run.lacks.length > 0 && (
        <ul class="notes">
          {run.lacks.map((lack) => (
            <li key={lack}>Not here. {forLine(lack)}</li>
          ))}
        </ul>
      )}
      {tabs.length > 0 && (
        <>
          <div class="tabs">
            {tabs.map(([name, title]) => (
              <button
                type="button"
                key={name}
                aria-pressed={chosen === name}
                onClick={() => choose(name)}
              >
                {title}
              </button>
            ))}
            {chosen === 'changes' && !isNarrow && (
              <button
                type="button"
                class="quiet"
                onClick={() => go({diff: route.diff === 'side' ? 'inline' : 'side'})}
              >
                {route.diff === 'side' ? 'inline' : 'side by side'}
              </button>
            )}
          </div>
          <TabPanel>
            {chosen === 'changes' && hasDiff && (
              <Diff before={given} after={program} kind={isNarrow ? 'inline' : route.diff} />
            )}
            {chosen === 'program' &&
              (program === '' ? (
                <p class="caption">The answer holds no program.</p>
              ) : (
                <LongText text={program ?? ''} name="program.py" render={highlighted} />
              ))}
            {chosen === 'answer' && (
              <>
                {turn?.reasoning !== undefined && (
                  <details>
                    <summary>Reasoning</summary>
                    <LongText text={text(turn.reasoning) ?? ''} name="reasoning.txt" />
                  </details>
                )}
                <LongText text={answer ?? ''} name="answer.txt" />
              </>
            )}
            {chosen === 'prompt' &&
              prompt?.map(({role, parts}, i) => (
                <div key={i} class="message">
                  <h4>{role}</h4>
                  <LongText text={parts.map(text).join('')} name={`prompt-${role}.txt`} />
                </div>
              ))}
          </TabPanel>
        </>
      )}
      {turn?.failures && turn.failures.length > 0 && (
        <div class="failing">
          <h4>
            {turn.failures.length} failing {turn.failures.length === 1 ? 'entry' : 'entries'}
          </h4>
          {turn.failures.map(({name, text: ref}, i) => (
            <details key={name} open={i === 0 && ref !== undefined}>
              <summary>{name === 'ALL' ? 'the program as a whole' : nameLine(name)}</summary>
              {ref === undefined ? (
                <p class="caption">The run kept no traceback.</p>
              ) : (
                <LongText text={text(ref) ?? ''} name={`${name}.txt`} />
              )}
            </details>
          ))}
        </div>
      )}
    </>
  );
}

function TabPanel({children}: {children: ComponentChild}) {
  return <div class="panel">{children}</div>;
}
