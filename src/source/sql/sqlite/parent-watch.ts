import { Socket } from 'node:net'

/**
 * The thread of a SQLite process that ends it with the gateway, whatever statement is running then: the gateway holds the other
 * end of standard input, and writes nothing there.
 */
new Socket({ fd: 0, readable: true, writable: false })
  .on('error', () => undefined)
  .on('close', () => process.kill(process.pid, 'SIGKILL'))
  .resume()
