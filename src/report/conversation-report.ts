import type {Message} from '../model/model.js';
import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import type {DiffLine} from '../show/code-diff.js';
import type {ShownConversation, ShownTurn} from '../show/shown.js';
import {forLine, forTerminal} from './sanitise.js';
import {renderText, type TableWidth} from './table.js';

/**
 * A conversation for a terminal. Whatever a model, a critic or a test wrote stands indented, so
 * that it cannot pass for a heading of ours, and what a terminal would obey is shown instead.
 */
export function renderConversation(shown: ShownConversation, width?: TableWidth): string {
  return [
    head(shown),
    coursesTable(shown, width),
    ...(shown.statement === null ? [] : [section('The problem', shown.statement)]),
    ...shown.turns.flatMap((turn) => (isTold(turn, shown) ? [renderTurn(turn, shown)] : [])),
    ...lackLines(shown.lacks),
  ].join('\n\n');
}

function head({directory, kind, model, reference_model, task_id, scenario}: ShownConversation) {
  const whose = reference_model === null ? '' : `, on the programs of ${reference_model}`;
  return [
    forLine(`${task_id} in ${scenario}`),
    forLine(`${directory}: ${kind} of ${model}${whose}`),
  ].join('\n');
}

const marks = {
  pass: 'pass',
  fail: 'fail',
  timeout: 'time',
  error: 'died',
  missing: '?',
  solved: '=',
  'reference-solved': '=',
  'no-feedback': '-',
};

function coursesTable({courses, kind}: ShownConversation, width: TableWidth | undefined): string {
  const turns = courses[0]?.statuses.map((_, turn) => String(turn)) ?? [];
  const solved = kind === 'static run' ? 'the reference had passed before' : 'it had passed before';
  return renderText(
    {
      title: 'What became of each turn',
      columns: ['scenario', ...turns],
      rows: courses.map(({scenario, statuses}) => [
        scenario,
        ...statuses.map((status) => (status === null ? '' : marks[status])),
      ]),
      notes: [
        `=: ${solved}; -: nothing to act upon, so nobody was asked; time: timeout; died: the process ended; ?: no verdict.`,
      ],
    },
    width,
  );
}

/** Turns at which nobody was asked, for the same reason as before, are told once. */
function isTold({turn, verdict}: ShownTurn, {turns}: ShownConversation): boolean {
  const before = turns.find((each) => each.turn === turn - 1);
  return wasAsked(verdict) || before?.verdict?.origin !== verdict?.origin;
}

function wasAsked(verdict: ShownTurn['verdict']): boolean {
  return verdict === null || verdict.origin === 'answered' || verdict.origin === 'missing';
}

/** The last turn at which nobody was asked for the same reason. */
function lastAlike({turn, verdict}: ShownTurn, {turns}: ShownConversation): number {
  const behind = turns.filter((each) => each.turn > turn);
  const other = behind.find((each) => each.verdict?.origin !== verdict?.origin);
  return (other?.turn ?? (behind.at(-1)?.turn ?? turn) + 1) - 1;
}

function renderTurn(turn: ShownTurn, shown: ShownConversation): string {
  const {given, prompt, answer, program, failures} = turn;
  const {kind, model} = shown;
  const last = wasAsked(turn.verdict) ? turn.turn : lastAlike(turn, shown);
  const which = last === turn.turn ? `Turn ${last}` : `Turns ${turn.turn} to ${last}`;
  const title = `${which}: ${outcome(turn)}`;
  const owner = kind === 'static run' ? 'the reference’s' : 'its own';
  return [
    `${forLine(title)}\n${'='.repeat(title.length)}`,
    ...(given ? givenSections(given, `${owner} program of turn ${turn.turn - 1}`) : []),
    ...(prompt ? promptSections(prompt) : []),
    ...(answer?.reasoning ? [section('Reasoning', answer.reasoning)] : []),
    ...(answer ? [section(`Answer of ${model} (${answerNote(answer)})`, answer.text)] : []),
    ...(program ? [programSection(program, owner)] : []),
    ...failedSections(failures),
  ].join('\n\n');
}

