import {refuseInSealed, refuseProcesses} from './refuse-processes.js';

refuseProcesses(refuseInSealed);
