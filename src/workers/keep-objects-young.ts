import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8 make all objects in its young generation. By itself it makes those in its old one that are made where most lived on at earlier
 * collections. Under load these are those of requests that wait for their sources: then all that they know, answers too, lives until the
 * old generation is collected, which stops the process for longer. Called once all has been loaded: compiled code fits only a process
 * with the options under which it was compiled.
 */
export function keepObjectsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
