import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseCase } from '../../src/case/parse-case.ts'
import { runCase } from '../case/run-case.ts'

/** The recipes of the cookbook as documents of `test/case`: what is hidden in `<!-- case: … -->` there are headings. */
const recipes = readFileSync('docs/cookbook.md', 'utf8')
  .split(/^(?=## )/m)
  .slice(1)
  .map(text => parseCase(text.replace(/^## /, '# ').replaceAll(/^<!-- case: (.*) -->$/gm, '## $1')))

for (const recipe of recipes)
  for (const dialect of recipe.dialects)
    test(`The recipe "${recipe.title}" answers what it shows${dialect ? ` (${dialect})` : ''}`, () =>
      runCase(recipe, dialect))

test('There are recipes', () => expect(recipes.length).toBeGreaterThan(8))
