import { expect, test } from 'vitest'
import { withSection } from '../../bench/wire/report/publish.ts'

test('Published figures take the place of those before them', () => {
  const page = '# Title\n\n<!-- bench:wire -->\n\nold\n\n<!-- /bench:wire -->\n\nend\n'
  const made = withSection(page, 'wire', 'new\n')
  expect(made).toBe('# Title\n\n<!-- bench:wire -->\n\nnew\n\n<!-- /bench:wire -->\n\nend\n')
  expect(withSection(made, 'wire', 'new')).toBe(made)
})

test('Each suite has markers of its own, and leaves those of others alone', () => {
  const wire = '<!-- bench:wire -->\n\nfigures\n\n<!-- /bench:wire -->\n'
  const page = `${wire}<!-- bench:sql -->\n<!-- /bench:sql -->\n`
  expect(withSection(page, 'sql', 'new')).toBe(`${wire}<!-- bench:sql -->\n\nnew\n\n<!-- /bench:sql -->\n`)
})

test('A page without markers is left alone', () => {
  expect(() => withSection('# Title\n', 'wire', 'new')).toThrow(/needs a line <!-- bench:wire --> and below it/)
})
