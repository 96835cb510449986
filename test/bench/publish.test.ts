import { expect, test } from 'vitest'
import { withSection } from '../../bench/wire/report/publish.ts'

test('Published figures take the place of those before them', () => {
  const page = '# Title\n\n<!-- bench:wire -->\n\nold\n\n<!-- /bench:wire -->\n\nend\n'
  const made = withSection(page, 'new\n')
  expect(made).toBe('# Title\n\n<!-- bench:wire -->\n\nnew\n\n<!-- /bench:wire -->\n\nend\n')
  expect(withSection(made, 'new')).toBe(made)
})

test('A page without markers is left alone', () => {
  expect(() => withSection('# Title\n', 'new')).toThrow(/needs a line <!-- bench:wire --> and below it/)
})
