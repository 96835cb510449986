#!/usr/bin/env node
'use strict'
// Written so that Nodes of many years can read it: it finds one that can run Sluice.
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { engines } = require('../package.json')

const built = join(__dirname, '../dist/src/cli.js')
// In a clone nothing has to be built.
const cli = existsSync(built) ? built : join(__dirname, '../src/cli.ts')
const needed = engines.node.replace(/^\D+/, '')

if (fits(process.version)) import(`file://${cli}`)
else runOn(broughtNode())

/** @param {string} version */
function fits(version) {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number)
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number)
  return major > neededMajor || (major === neededMajor && minor >= neededMinor)
}

/** The Node that the install brings, for the systems that npm has one for. */
function broughtNode() {
  try {
    return require.resolve(`node-${process.platform}-${process.arch}/bin/node`)
  } catch {
    return undefined
  }
}

/** @param {string | undefined} node */
function runOn(node) {
  if (node === undefined) {
    console.error(
      `Sluice needs Node ${needed} or newer; this is Node ${process.version} (${process.execPath}), and the install has brought none: install one from https://nodejs.org.`,
    )
    process.exit(1)
  }
  const { spawn } = require('node:child_process')
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
