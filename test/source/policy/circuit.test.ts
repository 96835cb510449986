import { expect, test } from 'vitest'
import { createCircuit, type Verdict } from '../../../src/source/policy/circuit.ts'

function startCircuit(failures = 5) {
  const changes: string[] = []
  let time = 0
  const circuit = createCircuit({ failures, pause: 5_000, now: () => time, onChange: state => changes.push(state) })
  return {
    circuit,
    changes,
    pass(milliseconds: number) {
      time += milliseconds
    },
    /** Whether the call was let through. */
    call(verdict: Verdict) {
      const settle = circuit.enter()
      settle?.(verdict)
      return settle !== undefined
    },
  }
}

test('Failures in a row open the circuit, and a success or a call that nobody waited for do not', () => {
  const { call, changes } = startCircuit()
  for (let n = 0; n < 4; n++) call('failure')
  call('success')
  for (let n = 0; n < 4; n++) call('failure')
  call('undecided')
  expect(changes).toEqual([])
  call('failure')
  expect([changes, call('success')]).toEqual([['open'], false])
})

test('Half of at least 20 calls within 10 seconds opens the circuit, and fewer or older ones do not', () => {
  const { call, changes, pass } = startCircuit()
  const mixed = (pairs: number) => {
    for (let n = 0; n < pairs; n++) {
      call('success')
      call('failure')
    }
  }
  mixed(9)
  pass(10_000)
  mixed(9)
  expect(changes).toEqual([])
  mixed(1)
  expect(changes).toEqual(['open'])
})

test('After the pause one call is the probe, and others are refused until it is decided', () => {
  const { circuit, call, changes, pass } = startCircuit(1)
  call('failure')
  pass(4_999)
  expect(call('success')).toBe(false)
  pass(1)
  const probe = circuit.enter()
  expect([circuit.admits(), call('success')]).toEqual([false, false])
  probe?.('failure')
  expect(circuit.admits()).toBe(false)
  pass(5_000)
  expect([call('success'), call('success'), changes]).toEqual([true, true, ['open', 'closed']])
})

test('A probe whose client leaves decides nothing: the next call is the probe', () => {
  const { call, changes, pass } = startCircuit(1)
  call('failure')
  pass(5_000)
  expect([call('undecided'), changes]).toEqual([true, ['open']])
  expect([call('success'), changes]).toEqual([true, ['open', 'closed']])
})

test('Verdicts of calls from before the circuit opened change nothing', () => {
  const { circuit, call, changes, pass } = startCircuit(2)
  const [slow, slower] = [circuit.enter(), circuit.enter()]
  call('failure')
  call('failure')
  slow?.('success')
  expect(call('success')).toBe(false)
  pass(5_000)
  call('success')
  slower?.('failure')
  call('failure')
  expect(changes).toEqual(['open', 'closed'])
})
