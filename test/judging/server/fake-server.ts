import type {ServerLaunch} from '../../../src/judging/server/fork-server.js';

/** A server in JavaScript: `answer` is a function from a job's id to what is said of it. */
export function fakeLaunch(answer: string): ServerLaunch {
  const script = `
    const say = (message) => console.log(JSON.stringify(message));
    const answer = ${answer};
    let begun = false;
    require('node:readline').createInterface({input: process.stdin}).on('line', (line) => {
      const {id} = JSON.parse(line);
      if (begun) return id === undefined ? undefined : answer(id);
      begun = true;
      say({ready: {python: '3.11.2', environment: 'x'}});
    });`;
  return {
    command: process.execPath,
    args: ['-e', script],
    settings: {
      level: 4,
      limits: {},
      preload: [[]],
      distributions: false,
      scratch: '/tmp',
      layers: {audit: true},
      readable: [],
      links: [],
      runner: '',
      number: 1,
      memory_group: false,
    },
    environment: {},
  };
}
