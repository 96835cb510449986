import type { TestDatabase } from '../../support/test-database.ts'

interface PlanNode {
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/** How many rows of tables the statement reads by the plan that PostgreSQL keeps for it, whatever is bound. */
export async function rowsReadByKeptPlan(
  database: TestDatabase,
  text: string,
  values: readonly unknown[],
): Promise<number> {
  await database.run(`SET plan_cache_mode = force_generic_plan; PREPARE asked AS ${text}`)
  try {
    const [row] = await database.run(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE asked (${values.join()})`)
    return readBelow((row as { 'QUERY PLAN': [{ Plan: PlanNode }] })['QUERY PLAN'][0].Plan)
  } finally {
    await database.run('DEALLOCATE asked; RESET plan_cache_mode')
  }
}

function readBelow({ Plans = [], ...node }: PlanNode): number {
  const isTable = node['Relation Name'] !== undefined
  const own = isTable ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'] : 0
  return own + Plans.reduce((sum, each) => sum + readBelow(each), 0)
}
