/*
 * Runs inside a gateway (`--import`): at SIGUSR2 it writes a line to the standard error that says how much CPU time, in milliseconds, the
 * longest turn of the event loop has taken since the line before. However busy the machine is, that is the gateway's own.
 */

/** Milliseconds between two looks. */
const TICK = 2

let last = process.threadCpuUsage()
let longest = 0

setInterval(() => {
  const now = process.threadCpuUsage()
  longest = Math.max(longest, (now.user + now.system - last.user - last.system) / 1_000)
  last = now
}, TICK).unref()

process.on('SIGUSR2', () => {
  process.stderr.write(`${JSON.stringify({ level: 30, longestTurn: longest })}\n`)
  longest = 0
})
