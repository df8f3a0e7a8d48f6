import type {Rule} from '../rule.js';

/** Python, environment, seal and verdict version are among those that the board takes. */
export const boardJudge: Rule = {
  name: 'board-judge',
  holds: 'the run was judged with a Python, an environment, a seal and a version that count here',
  check({bundle: {run}}, board) {
    const {judge} = run;
    if (judge === null) return [];
    const {pythonMinor, environment, sealLevel, verdictVersion} = judge;
    const hasVersion =
      board.verdict_versions === undefined ||
      (verdictVersion !== null && board.verdict_versions.includes(verdictVersion));
    const unlike: [field: string, is: unknown, isTaken: boolean, wanted: unknown][] = [
      [
        'pythonMinor',
        pythonMinor,
        board.python_minors?.includes(pythonMinor) ?? true,
        board.python_minors,
      ],
      [
        'environment',
        environment,
        board.environments?.includes(environment) ?? true,
        board.environments,
      ],
      [
        'sealLevel',
        sealLevel,
        sealLevel <= (board.seal_level_at_most ?? 4),
        board.seal_level_at_most,
      ],
      ['verdictVersion', verdictVersion, hasVersion, board.verdict_versions],
    ];
    return unlike
      .filter(([, , isTaken]) => !isTaken)
      .map(([field, is, , wanted]) => ({
        rule: 'board-judge',
        where: `run.json: judge.${field}`,
        problem: `${is}, the board takes ${[wanted].flat().join(', ')}`,
        remedy:
          'judge the answers anew with "judge RUN --python …" in the environment of the board',
      }));
  },
};
