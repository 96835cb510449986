import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { expect, test } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** A node of the syntax tree (ESTree), as far as it is looked at here. */
interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly left?: SyntaxNode
  readonly right?: SyntaxNode
}

const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionExpression'])

/** Where within a function `object.property = () => …` or the like stands, by its offset in the text. */
function assignedFunctions(text: string): number[] {
  const found: number[] = []
  const visit = (value: unknown, isWithin: boolean) => {
    if (typeof value !== 'object' || value === null) return
    const node = value as SyntaxNode
    const isAssigned = node.type === 'AssignmentExpression' && FUNCTIONS.has(node.right?.type ?? '')
    if (isWithin && isAssigned && node.left?.type === 'MemberExpression') found.push(node.start)
    const isFunction = FUNCTIONS.has(node.type) || node.type === 'FunctionDeclaration'
    for (const child of Object.values(value)) visit(child, isWithin || isFunction)
  }
  visit(parseAst(text, { lang: 'ts' }), false)
  return found
}

test('What assigns functions to properties is found, however it is written', () => {
  const within = (statement: string) => assignedFunctions(`class A { #p; m(o, k) { ${statement} } }`)
  expect(within('o.p = () => 1')).toHaveLength(1)
  expect(within('o[k] ??= async function () {}')).toHaveLength(1)
  expect(within('this.#p = x => { this.q = () => x }')).toHaveLength(2)
  expect(within('const f = () => 1; o.p = f; this.#p = k && (() => 1)')).toEqual([])
  expect(assignedFunctions('const o = {}; o.p = () => 1')).toEqual([])
})

// V8 takes a function that is assigned to a property where it is made for one of a prototype, which lives for ever
// (`set_pretenure`, src/parsing/parser.h), and makes it in its old generation. There it keeps all that it knows, a whole request with
// its answers, until that generation is collected. One that has a name first is as young as all others.
test('No function that is made at run time is assigned to a property where it is made', () => {
  const files = globSync('**/*.ts', { cwd: src, exclude: ['graphiql/**'] })
  expect(files.length).toBeGreaterThan(500)
  const places = files.flatMap(path => {
    const text = readFileSync(join(src, path), 'utf8')
    return assignedFunctions(text).map(at => `${path}:${text.slice(0, at).split('\n').length}`)
  })
  expect(places).toEqual([])
})
