import {refuseInUnit, refuseProcesses} from './refuse-processes.js';

refuseProcesses(refuseInUnit);
