import type {PageRun} from '../html/page/summary.js';
import {forLine} from '../sanitise.js';
import {DataTable} from './figure.js';

const unknown = '–';

/** What was asked, what came back, what it took, and what it did not take. */
export function Answers({runs}: {runs: readonly PageRun[]}) {
  return (
    <>
      <h3>Answers</h3>
      <DataTable
        label="Answers"
        columns={[
          'run',
          'served as',
          'answers',
          'without a program',
          'not compiling',
          'cut off',
          'missing',
          'program found by',
        ]}
        rows={runs.map(({name, model_served: served, totals, not_compiling, found, missing}) => [
          name,
          served.join(', ') || unknown,
          totals?.answered ?? unknown,
          totals?.no_code ?? unknown,
          not_compiling ?? unknown,
          totals?.cut_off ?? unknown,
          missing.reduce((sum, {n}) => sum + n, 0),
          found.map(({rule, n}) => `${n} ${rule}`).join(', ') || unknown,
        ])}
      />
      {runs.some(({missing}) => missing.length > 0) && (
        <>
          <h3>Why verdicts are missing</h3>
          <DataTable
            label="Why verdicts are missing"
            columns={['run', 'places', 'reason']}
            rows={runs.flatMap(({name, missing}) =>
              missing.map(({reason, n}) => [name, n, reason]),
            )}
          />
        </>
      )}
      <h3>Tokens and prompts</h3>
      <DataTable
        label="Tokens and prompts"
        columns={[
          'run',
          'places',
          'nobody asked',
          'answers',
          'requests',
          'prompts saved',
          'shortened',
          'prompt tokens',
          'answer tokens',
        ]}
        rows={runs.map(({name, totals, origins}) => {
          const places = origins.reduce((sum, {n}) => sum + n, 0);
          const silent = origins
            .filter(({origin}) => origin !== 'answered' && origin !== 'missing')
            .reduce((sum, {n}) => sum + n, 0);
          return [
            name,
            places.toLocaleString('en'),
            silent.toLocaleString('en'),
            totals?.answered.toLocaleString('en') ?? unknown,
            totals?.requests.toLocaleString('en') ?? unknown,
            totals ? (totals.answered - totals.requests).toLocaleString('en') : unknown,
            totals?.shortened ?? unknown,
            totals?.usage?.prompt_tokens.toLocaleString('en') ?? unknown,
            totals?.usage?.completion_tokens.toLocaleString('en') ?? unknown,
          ];
        })}
      />
      <p class="caption">
        Nobody is asked where the conversation was over or there was nothing to act upon. Prompts
        saved: equal questions share one answer. Tokens as the server counted them. Runs record no
        prices; tokens times a price are the cost.
      </p>
      {runs.some(({totals}) => totals?.critic) && (
        <p class="caption">
          {runs.flatMap(({name, totals}) =>
            totals?.critic
              ? [
                  `${forLine(name)}: ${totals.critic.answers} remarks of the critic, ${totals.critic.cut_off} cut off. `,
                ]
              : [],
          )}
        </p>
      )}
    </>
  );
}
