export { sourceServerName, targetServerName } from '@ferry/operations';
