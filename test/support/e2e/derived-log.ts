import {join} from 'node:path';
import {writeJson} from '../../../src/files/write.js';
import type {LogLine} from '../../../src/log/log-line.js';
import {openLog, readConversations} from '../../../src/log/read-log.js';
import {writeScenario} from '../../../src/log/write-log.js';
import type {ScenarioId} from '../../../src/problem/scenario.js';

/**
 * Writes a log that holds one scenario of `source`, its lines changed by `change`; a log like any
 * other, hashes included.
 */
export async function deriveLog(
  {source, scenario, to}: {source: string; scenario: ScenarioId; to: string},
  change: (lines: readonly LogLine[]) => readonly LogLine[],
): Promise<string> {
  const log = openLog(source);
  const conversations = await readConversations(log, scenario);
  const file = writeScenario(to, scenario, change(conversations.flatMap(({lines}) => lines)));
  writeJson(join(to, 'manifest.json'), {...log.manifest, scenarios: {[scenario]: file}});
  return to;
}
