import type {LineStore} from '../conversation/generate.js';
import {type Ledger, openLedger} from '../files/ledger.js';
import {makeOwnDirectory} from '../files/make-directory.js';
import {opening} from '../files/opening.js';
import {clearLeftovers} from '../files/write.js';
import {type LogLine, logLineSchema} from '../log/log-line.js';
import {scenarioPath} from '../log/read-log.js';
import type {ScenarioId} from '../problem/scenario.js';

type OpenLineStore = LineStore & {close(): void};

/**
 * Opens (or makes) the lines of a log while it is generated: a ledger for each scenario, a line for
 * each problem and turn. Of a line written twice the first counts, as in the log that is made of
 * them. The same errors as `openLedger`.
 */
export function openLineStore(
  directory: string,
  scenarios: readonly ScenarioId[],
): Promise<OpenLineStore> {
  makeOwnDirectory(directory);
  clearLeftovers(directory);
  return opening(async (keep) => {
    const ledgers = new Map<ScenarioId, Ledger<LogLine, LogLine>>();
    for (const id of scenarios) ledgers.set(id, keep(await openLines(scenarioPath(directory, id))));
    return {
      lines: (scenario, taskId) => linesInOrder(ledgers.get(scenario), taskId),
      add: (scenario, line) => ledgers.get(scenario)?.add(line),
      close: () => {
        for (const ledger of ledgers.values()) ledger.close();
      },
    };
  });
}

function openLines(path: string): Promise<Ledger<LogLine, LogLine>> {
  return openLedger(path, {
    schema: logLineSchema,
    keyOf: ({task_id, turn}: LogLine) => lineKey(task_id, turn),
    noteOf: (line) => line,
    counts: 'the first',
  });
}

/** The lines of a conversation from turn 1 on, as far as there is one for each turn. */
function linesInOrder(ledger: Ledger<LogLine, LogLine> | undefined, taskId: string): LogLine[] {
  const lines: LogLine[] = [];
  for (let turn = 1; ; turn += 1) {
    const line = ledger?.note(lineKey(taskId, turn));
    if (!line) return lines;
    lines.push(line);
  }
}

function lineKey(taskId: string, turn: number): string {
  return `${turn} ${taskId}`;
}
