export { sqlserverToPostgresql } from './pair';
