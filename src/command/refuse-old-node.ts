import { readPackageInfo } from './package-info.ts'

/** Ends the process with one clear line where Node is older than `engines` says; runs on old versions too. */
export function refuseOldNode(): void {
  const needed = readPackageInfo().engines.node.replace(/^\D+/, '')
  if (!isOlder(process.version.slice(1), needed)) return
  console.error(`Sluice needs Node ${needed} or newer; this is Node ${process.version} (${process.execPath}).`)
  process.exit(1)
}

function isOlder(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number)
  return major < neededMajor || (major === neededMajor && minor < neededMinor)
}
