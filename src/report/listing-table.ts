import type {ListedValue, Listing} from '../list/listings.js';
import type {ReportTable} from './table.js';

/** What there is of one kind, for people. */
export function listingTable(title: string, {headings, records, notes}: Listing): ReportTable {
  const keys = Object.keys(headings);
  return {
    title,
    columns: Object.values(headings),
    rows: records.map((record) => keys.map((key) => cell(key, record[key]))),
    notes,
  };
}

/** Of a hash the beginning, which is enough to tell it. */
function cell(key: string, value: ListedValue | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : '';
  const text = String(value ?? '');
  return key === 'sha256' ? text.slice(0, 12) : text;
}
