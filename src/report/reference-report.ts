import type {LogCost} from '../correlate/log-cost.js';
import type {ReferenceView} from '../correlate/reference-choice.js';
import type {ReferencesView} from '../correlate/views.js';
import type {Figure} from '../score/figure.js';
import type {JudgedCandidate} from '../score/reference-choice.js';
import type {SolvedInScenario} from '../score/reference-strength.js';
import type {Report} from './formats.js';
import {metricName} from './metric-name.js';
import {coefficient, percent, withInterval} from './percent.js';
import type {ReportRecords, ReportTable} from './table.js';

/** Which reference to choose, what its log asks, and what each log costs. */
export function referencesReport({choices, costs}: ReferencesView): Report {
  const candidates = choices[0]?.choice.candidates;
  return {
    tables: [
      ...choices.map(referenceTable),
      ...(candidates ? [questionsTable(candidates)] : []),
      ...(costs.length > 0 ? [costTable(costs)] : []),
    ],
    records: () => referenceRecords(choices),
    json: {references: choices, logs: costs},
  };
}

/** Agreement with live of each candidate reference, best median first, and the verdict. */
export function referenceTable({metric, choice, unranked}: ReferenceView): ReportTable {
  const title = `Which reference to choose: Spearman with live by scenario, ${metricName(metric)}`;
  const unrankedNotes = unranked.map(
    ({reference, scenarios}) =>
      `No candidate: on the log of ${reference} all models score alike in ${scenarios.join(', ')}, so it ranks nothing there.`,
  );
  if (choice.candidates === null) {
    return {
      title,
      columns: ['reference'],
      rows: [],
      notes: [`Cannot tell: ${choice.reason}.`, ...unrankedNotes],
    };
  }
  const {bootstrap, models, scenarios, undefined_resamples} = choice;
  return {
    title,
    columns: [
      'reference',
      'worst',
      'median',
      'best',
      'best in resamples, %',
      'turn-0 Pass@1, %',
      'solved before turn 10, %',
    ],
    rows: choice.candidates.map((candidate) => [
      candidate.reference,
      `${coefficient(candidate.worst.spearman)} (${candidate.worst.scenario})`,
      withInterval(coefficient, candidate.median),
      `${coefficient(candidate.best.spearman)} (${candidate.best.scenario})`,
      percent(candidate.best_share),
      strength(candidate.strength),
      solvedRange(candidate.solved),
    ]),
    notes: [
      verdictSentence(choice.verdict),
      ...unrankedNotes,
      `Over the ${models.length} models and ${scenarios.length} scenarios that all candidates have; a reference itself is not among them. Intervals: 95%, models resampled, the same ones for all candidates (${bootstrap.resamples} resamples, seed ${bootstrap.seed}${undefined_resamples > 0 ? `; ${undefined_resamples} ranked nothing and are left out` : ''}).`,
      'The problems are the same in every resample, so shares and intervals say nothing of how far the verdict hangs on them.',
    ],
  };
}

/** How many questions the candidates' logs ask, turn by turn, as the static runs tell it. */
export function questionsTable(
  candidates: readonly Pick<JudgedCandidate, 'reference' | 'questions'>[],
): ReportTable {
  const turns = candidates[0]?.questions.per_turn ?? [];
  return {
    title: 'Questions that a replay asks, all scenarios together',
    columns: ['reference', ...turns.map((_, i) => `t${i + 1}`), 'first answers', 'all', 'distinct'],
    rows: candidates.map(({reference, questions}) => [
      reference,
      ...questions.per_turn.map(String),
      String(questions.turn_zero),
      String(questions.total),
      questions.requests === null ? '–' : String(questions.requests),
    ]),
    notes: [
      'Distinct: equal prompts share one answer at temperature 0. A strong reference leaves few questions to ask.',
    ],
  };
}

/** What a replay on each log costs, as the logs themselves tell it. */
function costTable(costs: readonly LogCost[]): ReportTable {
  const turns = costs[0]?.questions_per_turn ?? [];
  return {
    title: 'Cost of a replay, by log',
    columns: [
      'reference (log)',
      ...turns.map((_, i) => `t${i + 1}`),
      'solved at turn 0, %',
      'questions',
      'distinct',
      'prompt tokens',
      'answer tokens, at most',
    ],
    rows: costs.map(
      ({directory, reference, problems, solved_at_turn_0, questions_per_turn, load}) => [
        `${reference} (${directory})`,
        ...questions_per_turn.map(String),
        percent(problems === 0 ? 0 : solved_at_turn_0 / problems),
        String(load.questions),
        String(load.requests),
        String(load.prompt_tokens),
        String(load.completion_tokens_at_most),
      ],
    ),
    notes: [
      `Tokens of the distinct requests, counted with ${costs[0]?.tokenizer ?? '?'}: an estimate for other models.`,
    ],
  };
}

/** One record per metric and candidate, for programs that read CSV. */
function referenceRecords(choices: readonly ReferenceView[]): ReportRecords {
  return {
    columns: [
      'metric',
      'reference',
      'worst',
      'median',
      'median_low',
      'median_high',
      'best',
      'best_share',
      'turn_0_pass_at_1',
      'solved_before_turn_10_least',
      'solved_before_turn_10_most',
      'questions',
      'requests',
      'decided',
    ],
    rows: choices.flatMap(({metric, choice}) =>
      (choice.candidates ?? []).map(
        ({reference, worst, median, best, best_share, strength: {value}, solved, questions}) => [
          metric,
          reference,
          worst.spearman,
          median.value,
          median.low,
          median.high,
          best.spearman,
          best_share,
          value,
          ...leastAndMost(solved),
          questions.total,
          questions.requests,
          String(
            choice.candidates !== null &&
              choice.verdict.reference === reference &&
              choice.verdict.decided,
          ),
        ],
      ),
    ),
  };
}

function leastAndMost(solved: readonly SolvedInScenario[]): (number | null)[] {
  const values = solved.flatMap(({solved: {value}}) => value ?? []);
  return values.length === 0 ? [null, null] : [Math.min(...values), Math.max(...values)];
}

function verdictSentence({
  reference,
  best_share,
  decided,
}: {
  reference: string;
  best_share: number;
  decided: boolean;
}): string {
  const seen = `best or tied for best in ${percent(best_share)}% of the resamples (ties shared out)`;
  return decided
    ? `Verdict: choose ${reference}: ${seen}.`
    : `Verdict: not decided. ${reference} has the best median here, but was ${seen}; under 95% the data cannot tell it from the others.`;
}

/** From the scenario in which the reference solved the fewest to that with the most. */
function solvedRange(solved: readonly SolvedInScenario[]): string {
  const known = solved.flatMap(({scenario, solved: {value}}) =>
    value === null ? [] : [{scenario, value}],
  );
  const [first, ...others] = known.toSorted((a, b) => a.value - b.value);
  if (first === undefined) return '–';
  const name = ({scenario, value}: {scenario: string; value: number}) =>
    `${percent(value)} (${scenario})`;
  const last = others.at(-1);
  return last === undefined ? name(first) : `${name(first)} to ${name(last)}`;
}

function strength(figure: Figure): string {
  return figure.value === null ? '–' : withInterval(percent, figure);
}
