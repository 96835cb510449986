import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Keeps what V8 makes of all that is loaded from now on for the next start, where NODE_COMPILE_CACHE says or in the user's
 * own cache: what lies in the folder of temporary files, which is Node's choice, somebody else may have put there.
 */
export function keepCompiled(): void {
  let home: string
  try {
    home = homedir()
  } catch {
    // A user of a container has none.
    return
  }
  // Where it can't be written, nothing is kept.
  enableCompileCache(join(home, '.cache/sluice'))
}
