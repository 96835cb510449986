import { expect, test } from 'vitest'
import { markdownFiles, readMarkdown } from './markdown.ts'
import { runPage } from './page/run-page.ts'
import { hasCommands, readSteps, unrunCommands } from './page/steps.ts'

/*
 * The commands of a page are run one after the other by one bash, in a folder that is empty at first; what they print is what the
 * page shows. CONTRIBUTING.md says what the comments of a page mean.
 */
const pages = markdownFiles().filter(({ path }) => !path.startsWith('test/'))

for (const page of pages.filter(page => readSteps(page).some(({ kind }) => kind === 'command' || kind === 'terminal')))
  test(`The commands of ${page.path} do what it says`, () => runPage(page), 600_000)

test('Few commands are not run, each with a reason', () => {
  expect(pages.filter(hasCommands).length).toBeGreaterThan(5)
  expect(pages.flatMap(unrunCommands).length).toBeLessThan(8)
})

const PAGE = `
<!-- before: mkdir made && echo 1 > made/one -->
<!-- file: two -->

\`\`\`text
http://127.0.0.1:4000
\`\`\`

<!-- database: sqlite:shop.db
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)
-->
<!-- answers: https://api.example.com/posts?page=1
[{ "id": 1 }]
-->

\`\`\`sh
cd made
word=and
curl 'https://api.example.com/posts?page=1'
\`\`\`

\`\`\`json
[{"id": 1}]
\`\`\`

\`\`\`sh
echo sqlite:shop.db "$word" $(cat one ../two)
echo end >&2
\`\`\`

\`\`\`text
sqlite:shop.db and 1 http://…
…
\`\`\`

<!-- exit: 3 -->

\`\`\`sh
exit 3
\`\`\`

<!-- terminal: server -->

\`\`\`sh
echo at 127.0.0.1:4000
exec sleep 600
\`\`\`

\`\`\`text
at 127.0.0.1:4000
\`\`\`
`
const run = (text: string) => runPage(readMarkdown('page.md', text))

test('A page is run as it stands', () => run(PAGE))

test.each([
  ['a line that is not printed', ['…\n```\n\n<!-- exit', 'more\n…\n```\n\n<!-- exit'], /page\.md:26: expected/],
  ['another value', ['[{"id": 1}]', '[{"id": 2}]'], /page\.md:16: /],
  ['another exit code', ['exit 3', 'exit 4'], /page\.md:38: exit code 4, not 3/],
  ['a command that fails', ['cd made', 'cd nowhere'], /page\.md:16: it ended before/],
  ['a terminal that ends before it says so', ['echo at', 'exit # '], /page\.md:44: it ended before/],
])('A page with %s fails, with its line', async (_, [shown = '', wrong = ''], message) => {
  await expect(run(PAGE.replace(shown, wrong))).rejects.toThrow(message)
})

test.each([
  ['```sh\nls\n```\n', 'terminal: a', /page\.md:3: the block behind must show/],
  ['```sh\nls\n```\n', 'not run:', /page\.md:3: why can it not be run/],
  ['```sh\nls\n```\n', 'fiel: a', /page\.md:3: no test knows the comment "fiel: a"/],
])('A comment that can not be meant so is told (%j, %s)', (text, comment, message) => {
  expect(() => readSteps(readMarkdown('page.md', `<!-- ${comment} -->\n\n${text}`))).toThrow(message)
})
