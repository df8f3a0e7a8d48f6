import type {ScenarioId} from '../problem/scenario.js';

/** Which conversation is shown, and how much of it. */
export type ShowOptions = {
  /** A run or a log: its directory, or a log that ships by its name. */
  directory: string;
  /** The problem: its id, its last part (`3` for `Starter/3`), or an ending no other has. */
  task: string;
  /** Default: the first that the run or log has, with `turn` the first that asks at that turn. */
  scenario?: ScenarioId | undefined;
  /** This turn alone. Default: all. */
  turn?: number | undefined;
  /** Whether prompts are made again. Default false. */
  prompts?: boolean | undefined;
  /** Folder of the prompt set, where it is not the one that ships. */
  promptsDirectory?: string | undefined;
  /** Directory of the log that a run replayed; found by itself where it ships. */
  log?: string | undefined;
  /** Name or file of the suite, where it cannot be found by the name in the manifest. */
  suite?: string | undefined;
};
