import {loadPythonParser} from '../../../src/conversation/python/parser.js';
import {refuseInUnit, refuseProcesses} from './refuse-processes.js';

refuseProcesses(refuseInUnit);
// What turns answers into programs finds the parser as a session leaves it.
await loadPythonParser();
