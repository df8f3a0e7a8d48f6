import {listings} from '../list/listings.js';
import {listingTable} from '../report/listing-table.js';
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
      const listing = await listings[what]();
      context.print(
        json
          ? JSON.stringify(listing.records, null, 2)
          : renderText(listingTable(what, listing), context.width),
      );
      return exitCode.done;
    },
  });
