export { openSession } from './session';
