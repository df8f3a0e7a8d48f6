import type {Effect} from '../../score/effects.js';

const executions = {none: '', partial: 'partial execution', full: 'full execution'} as const;
const words = {none: '', novice: 'novice words', expert: 'expert words'} as const;

/** What is added, and beside what, in one line. */
export function effectLabel({kind, execution, verbal}: Effect): string {
  switch (kind) {
    case 'compilation':
      return 'compilation alone';
    case 'execution':
      return `${executions[execution]}, beside ${words[verbal] || 'compilation'}`;
    case 'verbal':
      return `${words[verbal]}, beside ${executions[execution] || 'compilation'}`;
    case 'interaction':
      return `${executions[execution]} and ${words[verbal]}, beyond the sum`;
  }
}
