/** What a folder of runs and logs holds, as its index shows it. Paths are from the folder. */
export type FolderListing = {
  /** The folder's own name. */
  folder: string;
  runs: ListedRun[];
  logs: ListedLog[];
};

export type ListedRun = {path: string} & (
  | {
      model: string;
      mode: 'live' | 'static';
      reference: string | null;
      suite: string;
      scenarios: number;
      /** Rows that are there, of those planned; `planned` null where nobody can tell. */
      rows: number;
      planned: number | null;
      finished: boolean;
    }
  | {unreadable: string}
);

export type ListedLog = {path: string} & (
  | {model: string; suite: string; scenarios: number; lines: number}
  | {unreadable: string}
);
