import type { Browser } from 'playwright-core'
import { findProgram, type Program } from './find-program.ts'

export const CHROMIUM: Program = {
  title: 'Chromium',
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  debianPackages: ['chromium'],
  variable: 'CHROMIUM_PATH',
}

/** The path of the Chromium of the machine. Throws an error of one line that says what to install. */
async function findChromium(): Promise<string> {
  return process.env[CHROMIUM.variable] || (await findProgram(CHROMIUM))
}

/** A headless Chromium that calls nobody by itself. */
export async function launchChromium(): Promise<Browser> {
  // Every run reads this file; few need the library.
  const { chromium } = await import('playwright-core')
  return chromium.launch({
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
