import { Hoosegow } from '../../src/engine/index.ts';

const [host, image] = process.argv.slice(2);
const hoosegow = new Hoosegow({ docker: { host }, image, pool: { size: 2 } });
await hoosegow.warm();
console.log('one waits');
console.log('result:', typeof (await hoosegow.dispatch('environment')));
// Another one begins to wait in its place.
