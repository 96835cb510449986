import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { environmentText } from '../../src/compose/project-files.ts'

test('What is written into .env is read from it, whatever it is; what can not stand there is refused', () => {
  const character = fc.constantFrom(...'ab$#=\'"`\\ \n{}é')
  fc.assert(
    fc.property(
      fc.array(character).map(all => all.join('')),
      value => {
        if (/[\r\n]/.test(value) || (value.includes("'") && value.includes('`'))) {
          expect(() => environmentText([{ name: 'X', value }])).toThrow("can't stand in .env")
          return
        }
        const text = environmentText([
          { name: 'X', value },
          { name: 'Y', value: 'after' },
        ])
        expect({ ...parseEnv(text) }).toEqual({ X: value, Y: 'after' })
      },
    ),
    { numRuns: 2000 },
  )
})
