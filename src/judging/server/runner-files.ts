import {packagePath} from '../../files/package-root.js';

/** Folder of our Python files, which ship as source. */
export const RUNNER_DIRECTORY = packagePath('src/judging/python');
export const RUNNER_ENTRY = 'start.py';
