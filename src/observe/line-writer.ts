import { fstatSync, write, writeFileSync } from 'node:fs'

/** Most characters that wait to be written: about four megabytes. */
const MOST_WAITING = 4 * 2 ** 20

/** How long after one write lines are gathered for the next, in milliseconds: each write costs more than what is in it. */
const REST = 20

/** Takes lines, each with its line break; never waits and never throws. */
export interface LineWriter {
  write(line: string): void
}

/** What waits for its turn can be taken back, where there will be none. */
interface GatheringWriter extends LineWriter {
  takeWaiting(): string
}

/** Writes a text and tells whether it arrived; one at a time. */
type Send = (text: string, done: (arrived: boolean) => void) => void

let errorWriter: LineWriter | undefined

/**
 * Writes lines to standard error without ever holding the process up: where nobody reads them, or the disk is full, they
 * are dropped and counted, and the first line that arrives after that is followed by how many are missing. What waits when the process
 * ends is written then, however it ends. All of a process share one.
 */
export function standardError(lost: (count: number) => string): LineWriter {
  const { fd } = process.stderr
  if (errorWriter) return errorWriter
  const writer = createLineWriter(isStream(fd) ? sendToStream(process.stderr) : sendToFile(fd), lost, REST)
  process.once('exit', () => writeLast(fd, writer.takeWaiting()))
  errorWriter = writer
  return writer
}

/** Nothing else runs any more: where nobody reads, a pipe says so and is not waited for. */
function writeLast(fd: number, text: string): void {
  try {
    writeFileSync(fd, text)
  } catch {
    // There is nobody left to tell.
  }
}

/** `lost` makes the line that tells how many lines were dropped; `rest` are the milliseconds between two writes. */
export function createLineWriter(send: Send, lost: (count: number) => string, rest = 0): GatheringWriter {
  let waiting: string[] = []
  let length = 0
  let isSending = false
  let dropped = 0

  const goOn = () => {
    isSending = false
    sendAll()
  }

  const take = () => {
    const lines = waiting
    waiting = []
    length = 0
    return lines
  }

  const sendAll = () => {
    const lines = take()
    if (lines.length === 0) return
    isSending = true
    send(lines.join(''), arrived => {
      if (!arrived) dropped += lines.length
      else if (dropped > 0) {
        waiting.unshift(lost(dropped))
        dropped = 0
      }
      if (rest > 0) setTimeout(goOn, rest)
      else goOn()
    })
  }

  return {
    write(line) {
      if (length + line.length > MOST_WAITING) {
        dropped += 1
        return
      }
      waiting.push(line)
      length += line.length
      if (!isSending) sendAll()
    },
    takeWaiting: () => take().join(''),
  }
}

/** A pipe or socket, which the process's own stream writes without waiting. */
function isStream(fd: number): boolean {
  const stats = fstatSync(fd)
  return stats.isFIFO() || stats.isSocket()
}

function sendToStream(stream: NodeJS.WriteStream): Send {
  stream.on('error', () => undefined)
  // What nobody reads must not keep a process that has nothing else to do.
  if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
  return (text, done) => {
    if (stream.destroyed) setImmediate(done, false).unref()
    else stream.write(text, error => done(!error))
  }
}

/** A file or terminal: the disk does its work while others go on. */
function sendToFile(fd: number): Send {
  const send: Send = (text, done) => {
    const bytes = Buffer.from(text)
    const rest = (from: number): void =>
      write(fd, bytes, from, bytes.length - from, null, (error, count) => {
        if (error || from + count === bytes.length) done(!error)
        else rest(from + count)
      })
    rest(0)
  }
  return send
}