function outcome({verdict}: ShownTurn): string {
  if (verdict === null) return 'what came of it stands nowhere in the log';
  const {origin, status, reference_status, trust, missing} = verdict;
  switch (origin) {
    case 'reference-solved':
      return 'nobody was asked, the reference had passed before';
    case 'solved':
      return 'nobody was asked, it had passed before';
    case 'no-feedback':
      return `${status}; nobody was asked, nothing was said to act upon`;
    case 'missing':
      return `no verdict${missing === null ? '' : `: ${missing}`}`;
    case 'answered': {
      const beside = reference_status === null ? [] : [`the reference: ${reference_status}`];
      const how = trust === null ? [] : [`trust: ${trust}`];
      return [status, ...how, ...beside].join('; ');
    }
  }
}

function givenSections(given: NonNullable<ShownTurn['given']>, whose: string): string[] {
  const said: [string, string | null][] = [
    ['Compilation feedback', given.compilation_feedback],
    ['Execution feedback', given.execution_feedback],
    ['Verbal feedback', given.verbal_feedback],
  ];
  return [
    section(`Given: ${whose} (${given.status})`, given.code),
    ...said.flatMap(([title, text]) => (text === null ? [] : [section(title, text)])),
    ...(given.notes.length === 0 ? [] : [`Notes: ${given.notes.join(', ')}`]),
  ];
}

function promptSections({messages, exact}: NonNullable<ShownTurn['prompt']>): string[] {
  const sure = exact ? 'as it was sent' : 'as it is put; no answer to hold it to';
  return messages.map(({role, content}: Message) => section(`Prompt, ${role} (${sure})`, content));
}

function answerNote({finish_reason, usage, cut}: NonNullable<ShownTurn['answer']>): string {
  const tokens = usage ? [counted(usage.completion_tokens, 'token')] : [];
  const shorter = cut ? ['its prompt was shortened'] : [];
  return [finish_reason, ...tokens, ...shorter].join(', ');
}

function programSection(
  {code, found, diff}: NonNullable<ShownTurn['program']>,
  owner: string,
): string {
  const rule = found === null ? [] : [`found by: ${found}`];
  const beside = diff === null ? [] : [`- and +: beside ${owner} before`];
  const notes = [...rule, ...beside].join('; ');
  const title = notes === '' ? 'Program' : `Program (${notes})`;
  const lines = diff?.map(({change, text}: DiffLine) => `${signs[change]} ${text}`);
  return section(title, lines?.join('\n') ?? code);
}

function failedSections(failures: ShownTurn['failures']): string[] {
  const untold = failures.flatMap(({name, text}) => (text === null ? [name] : []));
  return [
    ...failures.flatMap(({name, text}) =>
      text === null ? [] : [section(`Failed: ${name}`, text)],
    ),
    ...(untold.length > 0 ? [section('Failed, no traceback kept', untold.join('\n'))] : []),
  ];
}

const signs = {same: ' ', removed: '-', added: '+'};

/** So much of one text is printed; nobody reads more of it in a terminal. */
const most = {lines: 500, characters: 50_000};

/** A text under its heading, indented line by line. */
function section(title: string, text: string): string {
  const all = text
    .slice(0, most.characters)
    .replace(/(?<!\n)\n+$/, '')
    .split('\n');
  const lines = all.slice(0, most.lines);
  const kept = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const rest = text.trimEnd().length - kept;
  return [
    `-- ${forLine(title)}`,
    ...lines.map((line) => `    ${forTerminal(line)}`.trimEnd()),
    ...(rest > 0 ? [`-- ${rest} more characters; ${option('json')} prints all`] : []),
  ].join('\n');
}

function lackLines(lacks: readonly string[]): string[] {
  if (lacks.length === 0) return [];
  return [['Not shown:', ...lacks.map((lack) => `- ${forLine(lack)}`)].join('\n')];
}
