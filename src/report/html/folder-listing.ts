/** What a folder of runs and logs holds, as its index shows it. Paths are from the folder. */
export type FolderListing = {
  /** The folder's own name. */
  folder: string;
  runs: ListedRun[];
  logs: ListedLog[];
};

export type AboutRun = {
  model: string;
  mode: 'live' | 'static';
  reference: string | null;
  suite: string;
  scenarios: number;
  /** Rows that are there, of those planned; `planned` null where nobody can tell. */
  rows: number;
  planned: number | null;
  finished: boolean;
};
export type ListedRun = {path: string} & (AboutRun | {unreadable: string});

export type AboutLog = {model: string; suite: string; scenarios: number; lines: number};
export type ListedLog = {path: string} & (AboutLog | {unreadable: string});
