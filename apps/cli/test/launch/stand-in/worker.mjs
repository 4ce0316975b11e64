// Stands in for the built worker.
console.log(`worker ${process.pid}`);
if (process.env.STAND_IN_WORKER === 'dies') {
  console.error('worker: the reason it died');
  process.exit(3);
}
process.send?.('ready');
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 1000);
