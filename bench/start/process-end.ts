/** What a process has used when it ended. */
export interface Use {
  /** Milliseconds of CPU. */
  readonly cpu: number
  /** The most memory that was resident at once, in megabytes. */
  readonly memory: number
}

/**
 * Node's options for a process that tells at its end what it has used, in the last line of its standard error. Its memory is
 * read from `/proc`, as `maxRSS` begins with that of the process that has started it.
 */
export const TELLING = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const status = process.getBuiltinModule('node:fs').readFileSync('/proc/self/status', 'utf8')
  const [, memory] = status.match(/^VmHWM:\\s+(\\d+) kB$/m)
  console.error(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, memory: memory / 1024 }))
})`)}`,
]

export function readUse(standardError: string): Use {
  return JSON.parse(standardError.trim().split('\n').at(-1) ?? '')
}
