import {listings} from '../list/listings.js';
import {renderText} from '../report/table.js';
import {createCommand, exitCode} from './command.js';
import {json} from './flags/result.js';

/** Prints what there is of one kind. */
export const listOf = (what: keyof typeof listings) =>
  createCommand({
    flags: {json: json()},
    examples: [
      [`list ${what}`, 'a table'],
      [`list ${what} --json`, 'for programs'],
    ],
    async run({json}, context) {
      const {columns, rows, notes} = await listings[what]();
      const records = rows.map((row) =>
        Object.fromEntries(columns.map((column, i) => [column, row[i]])),
      );
      context.print(
        json
          ? JSON.stringify(records, null, 2)
          : renderText({title: what, columns, rows, notes}, context.width),
      );
      return exitCode.done;
    },
  });
