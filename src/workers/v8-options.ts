import { setFlagsFromString } from 'node:v8'

/**
 * Options of V8 for a process that serves.
 *
 * All objects are made in the young generation. By itself V8 makes those in its old one that are made where most lived on at earlier
 * collections. Under load these are those of requests that wait for their sources: then all that they know, answers too, lives until the
 * old generation is collected, which stops the process for longer.
 *
 * Nothing is collected in a pause between requests. By itself V8 gives up there the shapes of objects that none has at the moment, and with them
 * the code that was compiled for these, which the next requests need.
 *
 * Called once all has been loaded: compiled code fits only a process with the options under which it was compiled.
 */
export function setV8Options(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
  setFlagsFromString('--memory-reducer-gc-count=0')
}
