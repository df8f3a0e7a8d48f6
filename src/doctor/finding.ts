/**
 * One thing that was looked at. `good`; `note`: it works, and one should know; `bad`: something
 * will not work, and `remedy` mends it. `details`: a line each.
 */
export type Finding = {
  subject: string;
  verdict: 'good' | 'note' | 'bad';
  found: string;
  remedy?: string;
  details?: string[];
};
