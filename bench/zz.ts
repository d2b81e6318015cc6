import { startStudio } from './support/running-studio';

const studio = await startStudio();
console.log(studio.origin);
await studio.isomix('user', 'add', '--email', 'a@b.example', '--password', 'a long enough password');
console.log(await studio.isomix('token', 'create', '--email', 'a@b.example'));
await new Promise((r) => setTimeout(r, 60000));
await studio.stop();
